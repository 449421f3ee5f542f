"""Mails as SQL keeps them: what is to be sent, what was, and what became of it."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class MailState(models.TextChoices):
    """How far a mail is. *Maybe sent*: SES was asked and its answer was lost; it is never sent again by itself."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    MAYBE_SENT = "maybe_sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Recipient(models.TextChoices):
    """Whom a mail is to. A customer's address is looked up as it is sent, and not kept."""

    PRINTER = "printer"
    CUSTOMER = "customer"
    STAFF = "staff"


def new_id() -> str:
    """A mail's id, which goes with it as a tag, so that what SES tells of it can be told apart."""
    return uuid.uuid4().hex


class Mail(models.Model):
    """One mail. ``recipient_id`` is the printer's, customer's or colleague's id, ``address`` where it goes or went (""
    of a customer). ``key`` keeps it from being made twice. ``attachments`` are dicts that ``support.mail.attach``
    explains. ``provider_id`` is SES's. ``trouble`` says in words why it failed, bounced or may not have been sent.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    key = models.CharField(max_length=200, unique=True)
    recipient = models.CharField(max_length=10, choices=Recipient.choices)
    recipient_id = models.CharField(max_length=LONGEST_ID)
    address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    escalation = models.ForeignKey("support.Escalation", models.PROTECT, null=True, blank=True, related_name="mails")
    order_id = models.CharField(max_length=LONGEST_ID, blank=True)
    state = models.CharField(max_length=12, choices=MailState.choices, default=MailState.WAITING)
    changes = models.PositiveIntegerField(default=1)
    trouble = models.CharField(max_length=500, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=100)
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(
                fields=["not_before"], name="mail_to_send", condition=models.Q(state__in=["waiting", "sending"])
            ),
            models.Index(fields=["order_id", "made_at"], name="mail_order", condition=~models.Q(order_id="")),
            models.Index(fields=["provider_id"], name="mail_provider", condition=~models.Q(provider_id="")),
            models.Index(fields=["recipient", "recipient_id", "made_at"], name="mail_recipient"),
        )

    def __str__(self) -> str:
        return f"mail {self.id} ({self.state})"


class MailEvent(models.Model):
    """What SES told of a mail, once: ``told_id`` is the notification's own id. ``mail`` is None where it named none of
    ours.
    """

    told_id = models.CharField(max_length=200, unique=True)
    mail = models.ForeignKey(Mail, models.CASCADE, null=True, blank=True, related_name="events")
    type = models.CharField(max_length=30)
    at = models.DateTimeField()
    heard_at = models.DateTimeField()
    words = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.type} of {self.mail_id}"
