"""What waits for somebody's decision, and what of theirs waits for somebody else's."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.db.models.functions import Now

from support.requests.listing import shown
from support.requests.models import Request, RequestState


def to_decide(person: User) -> QuerySet[Request]:
    """Requests of others that they may decide on, oldest first."""
    return _open().exclude(asked_by=person)


def asked_for(person: User) -> QuerySet[Request]:
    """Their own that nobody has decided on, oldest first."""
    return _open().filter(asked_by=person)


def _open() -> QuerySet[Request]:
    return shown().filter(state=RequestState.OPEN, expires_at__gt=Now()).order_by("asked_at", "pk")
