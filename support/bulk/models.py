"""Bulk jobs and their rows as SQL keeps them."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models

from dashboard.models import ApiToken

LONGEST_ID = 600


class Action(models.TextChoices):
    """What is done to each row."""

    RENDER = "render"
    REPRINT = "reprint"
    REROUTE = "reroute"
    ESCALATE = "escalate"
    NOTE = "note"


class JobState(models.TextChoices):
    """How far a job is. ``PLANNED`` is a dry run that somebody may start."""

    PLANNING = "planning"
    PLANNED = "planned"
    AWAITING_APPROVAL = "awaiting_approval"
    CANARY = "canary"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"


class RowState(models.TextChoices):
    """How far a row is by itself; one that is ``ASKED`` has a command, whose state says the rest."""

    SELECTED = "selected"
    READY = "ready"
    LEFT_OUT = "left_out"
    ASKED = "asked"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    DONE = "done"


MOVING = (JobState.PLANNING, JobState.CANARY, JobState.RUNNING)
FINAL = (JobState.DONE, JobState.CANCELLED, JobState.DECLINED, JobState.EXPIRED)


def new_id() -> str:
    """A job's id."""
    return uuid.uuid4().hex


class BulkJob(models.Model):
    """One action on many rows, frozen when they were selected.

    ``source`` says how: ``{"queue", "filters"}``, ``{"printer"}``, ``{"incident"}`` or ``{"lines": count}``. ``cause``
    is a reason's code, ``text`` the words of a note or of an escalation. ``printer_id`` is where to print elsewhere,
    "" for the best one for each row. ``cost`` maps currencies to minor units, ``digest`` is the SHA-256 of all that
    the rows would say: what is approved and what is run. ``trouble`` says why it is paused. ``event``, ``decision``
    are the audit's rows, which hold the words of the reasons. ``canary_since`` is since when the rows that are asked
    for are watched before the rest goes, None where they were well. ``moved_at`` is when it last went on.
    """

    id = models.CharField(primary_key=True, max_length=80, default=new_id)
    action = models.CharField(max_length=20, choices=Action.choices)
    state = models.CharField(max_length=20, choices=JobState.choices, default=JobState.PLANNING)
    cause = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    severity = models.CharField(max_length=10, blank=True)
    printer_id = models.CharField(max_length=LONGEST_ID, blank=True)
    source = models.JSONField(default=dict)
    cost = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    canary = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=500, blank=True)
    changes = models.PositiveIntegerField(default=1)

    actor = models.CharField(max_length=100)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    token = models.ForeignKey(ApiToken, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=100)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")
    start_wanted = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    decision = models.OneToOneField("support.AuditEvent", models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    canary_since = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["-asked_at"], name="bulk_when"),
            models.Index(
                fields=["asked_at"], name="bulk_moving", condition=models.Q(state__in=[s.value for s in MOVING])
            ),
            models.Index(fields=["expires_at"], name="bulk_waiting", condition=models.Q(state="awaiting_approval")),
            models.Index(
                fields=["actor", "started_at"], name="bulk_spent", condition=models.Q(started_at__isnull=False)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["actor", "key"], name="bulk_key"),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(person__isnull=True)
                | ~models.Q(approved_by=models.F("person")),
                name="bulk_four_eyes",
            ),
        )

    def __str__(self) -> str:
        return f"bulk {self.action} {self.id} ({self.state})"


class BulkRow(models.Model):
    """One line (or whole order, where ``line_id`` is empty) of a job, in its frozen order.

    ``printer_id`` is the printer that the work goes to, and by which it is paced. ``why`` says why it was left out or
    refused. ``made`` is the id of the note or escalation that it became.
    """

    job = models.ForeignKey(BulkJob, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    order_id = models.CharField(max_length=LONGEST_ID)
    order_number = models.CharField(max_length=60, blank=True)
    line_id = models.CharField(max_length=LONGEST_ID, blank=True)
    print_job_id = models.CharField(max_length=LONGEST_ID, blank=True)
    printer_id = models.CharField(max_length=LONGEST_ID, blank=True)
    cost = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=20, choices=RowState.choices, default=RowState.SELECTED)
    code = models.CharField(max_length=30, blank=True)
    why = models.CharField(max_length=500, blank=True)
    tries = models.PositiveIntegerField(default=0)
    command = models.OneToOneField("support.Command", models.PROTECT, null=True, blank=True, related_name="bulk_row")
    made = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["job", "state", "number"], name="bulk_row_next"),)
        constraints = (
            models.UniqueConstraint(fields=["job", "number"], name="bulk_row_number"),
            models.UniqueConstraint(fields=["job", "order_id", "line_id"], name="bulk_row_once"),
            models.CheckConstraint(
                condition=models.Q(command__isnull=True) | models.Q(state="asked"), name="bulk_row_asked"
            ),
        )

    def __str__(self) -> str:
        return f"row {self.number} of bulk {self.job_id}"
