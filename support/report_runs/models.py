"""Reports that run by themselves, as SQL keeps them."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models


class RunState(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


def new_id() -> str:
    """A run's id."""
    return uuid.uuid4().hex


class ReportSchedule(models.Model):
    """A report that is mailed: ``query`` is its address's, without its days, which ``covers`` says; ``every`` is "day",
    "week" or "month", at ``hour`` o'clock of ``timezone``. ``recipients`` are colleagues.
    """

    name = models.CharField(max_length=100)
    query = models.CharField(max_length=2000)
    covers = models.CharField(max_length=20)
    every = models.CharField(max_length=10)
    hour = models.PositiveSmallIntegerField()
    timezone = models.CharField(max_length=60)
    recipients = models.ManyToManyField(User, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    next_at = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["next_at"], name="report_schedule_next", condition=models.Q(ended_at=None)),)

    def __str__(self) -> str:
        return f"report {self.name} every {self.every}"


class ReportRun(models.Model):
    """One report that takes long, or one mailing: ``schedule`` and ``slot`` name it once. ``done`` of ``parts`` is how
    far it is. ``file`` is where its CSV lies in S3, ``answer`` the figures as JSON, ``trouble`` why it failed.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    kind = models.CharField(max_length=12)
    query = models.CharField(max_length=4000)
    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, null=True, blank=True, related_name="runs")
    slot = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    parts = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    answer = models.JSONField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(
                fields=["asked_at"], name="report_run_open", condition=models.Q(state__in=["waiting", "running"])
            ),
            models.Index(fields=["person", "-asked_at"], name="report_run_person"),
        )
        constraints = (models.UniqueConstraint(fields=["schedule", "slot"], name="report_run_once"),)

    def __str__(self) -> str:
        return f"report run {self.id} ({self.state})"
