"""Printers' calls as SQL keeps them: stored as they came, before they are answered."""

from __future__ import annotations

from django.db import models

LONGEST_ID = 600


class WebhookState(models.TextChoices):
    """How far a call is. *Unknown*: its raw status is in no mapping, or it names nothing of ours: a person looks."""

    STORED = "stored"
    PROCESSED = "processed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    DISMISSED = "dismissed"


class Webhook(models.Model):
    """One signed call of a printer. ``body`` are its bytes, ``raw_status`` the printer's word, ``meaning`` what the
    mapping of ``mapping_version`` made of it. ``signed_at`` is the printer's clock, ``heard_at`` the database's.
    """

    printer_id = models.CharField(max_length=LONGEST_ID)
    event_id = models.CharField(max_length=200)
    body = models.BinaryField()
    signed_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=WebhookState.choices, default=WebhookState.STORED)
    raw_status = models.CharField(max_length=200, blank=True)
    meaning = models.CharField(max_length=40, blank=True)
    mapping_version = models.CharField(max_length=20, blank=True)
    escalation = models.ForeignKey("support.Escalation", models.PROTECT, null=True, blank=True, related_name="webhooks")
    trouble = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["heard_at"], name="webhook_open", condition=models.Q(state="stored")),
            models.Index(
                fields=["heard_at"], name="webhook_raised", condition=models.Q(state__in=["unknown", "failed"])
            ),
            models.Index(fields=["printer_id", "-heard_at"], name="webhook_printer"),
        )
        constraints = (models.UniqueConstraint(fields=["printer_id", "event_id"], name="webhook_once"),)

    def __str__(self) -> str:
        return f"call {self.event_id} of {self.printer_id} ({self.state})"
