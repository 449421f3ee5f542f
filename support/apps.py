"""What people see and do: pages, API and actions."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """The app of pages, API and actions; tells metrics and the status page how commands stand."""

    name = "support"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What tells of commands needs models, which exist only from here on."""
        dashboard, parts = import_module("dashboard.metrics"), import_module("dashboard.parts")
        dashboard.REGISTRY.register(import_module("support.commands.metrics").Commands())
        dashboard.REGISTRY.register(import_module("support.bulk.metrics").BulkJobs())
        dashboard.REGISTRY.register(import_module("support.audit.metrics").Audit())
        dashboard.REGISTRY.register(import_module("support.mail.metrics").Mails())
        dashboard.REGISTRY.register(import_module("support.webhooks.metrics").Webhooks())
        standing = import_module("support.commands.standing").standing
        parts.PARTS.append(parts.Part("support/status_commands.html", standing))
        parts.PARTS.append(parts.Part("support/status_bulk.html", import_module("support.bulk.standing").standing))
        parts.PARTS.append(parts.Part("support/mails/status.html", import_module("support.mail.standing").standing))
        printers = import_module("support.webhooks.standing").standing
        parts.PARTS.append(parts.Part("support/webhooks/status.html", printers))
        parts.PARTS.append(parts.Part("support/status_audit.html", import_module("support.audit.standing").standing))
        dashboard.REGISTRY.register(import_module("support.reports.metrics").Facts())
        parts.PARTS.append(
            parts.Part("support/status_reports.html", import_module("orders.sla.lake.standing").standing)
        )
        signed_in = import_module("dashboard.sign_in").signed_in
        signed_in.connect(import_module("support.audit.sign_ins").on_signed_in, dispatch_uid="support.audit.sign_ins")
