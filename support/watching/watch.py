"""Watching an order, and no longer."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from orders.read import load_story
from support.commands.refusals import NotThere, Refused
from support.watching.models import Watch
from support.watching.state import standing_of

MOST: Final = 200
"""Orders that one person may watch at once: each is looked at every few seconds."""


class TooMany(Refused):
    """They watch as many as anybody can follow."""

    def __init__(self) -> None:
        super().__init__(f"You watch {MOST} orders already. Stop watching one of them first.")


def watch(person: User, order_id: str) -> None:
    """Tell somebody from now on when an order stands differently. Raises NotThere, TooMany."""
    story = load_story(order_id)
    if story is None:
        raise NotThere("There is no order with this id.")
    if Watch.objects.filter(person=person).exclude(order_id=order_id).count() >= MOST:
        raise TooMany
    now = timezone.now()
    stands = standing_of(story, now)
    about = {"since": now, "version": stands.version, "state": stands.key, "until": stands.until}
    Watch.objects.get_or_create(person=person, order_id=order_id, defaults=about)


def unwatch(person: User, order_id: str) -> None:
    """Tell them no more."""
    Watch.objects.filter(person=person, order_id=order_id).delete()


def watches(person: User | AnonymousUser, order_id: str) -> bool:
    """Whether somebody watches an order."""
    return Watch.objects.filter(person=person.pk, order_id=order_id).exists()


def watched_by(person: User) -> list[Watch]:
    """All that somebody watches, the latest first."""
    return list(Watch.objects.filter(person=person).order_by("-since", "pk"))
