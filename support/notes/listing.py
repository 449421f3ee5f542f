"""Notes as lists: an order's, a customer's."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from support.notes.models import Note

MOST_ON_ORDERS: Final = 10


def notes_of(order_id: str) -> list[Note]:
    """Every note of an order, the withdrawn ones too, for their steps; newest first."""
    return list(_shown().filter(order_id=order_id))


def notes_about(user_id: str) -> list[Note]:
    """The notes about a customer, newest first."""
    return list(_shown().filter(user_id=user_id, order_id="", withdrawn_at=None))


def notes_on_orders(user_id: str) -> list[Note]:
    """The newest notes on a customer's orders; ``MOST_ON_ORDERS`` at most."""
    return list(_shown().filter(user_id=user_id, withdrawn_at=None).exclude(order_id="")[:MOST_ON_ORDERS])


def logins_of(note: Note) -> frozenset[str]:
    """Whom a listed note mentions, in small letters."""
    return frozenset(login.lower() for login in getattr(note, "logins", ()))


def _shown() -> QuerySet[Note]:
    mentions = Note.mentions.through._default_manager.filter(note_id=OuterRef("pk"))
    found = Note.objects.select_related("author", "token", "pinned_by")
    return found.annotate(logins=ArraySubquery(mentions.values("user__username"))).order_by("-written_at", "-pk")
