"""Evidence as SQL keeps it; the pictures are in S3."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models


class EvidenceState(models.TextChoices):
    """How far a file is: a link to upload it was given; it came and waits to be checked; it may be seen; it was
    refused, with ``trouble``; somebody withdrew it.
    """

    EXPECTED = "expected"
    CHECKING = "checking"
    READY = "ready"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


def new_id() -> str:
    """A file's id, which its keys in S3 are made of."""
    return uuid.uuid4().hex


class UploadLink(models.Model):
    """A link by which a customer uploads photos without an account: it shows nothing, is good for one visit that ends
    in a sent form, and until ``expires_at``. ``digest`` is the SHA-256 of its secret part. ``wanted`` are names of
    evidence.
    """

    escalation = models.ForeignKey("support.Escalation", models.CASCADE, related_name="upload_links")
    digest = models.CharField(max_length=64, unique=True)
    wanted = models.JSONField(default=list)
    language = models.CharField(max_length=35, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"upload link {self.pk}"


class Evidence(models.Model):
    """One file of an escalation. ``shows`` is a name of ``[evidence]`` in reasons.toml, "" where nobody has said.
    ``name`` is what its sender called it, made harmless; ``size`` in bytes and ``sha256`` are of what came, ``width``
    and ``height`` in pixels of what is shown. ``key`` tells one upload from another, so that none is counted twice.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    escalation = models.ForeignKey("support.Escalation", models.CASCADE, related_name="evidence")
    link = models.ForeignKey(UploadLink, models.SET_NULL, null=True, blank=True, related_name="evidence")
    key = models.CharField(max_length=100)
    shows = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=EvidenceState.choices, default=EvidenceState.EXPECTED)
    trouble = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    actor = models.CharField(max_length=100)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    expected_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    changes = models.PositiveIntegerField(default=1)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["escalation", "expected_at"], name="evidence_escalation"),
            models.Index(
                fields=["expected_at"], name="evidence_open", condition=models.Q(state__in=["expected", "checking"])
            ),
        )
        constraints = (models.UniqueConstraint(fields=["escalation", "key"], name="evidence_key"),)

    def __str__(self) -> str:
        return f"evidence {self.id} ({self.state})"
