"""Incidents as SQL keeps them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class Signal(models.TextChoices):
    """What there is too much of."""

    RENDER_FAILURES = "render_failures"
    REJECTS = "rejects"
    PRINT_ERRORS = "print_errors"
    CLAIMS = "claims"


class Dimension(models.TextChoices):
    """What those have in common."""

    PRINTER_PRODUCT = "printer_product"
    TEMPLATE = "template"
    RENDERER = "renderer"
    FAILURE_CODE = "failure_code"


class Incident(models.Model):
    """Too much of one signal among what shares ``subject`` ("print-west/book-a4", "t-summer@4"), found by the rule, or
    opened by hand by ``opened_by``. ``code`` is the failure that they have in common, "" where it is any. ``bad`` of
    ``seen`` orders were so in the window when it was found, ``expected`` were to be expected, and so many by mere
    ``chance`` of a quiet company. ``began_at`` is when the first of them began, ``last_at`` when the newest went wrong.
    ``message`` is shown to agents on every affected order. ``previous`` is the closed one that it brings back.
    ``event``, ``end_event`` are the audit's rows; ``changes`` moves with what somebody reads of it on an order's page.
    """

    signal = models.CharField(max_length=20, choices=Signal.choices)
    dimension = models.CharField(max_length=20, choices=Dimension.choices)
    subject = models.CharField(max_length=LONGEST_ID)
    began_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    bad = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    expected = models.FloatField(default=0)
    code = models.CharField(max_length=60, blank=True)
    chance = models.FloatField(default=0)
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="later")
    changes = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    message = models.CharField(max_length=500, blank=True)
    summary = models.TextField(blank=True)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    end_event = models.OneToOneField("support.AuditEvent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["-opened_at"], name="incident_when"),
            models.Index(fields=["-closed_at", "-id"], name="incident_closed", condition=~models.Q(closed_at=None)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["signal", "dimension", "subject"], condition=models.Q(closed_at=None), name="incident_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"incident {self.pk} of {self.subject}"


class Affected(models.Model):
    """A line of an order that belongs to an incident. ``row_id`` is the render or print job that went wrong."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="affected")
    order_id = models.CharField(max_length=LONGEST_ID)
    line_id = models.CharField(max_length=LONGEST_ID, blank=True)
    row_id = models.CharField(max_length=LONGEST_ID, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["order_id"], name="affected_order"),)
        constraints = (models.UniqueConstraint(fields=["incident", "order_id", "line_id"], name="affected_once"),)

    def __str__(self) -> str:
        return f"affected {self.pk}"


class IncidentNote(models.Model):
    """What somebody wrote about an incident. Plain text."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["incident", "written_at"], name="incident_notes"),)

    def __str__(self) -> str:
        return f"note {self.pk} on an incident"
