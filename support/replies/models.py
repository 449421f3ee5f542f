"""Changed replies as SQL keeps them: every version, the highest counts."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class ReplyText(models.Model):
    """The words for one situation in one language. An empty ``text`` goes back to the words that come with Printdesk.
    ``event`` is the audit's row of the change.
    """

    situation = models.CharField(max_length=60)
    language = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["situation", "language", "version"], name="reply_version"),)

    def __str__(self) -> str:
        return f"{self.situation} {self.language} {self.version}"
