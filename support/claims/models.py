"""Claims as SQL keeps them."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class ClaimState(models.TextChoices):
    """How far a claim is. *Draft*: not sent yet, its clock runs. *Expired*: its window closed before it was sent."""

    DRAFT = "draft"
    SENT = "sent"
    APPROVED = "approved"
    REJECTED = "rejected"
    CREDITED = "credited"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


OPEN_CLAIMS = (ClaimState.DRAFT, ClaimState.SENT, ClaimState.APPROVED)


def new_id() -> str:
    """A claim's id."""
    return uuid.uuid4().hex


class Claim(models.Model):
    """What we ask somebody to pay for: one live claim an escalation. ``amount`` and ``granted`` are in minor units of
    ``currency``. ``party`` is a ``support.reasons.Party``, ``against`` the printer's or carrier's id. ``opens_at`` and
    ``closes_at`` are its window, None where there is none; ``clock`` says in data what they were counted from.
    ``basis`` says what the amount is: "job_cost", "price", "own". ``credit_note`` is their reference for what they
    paid.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    escalation = models.ForeignKey("support.Escalation", models.PROTECT, related_name="claims")
    order_id = models.CharField(max_length=LONGEST_ID, blank=True)
    printer_id = models.CharField(max_length=LONGEST_ID, blank=True)
    party = models.CharField(max_length=20)
    against = models.CharField(max_length=LONGEST_ID)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    basis = models.CharField(max_length=20)
    granted = models.BigIntegerField(null=True, blank=True)
    credit_note = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    clock = models.JSONField(default=dict)
    key = models.CharField(max_length=100)
    actor = models.CharField(max_length=100)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        indexes = (
            models.Index(
                fields=["closes_at"], name="claim_due", condition=models.Q(state__in=["draft", "sent", "approved"])
            ),
            models.Index(fields=["printer_id", "made_at"], name="claim_printer"),
            models.Index(fields=["order_id", "made_at"], name="claim_order", condition=~models.Q(order_id="")),
        )
        constraints = (
            models.UniqueConstraint(fields=["actor", "key"], name="claim_key"),
            models.UniqueConstraint(
                fields=["escalation"],
                condition=models.Q(state__in=["draft", "sent", "approved"]),
                name="claim_one_live",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="claim_amount"),
        )

    def __str__(self) -> str:
        return f"claim {self.id} ({self.state})"


class ClaimStep(models.Model):
    """One change of a claim, with the words that went with it."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    was = models.CharField(max_length=10, blank=True)
    now = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["claim", "at"], name="claim_steps"),)

    def __str__(self) -> str:
        return f"step {self.pk} to {self.now}"
