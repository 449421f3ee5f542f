"""Requests that nobody decided on in time."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from support.audit.record import Actor
from support.audit.types import EventType
from support.requests.close import close
from support.requests.models import Request, RequestState

EXPIRED = EventType("request.expired", "ended a request: nobody decided in time on another print of print job {job}")
OURSELVES: Final = Actor("printdesk", "service")
AT_A_TIME: Final = 100
DUE: Final = Q(state=RequestState.OPEN, expires_at__lte=Now())


def expire() -> None:
    """End those whose time is over, and tell who asked."""
    for request_id in Request.objects.filter(DUE).values_list("pk", flat=True)[:AT_A_TIME]:
        expire_one(request_id)


def expire_those_of(order_id: str) -> None:
    """End those of one order whose time is over."""
    for request_id in Request.objects.filter(DUE, order_id=order_id).values_list("pk", flat=True):
        expire_one(request_id)


@transaction.atomic
def expire_one(request_id: str) -> None:
    """End one if its time is over, and nobody decides on it at this moment."""
    found = Request.objects.select_for_update(of=("self",), skip_locked=True).select_related("asked_by")
    request = found.filter(DUE, pk=request_id).first()
    if request is not None:
        close(request, RequestState.EXPIRED, OURSELVES, EXPIRED, reason="")
