"""Erasures as SQL keeps them."""

from __future__ import annotations

from django.db import models


class Erasure(models.Model):
    """That a customer was to be forgotten, so that it can be done again after a restored backup. ``finished_at`` is
    None while the backend still holds something of theirs. ``event`` is the audit's row. ``orders`` and ``prints`` are
    the ids of what was theirs, for when the backend's rows name them no more.
    """

    user_id = models.CharField(primary_key=True, max_length=600)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    orders = models.JSONField(default=list)
    prints = models.JSONField(default=list)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"erasure {self.pk}"
