"""Incidents in a handover."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Q
from django.urls import reverse

from support.handover.period import Period
from support.handover.report import Line, Section
from support.incidents.affected import suspect_of
from support.incidents.models import Incident
from support.incidents.words import what

MOST: Final = 50


def incidents(period: Period) -> Section:
    """Those that were opened or closed in the period, and those that are open."""
    touched = period.within("opened_at") | period.within("closed_at") | Q(closed_at=None)
    found = Incident.objects.filter(touched).annotate(affects=Count("affected")).order_by("-opened_at", "pk")
    lines = [_line(incident, incident.affects, period) for incident in found[:MOST]]
    return Section(name="incidents", title="Incidents", nothing="None.", lines=lines)


def _line(incident: Incident, affects: int, period: Period) -> Line:
    came = "opened" if period.holds(incident.opened_at) else "open before"
    ended = "closed" if incident.closed_at else "not closed"
    return Line(
        what=what(suspect_of(incident)),
        beside=f"{came}, {ended}, {affects} affected",
        address=reverse("incident", args=[incident.pk]),
    )
