"""Incidents as lists: the open ones worst first, the closed ones by page, those of an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from support.incidents.models import Affected, Incident, IncidentNote

PAGE: Final = 50
LONGEST_POSITION: Final = 60
MOST_OPEN: Final = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Incidents, and the position after which the next page begins, "" at the end."""

    incidents: Sequence[Incident]
    after: str


def open_incidents() -> list[Incident]:
    """The open ones, those with the most ``orders`` first; one query."""
    return list(_shown().filter(closed_at=None).order_by("-orders", "-opened_at", "-pk")[:MOST_OPEN])


def closed_incidents(after: str = "") -> Page:
    """The closed ones, newest first. Raises ValueError where no page ended at ``after``."""
    found = _shown().exclude(closed_at=None)
    if after:
        at, pk = _place(after)
        found = found.filter(Q(closed_at__lt=at) | Q(closed_at=at, pk__lt=pk))
    incidents = list(found.order_by("-closed_at", "-pk")[: PAGE + 1])
    return Page(incidents[:PAGE], _position(incidents[PAGE - 1]) if len(incidents) > PAGE else "")


def find_incident(incident_id: int) -> Incident | None:
    """One, with its people and how many ``orders`` and ``lines`` it affects."""
    found: Incident | None = _shown().filter(pk=incident_id).first()
    return found


def incidents_of(order_id: str) -> list[Incident]:
    """Every incident that an order belongs to, newest first, the closed ones too; one query."""
    mine = Affected.objects.filter(order_id=order_id).values("incident_id")
    return list(Incident.objects.filter(pk__in=mine).order_by("-opened_at", "-pk"))


def affected_of(incident: Incident, after: int = 0, size: int = PAGE) -> list[Affected]:
    """What it affects, in the order in which it was found; one more than ``size`` where there is more."""
    return list(incident.affected.filter(pk__gt=after).order_by("pk")[: size + 1])


def notes_of(incident: Incident) -> list[IncidentNote]:
    """What people wrote about it, oldest first."""
    return list(incident.notes.select_related("author").order_by("written_at", "pk"))


def times_of(incident: Incident) -> list[datetime]:
    """When each of its lines went wrong, in order."""
    return list(incident.affected.order_by("at").values_list("at", flat=True))


def _shown() -> QuerySet[Any]:
    people = Incident.objects.select_related("owner", "opened_by", "closed_by", "previous")
    return people.annotate(orders=Count("affected__order_id", distinct=True), lines=Count("affected"))


def _position(incident: Incident) -> str:
    return f"{incident.closed_at.isoformat()}~{incident.pk}" if incident.closed_at else ""


def _place(after: str) -> tuple[datetime, int]:
    moment, _, pk = after.partition("~")
    known = pk.isascii() and pk.isdigit() and len(after) <= LONGEST_POSITION
    at = datetime.fromisoformat(moment) if known else None
    if at is None or at.tzinfo is None:
        raise ValueError("this position is none of ours")
    return at, int(pk)
