"""Escalations as SQL keeps them."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models

from dashboard.models import ApiToken

LONGEST_ID = 600


class EscalationState(models.TextChoices):
    """How far an escalation is."""

    OPEN = "open"
    AWAITING_EVIDENCE = "awaiting_evidence"
    SENT = "sent_to_printer"
    ACKNOWLEDGED = "acknowledged"
    APPROVED = "approved"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Severity(models.TextChoices):
    """How bad it is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


CLOSED = (EscalationState.RESOLVED, EscalationState.CLOSED)
_LIVE = ~models.Q(state__in=[state.value for state in CLOSED])


def new_id() -> str:
    """An escalation's id."""
    return uuid.uuid4().hex


class Escalation(models.Model):
    """A problem with a line (or a whole order, where ``line_id`` is empty), or with a printer where ``order_id`` is
    empty. ``subject`` is the SHA-256 of what it is about and why: one is live for each. ``reason`` is a code of
    ``support.reasons``, ``text`` what somebody wrote of it: never sent as it is. ``order_number`` and ``user_id`` are
    the order's as it was opened. ``moved_at`` is when it came to its state, ``due_at`` when it has to leave it.
    ``rung`` is how many of the ladder's rungs were told since then, ``rung_at`` when the next one is. ``changes``
    counts whatever changed. ``event`` is the audit's row of its opening.
    """

    id = models.CharField(primary_key=True, max_length=80, default=new_id)
    subject = models.CharField(max_length=64)
    order_id = models.CharField(max_length=LONGEST_ID, blank=True)
    order_number = models.CharField(max_length=LONGEST_ID, blank=True)
    user_id = models.CharField(max_length=LONGEST_ID, blank=True)
    line_id = models.CharField(max_length=LONGEST_ID, blank=True)
    print_job_id = models.CharField(max_length=LONGEST_ID, blank=True)
    parcel_id = models.CharField(max_length=LONGEST_ID, blank=True)
    printer_id = models.CharField(max_length=LONGEST_ID, blank=True)
    incident = models.ForeignKey("support.Incident", models.SET_NULL, null=True, blank=True, related_name="escalations")
    reason = models.CharField(max_length=60)
    party = models.CharField(max_length=20)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.NORMAL)
    state = models.CharField(max_length=20, choices=EscalationState.choices, default=EscalationState.OPEN)
    text = models.TextField(blank=True)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=100)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    token = models.ForeignKey(ApiToken, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=100)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    rung = models.PositiveSmallIntegerField(default=0)
    rung_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=["order_id", "opened_at"], name="escalation_order", condition=~models.Q(order_id="")),
            models.Index(fields=["printer_id", "opened_at"], name="escalation_printer", condition=_LIVE),
            models.Index(fields=["due_at"], name="escalation_due", condition=_LIVE),
            models.Index(fields=["-opened_at"], name="escalation_when"),
            models.Index(fields=["user_id", "opened_at"], name="escalation_customer", condition=~models.Q(user_id="")),
            models.Index(fields=["rung_at"], name="escalation_rung", condition=models.Q(rung_at__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(fields=["actor", "key"], name="escalation_key"),
            models.UniqueConstraint(fields=["subject"], condition=_LIVE, name="escalation_one_live"),
        )

    def __str__(self) -> str:
        return f"escalation {self.id} ({self.state})"


class Step(models.Model):
    """One change of an escalation, with the words that went with it; ``was`` and ``now`` are its states, the same where
    something else was changed. ``event`` is the audit's row, which says what was done, and by whom.
    """

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    was = models.CharField(max_length=20, blank=True)
    now = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["escalation", "at"], name="escalation_steps"),)

    def __str__(self) -> str:
        return f"step {self.pk} to {self.now}"
