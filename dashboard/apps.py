"""The project's own application: sign-in, roles, the frame of the pages, and checks of the installation."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class DashboardConfig(AppConfig):
    """Registers the system checks and what tells of signing in when Django starts, and creates the roles' groups after
    every migrate.
    """

    name = "dashboard"
    verbose_name = "Printdesk"

    def ready(self) -> None:
        """Importing the checks registers them; roles need models, which exist only from here on."""
        import_module("dashboard.checks")
        roles, sessions = import_module("dashboard.roles"), import_module("dashboard.sessions")
        post_migrate.connect(roles.create_groups, sender=self, dispatch_uid="dashboard.roles")
        user_logged_in.connect(sessions.begin, dispatch_uid="dashboard.sessions")
        cognito, parts = import_module("dashboard.cognito.standing"), import_module("dashboard.parts")
        import_module("dashboard.metrics").REGISTRY.register(cognito.Cognito())
        parts.PARTS.append(parts.Part("dashboard/status_cognito.html", cognito.standing))
