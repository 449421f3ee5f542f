"""Notes and drafts as SQL keeps them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

from dashboard.models import ApiToken

LONGEST_ID = 600
LONGEST_TEXT = 10_000


class Note(models.Model):
    """What a colleague wrote about an order, or about a customer where ``order_id`` is empty. Plain text.

    ``key`` is chosen by whoever writes: the same key is the same note. ``withdrawn_at`` hides it from everybody: the
    undo of its author. The audit tells that it was written and changed, never its words.
    """

    order_id = models.CharField(max_length=LONGEST_ID, blank=True)
    user_id = models.CharField(max_length=LONGEST_ID, blank=True)
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    token = models.ForeignKey(ApiToken, models.SET_NULL, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    text = models.TextField()
    mentions = models.ManyToManyField(User, related_name="+", blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=["order_id", "written_at"], name="note_order", condition=~models.Q(order_id="")),
            models.Index(fields=["user_id", "written_at"], name="note_customer", condition=~models.Q(user_id="")),
        )
        constraints = (models.UniqueConstraint(fields=["actor", "key"], name="note_key"),)

    def __str__(self) -> str:
        return f"note {self.pk}"


class Draft(models.Model):
    """What somebody has typed and not sent. ``place`` names the form: "note:order:o-1"."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    place = models.CharField(max_length=LONGEST_ID + 40)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "place"], name="draft_once"),)

    def __str__(self) -> str:
        return f"draft {self.pk}"
