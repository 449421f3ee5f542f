"""What the project itself keeps in SQL: the tokens of programs."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from dashboard.roles import Role


class ApiToken(models.Model):
    """A program's key to the API. The token itself is shown once and never stored: only its SHA-256 is.

    It may do what its ``role`` may, as far as ``scopes`` (values of ``Permission``) allow, until ``expires_at``
    or ``revoked_at``. ``prefix`` is its beginning, to tell tokens apart in lists and logs.
    """

    name = models.CharField(max_length=100, help_text="Whose it is or what it is for.")
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    scopes = ArrayField(models.CharField(max_length=50))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_live(self, now: datetime) -> bool:
        """Whether it opens anything at that time."""
        return self.revoked_at is None and now < self.expires_at
