"""Remedies as SQL keeps them: what was done about one problem in one step, every part linked."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class Message(models.TextChoices):
    """How the customer hears of it: not from here, by our mail, or by words that were copied and sent elsewhere."""

    NONE = ""
    MAIL = "mail"
    COPIED = "copied"


def new_id() -> str:
    """A remedy's id."""
    return uuid.uuid4().hex


class Remedy(models.Model):
    """One problem made right. ``resolution`` is what the customer gets (``support.remedies.resolutions``); what the
    backend takes no command for is only recommended: ``recommended`` in minor units of ``currency``, None where nothing
    is. ``commands`` are several where more than one line is printed again; ``requests`` are the wishes for reprints of
    whoever may not order one. What was written is in the note and the mail, never here. ``digest`` is the SHA-256 of
    all that was sent with ``key``. ``event`` is the audit's row.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    order_id = models.CharField(max_length=LONGEST_ID)
    line_id = models.CharField(max_length=LONGEST_ID, blank=True)
    print_job_id = models.CharField(max_length=LONGEST_ID, blank=True)
    parcel_id = models.CharField(max_length=LONGEST_ID, blank=True)
    reason = models.CharField(max_length=60)
    resolution = models.CharField(max_length=40)
    recommended = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    commands = models.ManyToManyField("support.Command", related_name="remedies", blank=True)
    requests = models.ManyToManyField("support.Request", related_name="remedies", blank=True)
    escalation = models.ForeignKey("support.Escalation", models.PROTECT, null=True, blank=True, related_name="remedies")
    claim = models.ForeignKey("support.Claim", models.PROTECT, null=True, blank=True, related_name="remedies")
    message = models.CharField(max_length=10, choices=Message.choices, default=Message.NONE, blank=True)
    mail = models.OneToOneField("support.Mail", models.PROTECT, null=True, blank=True, related_name="remedy")
    note = models.OneToOneField("support.Note", models.SET_NULL, null=True, blank=True, related_name="remedy")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    actor = models.CharField(max_length=100)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField()
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "remedies"
        indexes = (models.Index(fields=["order_id", "done_at"], name="remedy_order"),)
        constraints = (models.UniqueConstraint(fields=["actor", "key"], name="remedy_key"),)

    def __str__(self) -> str:
        return f"remedy {self.id}"
