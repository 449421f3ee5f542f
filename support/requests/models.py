"""Requests as SQL keeps them."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models

from orders.contract.model import CommandKind
from support.commands.models import LONGEST_ID


class RequestState(models.TextChoices):
    """How far a request is; all but ``OPEN`` are final."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def new_id() -> str:
    """A request's id, which is the key of the command it becomes too."""
    return uuid.uuid4().hex


class Request(models.Model):
    """A command that somebody may not give alone. Exactly what was asked for is what is decided on: ``digest`` is the
    SHA-256 of all that the command would say. ``event`` and ``decision`` are the audit's rows, which hold the words of
    both reasons.
    """

    id = models.CharField(primary_key=True, max_length=80, default=new_id)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in CommandKind])
    order_id = models.CharField(max_length=LONGEST_ID)
    line_id = models.CharField(max_length=LONGEST_ID)
    print_job_id = models.CharField(max_length=LONGEST_ID, blank=True)
    printer_id = models.CharField(max_length=LONGEST_ID, blank=True)
    cause = models.CharField(max_length=60)
    cost = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=100)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=RequestState.choices, default=RequestState.OPEN)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.OneToOneField("support.AuditEvent", models.PROTECT, null=True, blank=True, related_name="+")
    command = models.OneToOneField("support.Command", models.PROTECT, null=True, blank=True, related_name="request")

    class Meta:
        indexes = (
            models.Index(fields=["asked_at"], name="request_open", condition=models.Q(state="open")),
            models.Index(fields=["order_id", "asked_at"], name="request_order"),
            models.Index(fields=["-decided_at"], name="request_decided", condition=~models.Q(state="open")),
        )
        constraints = (
            models.UniqueConstraint(fields=["asked_by", "key"], name="request_key"),
            models.UniqueConstraint(
                fields=["order_id", "print_job_id"], condition=models.Q(state="open"), name="request_one_a_job"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "declined"])
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by"))),
                name="request_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(state="approved", command__isnull=False)
                | (~models.Q(state="approved") & models.Q(command__isnull=True)),
                name="request_approved_is_a_command",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="request_closed_at",
            ),
        )

    def __str__(self) -> str:
        return f"request {self.id} ({self.state})"
