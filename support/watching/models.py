"""Watched orders as SQL keeps them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

LONGEST_ID = 600


class Watch(models.Model):
    """Somebody wants to be told when an order changes state. ``version`` and ``state`` are as they last knew it;
    ``state`` is its situation's key, with " late" where it is late. ``until`` is when it may read differently though
    nothing has changed, None where time alone changes nothing.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    order_id = models.CharField(max_length=LONGEST_ID)
    since = models.DateTimeField()
    version = models.BigIntegerField(default=0)
    state = models.CharField(max_length=100, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["order_id"], name="watch_order"),)
        constraints = (models.UniqueConstraint(fields=["person", "order_id"], name="watch_once"),)

    def __str__(self) -> str:
        return f"watch {self.pk}"
