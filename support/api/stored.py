"""The unsafe calls that programs made, kept so that the same call again gets the same answer."""

from __future__ import annotations

from django.db import models

from dashboard.models import ApiToken

LONGEST_KEY = 100


class StoredCall(models.Model):
    """``digest`` is of the method, path and body; ``status`` is None while the call runs, since ``begun_at``."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST_KEY)
    digest = models.CharField(max_length=64)
    begun_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    content_type = models.CharField(max_length=60, blank=True)
    body = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["token", "key"], name="stored_call_key"),)

    def __str__(self) -> str:
        return f"{self.key} ({self.status or 'running'})"
