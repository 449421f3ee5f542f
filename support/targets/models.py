"""Targets as SQL keeps them: versions are added, and none is changed."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class Target(models.Model):
    """How much of something is to come as promised, from a day on until the next of the same: ``per_cent`` of what goes
    to ``country`` ("" any) of ``product`` ("" any); None takes it back. The narrowest counts, a lane before a product.
    """

    country = models.CharField(max_length=2, blank=True)
    product = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    per_cent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["country", "product", "starts_on"], name="target_of"),)

    def __str__(self) -> str:
        return f"{self.per_cent} % of {self.country or 'all'} {self.product or 'all'} from {self.starts_on}"
