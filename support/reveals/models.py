"""Reveals as SQL keeps them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class RevealOf(models.TextChoices):
    """Whose personal data is shown: of an order with its customer, or of a customer alone."""

    ORDER = "order"
    CUSTOMER = "customer"


class Reveal(models.Model):
    """That somebody may see personal data until ``until``. ``event`` is the audit's row, with the reason and which
    fields were shown; never what they held.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    of = models.CharField(max_length=20, choices=RevealOf.choices)
    subject_id = models.CharField(max_length=LONGEST_ID)
    at = models.DateTimeField()
    until = models.DateTimeField()
    event = models.OneToOneField("support.AuditEvent", models.PROTECT, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["person", "of", "subject_id", "-until"], name="reveal_person"),
            models.Index(fields=["person", "at"], name="reveal_day"),
        )

    def __str__(self) -> str:
        return f"reveal {self.pk}"
