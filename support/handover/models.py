"""Handovers as SQL keeps them."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models


def new_id() -> str:
    """A handover's id."""
    return uuid.uuid4().hex


class Handover(models.Model):
    """What was handed over: the ``figures`` of a ``support.handover.report.Report``, and the same as ``text``, both as
    they were at that moment. Nothing in them is personal: colleagues stand by their ids, and the words of whoever
    handed over, as those of all reasons, are the audit's, by ``event``, where they can be erased.

    ``key`` is chosen by the form: sent twice, it is one handover. ``told`` colleagues were told of it.
    """

    id = models.CharField(primary_key=True, max_length=80, default=new_id)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=100)
    figures = models.JSONField()
    text = models.TextField()
    told = models.PositiveIntegerField(default=0)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["-made_at"], name="handover_when"),)
        constraints = (models.UniqueConstraint(fields=["by", "key"], name="handover_key"),)

    def __str__(self) -> str:
        return f"handover {self.pk}"
