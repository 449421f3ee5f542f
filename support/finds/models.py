"""Searches that the audit is still to be told of, as SQL keeps them."""

from __future__ import annotations

from django.db import models


class Search(models.Model):
    """One search, or a burst of typing that grows into one, for some seconds. ``digest`` is keyed, so it tells who
    searched for the same twice, and for what only to whom knows both the words and the key. ``found`` counts hits.
    """

    actor = models.CharField(max_length=100)
    role = models.CharField(max_length=100)
    digest = models.CharField(max_length=32)
    kinds = models.CharField(max_length=200)
    found = models.PositiveIntegerField()
    at = models.DateTimeField()
    typing = models.BooleanField()

    class Meta:
        indexes = (models.Index(fields=["actor"], name="search_typing", condition=models.Q(typing=True)),)

    def __str__(self) -> str:
        return f"search {self.pk}"
