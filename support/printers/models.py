"""Pauses of printers as SQL keeps them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class PrinterPause(models.Model):
    """A printer gets no new work from us, until ``until`` (None: until somebody says so) or ``ended_at``. ``event`` and
    ``end_event`` are the audit's rows, which hold the words of the reasons.
    """

    printer_id = models.CharField(max_length=LONGEST_ID)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    end_event = models.OneToOneField("support.AuditEvent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["printer_id", "-since"], name="pause_printer"),)
        constraints = (
            models.UniqueConstraint(fields=["printer_id"], condition=models.Q(ended_at=None), name="pause_one_open"),
        )

    def __str__(self) -> str:
        return f"pause {self.pk} of {self.printer_id}"
