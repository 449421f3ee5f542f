"""Requests as lists: an order's, the open ones, one's own, those that were decided."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.db.models.functions import Now

from support.requests.models import Request, RequestState

MOST: int = 200


def requests_of(order_id: str) -> list[Request]:
    """Every request of an order, oldest first."""
    return list(shown().filter(order_id=order_id).order_by("asked_at", "pk"))


def open_requests() -> list[Request]:
    """What waits for somebody to decide, oldest first; ``MOST`` and one more at most."""
    return list(_waiting(shown()).order_by("asked_at")[: MOST + 1])


def waiting_for(person: User) -> int:
    """How many somebody could decide on now."""
    return _waiting(Request.objects.exclude(asked_by=person)).count()


def own_requests(person_id: int | None) -> QuerySet[Request]:
    """What somebody asked for, newest first."""
    return shown().filter(asked_by=person_id).order_by("-asked_at", "pk")


def closed_requests() -> QuerySet[Request]:
    """What is decided, withdrawn or expired, newest first."""
    return shown().exclude(state=RequestState.OPEN).order_by("-decided_at", "pk")


def find_request(request_id: str) -> Request | None:
    """One request."""
    return shown().filter(pk=request_id).first() if "\0" not in request_id else None


def shown() -> QuerySet[Request]:
    """Requests with who asked and who decided, and their words."""
    return Request.objects.select_related("asked_by", "decided_by", "event__reason", "decision__reason")


def _waiting(requests: QuerySet[Request]) -> QuerySet[Request]:
    return requests.filter(state=RequestState.OPEN, expires_at__gt=Now())
