"""What the project itself keeps in SQL: members of staff beside their accounts, limits, and the tokens of programs."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
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


class Member(models.Model):
    """What is known of somebody beside their account.

    ``subject`` is Cognito's ``sub``, None for a local account. Their groups here are the roles they were given;
    ``cap`` are the roles that Cognito's groups allow, None where nothing caps them: they hold what is in both.
    ``confirmed_at`` is when Cognito's groups were last read.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="member")
    subject = models.CharField(max_length=200, unique=True, null=True, blank=True)
    cap = ArrayField(models.CharField(max_length=20), null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"member {self.user_id}"


class SetLimit(models.Model):
    """A limit of a role as an admin has set it, in place of the setting's. ``currency`` only where it is money."""

    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    name = models.CharField(max_length=40)
    currency = models.CharField(max_length=3, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["role", "name", "currency"], name="limit_once"),)

    def __str__(self) -> str:
        return f"{self.role} {self.name} {self.currency} {self.amount}"
