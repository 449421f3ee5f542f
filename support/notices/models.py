"""Notices as SQL keeps them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class NoticeKind(models.TextChoices):
    """What a notice is about."""

    MENTION = "mention"
    WATCHED = "watched"
    REQUEST = "request"
    COMMAND = "command"
    BULK = "bulk"
    PRINTER = "printer"
    INCIDENT = "incident"
    ESCALATION = "escalation"
    WORK = "work"
    MAIL = "mail"
    WEBHOOK = "webhook"
    CLAIM = "claim"
    REPORT = "report"


class Notice(models.Model):
    """One thing to tell one person, without personal data. ``address`` is a path of ours that it leads to.

    ``key`` keeps it from being told twice: "mention:17", "watched:o-1:42".
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    key = models.CharField(max_length=LONGEST_ID + 100)
    order_id = models.CharField(max_length=LONGEST_ID, blank=True)
    text = models.CharField(max_length=500)
    address = models.CharField(max_length=3 * LONGEST_ID)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["person", "-at"], name="notice_person"),
            models.Index(fields=["person"], name="notice_unread", condition=models.Q(read_at=None)),
        )
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="notice_once"),)

    def __str__(self) -> str:
        return f"notice {self.pk}"
