"""Printers' rules, mail templates and secrets as SQL keeps them: versions are added, and none is changed."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class PrinterRules(models.Model):
    """What holds with a printer from ``at`` on, until the next version: ``rules`` are the fields of
    ``support.printer_rules.rules.Rules`` that differ from what holds for printers without any. ``event`` is the
    audit's row, which holds the words of the reason.
    """

    printer_id = models.CharField(max_length=LONGEST_ID)
    version = models.PositiveIntegerField()
    rules = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["printer_id", "version"], name="printer_rules_version"),)

    def __str__(self) -> str:
        return f"rules {self.version} of {self.printer_id}"


class MailTemplate(models.Model):
    """A mail to printers: to one, or to all where ``printer_id`` is empty; for one reason, or for all where ``reason``
    is. The narrowest counts, and of it the last version; one with an empty body takes it back.
    """

    printer_id = models.CharField(max_length=LONGEST_ID, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["printer_id", "reason", "version"], name="mail_template_version"),
        )

    def __str__(self) -> str:
        return f"template {self.version} of {self.printer_id or 'all'} for {self.reason or 'all'}"


class SecretKind(models.TextChoices):
    """What a secret is for: what a printer signs its calls to us with, or what it knows us by."""

    WEBHOOK = "webhook"
    API = "api"


class PrinterSecret(models.Model):
    """A secret that we share with a printer, encrypted (``support.printer_rules.secrets``). Of a kind at most two are
    live: ``retired_at`` ends one. ``hint`` are its last four characters, to tell one from the other.
    """

    printer_id = models.CharField(max_length=LONGEST_ID)
    kind = models.CharField(max_length=10, choices=SecretKind.choices)
    sealed = models.BinaryField()
    hint = models.CharField(max_length=4)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    retired_event = models.OneToOneField("support.AuditEvent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(
                fields=["printer_id", "kind"], name="printer_secret_live", condition=models.Q(retired_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} secret {self.pk} of {self.printer_id}"
