"""What people see and do: pages and API."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """The app of pages, API and, later, actions."""

    name = "support"
    default_auto_field = "django.db.models.BigAutoField"
