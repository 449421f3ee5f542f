"""The project's own application: sign-in, roles, the frame of the pages, and checks of the installation."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DashboardConfig(AppConfig):
    """Registers the system checks when Django starts, and creates the roles' groups after every migrate."""

    name = "dashboard"
    verbose_name = "Printdesk"

    def ready(self) -> None:
        """Importing the checks registers them; roles need models, which exist only from here on."""
        import_module("dashboard.checks")
        roles = import_module("dashboard.roles")
        post_migrate.connect(roles.create_groups, sender=self, dispatch_uid="dashboard.roles")
