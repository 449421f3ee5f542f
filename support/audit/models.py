"""What is known of checks of the audit: each verification, and which ends of the chain are kept elsewhere."""

from __future__ import annotations

from django.db import models


class Verification(models.Model):
    """One reading of the whole chain, asked for by ``actor``: a person, or this program once a day.

    It waits until ``begun_at``, runs while ``looked_at`` moves, and has its result at ``ended_at``: ``checked`` events
    up to the anchor ``number`` and ``hash``, compared with ``anchors`` of the bucket; ``faults`` in all, the first of
    them in words as ``found``. ``whole`` is how many there were to check when it began. ``trouble`` says why it could
    not be done. Times are the database's.
    """

    actor = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    whole = models.BigIntegerField(default=0)
    checked = models.BigIntegerField(default=0)
    anchors = models.BigIntegerField(default=0)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    faults = models.BigIntegerField(default=0)
    found = models.JSONField(default=list, blank=True)
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(ended_at=None), name="audit_one_verification_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"verification {self.pk}"


class KeptAnchor(models.Model):
    """That the chain's end was in the bucket of anchors at that time, as this database remembers it."""

    number = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"anchor {self.number}"
