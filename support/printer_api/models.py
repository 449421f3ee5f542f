"""Our calls to printers' APIs as SQL keeps them."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class CallState(models.TextChoices):
    """How far a call is. The same bytes go with the same idempotency key until an answer settles it."""

    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


ENDED_BADLY = (CallState.REFUSED, CallState.GIVEN_UP)


def new_id() -> str:
    """A call's id, which is its idempotency key too."""
    return uuid.uuid4().hex


class PrinterCall(models.Model):
    """One thing that we tell a printer by its API: ``act`` is "open", "answer" or "close" of an escalation. ``body``
    are the bytes that are sent, and sent again unchanged. ``reference`` is the printer's own for the escalation,
    ``raw_status`` its word. ``trouble`` says in words what went wrong last.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    printer_id = models.CharField(max_length=LONGEST_ID)
    escalation = models.ForeignKey("support.Escalation", models.PROTECT, related_name="printer_calls")
    act = models.CharField(max_length=10)
    key = models.CharField(max_length=200, unique=True)
    adapter = models.CharField(max_length=40)
    body = models.BinaryField()
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.WAITING)
    reference = models.CharField(max_length=200, blank=True)
    raw_status = models.CharField(max_length=200, blank=True)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField()
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=100)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(
                fields=["not_before"], name="printer_call_to_send", condition=models.Q(state__in=["waiting", "sending"])
            ),
            models.Index(fields=["printer_id", "reference"], name="printer_call_reference"),
        )

    def __str__(self) -> str:
        return f"{self.act} of {self.escalation_id} at {self.printer_id} ({self.state})"
