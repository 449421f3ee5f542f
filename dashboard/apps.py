"""The project's own app: sign-in, roles, the frame of the page."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DashboardConfig(AppConfig):
    """Creates the roles' groups after every migrate."""

    name = "dashboard"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the signal here, because models cannot be imported before the apps are ready."""
        from dashboard.roles import create_groups

        post_migrate.connect(create_groups, sender=self, dispatch_uid="dashboard.roles")
