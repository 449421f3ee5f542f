"""Incidents for programs: the open ones, the closed ones, one with what it affects."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from dashboard.permissions import Permission
from support.api import cursors, documented, links
from support.api.base import Call
from support.api.shapes.incident import IncidentsShape, OneIncidentShape
from support.commands.people import called
from support.incidents.affected import suspect_of
from support.incidents.listing import PAGE, affected_of, closed_incidents, find_incident, open_incidents
from support.incidents.models import Incident
from support.incidents.words import what

OPEN, CLOSED = "open", "closed"
STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=[OPEN, CLOSED], default=OPEN)
INCIDENT_ID = OpenApiParameter("incident_id", OpenApiTypes.INT, OpenApiParameter.PATH, description="Its number.")

TOLD = (
    "signal", "dimension", "subject", "code", "bad", "seen", "expected", "chance", "began_at", "last_at", "opened_at",
    "message", "closed_at", "summary", "previous_id",
)  # fmt: skip
"""What is told of an incident as it is kept."""


class Incidents(Call):
    """Incidents as a list."""

    permission = Permission.VIEW_INCIDENTS

    @extend_schema(
        operation_id="incidents",
        summary="Incidents: open ones with the most orders first, or closed ones by page",
        parameters=[STATE, documented.CURSOR],
        responses=documented.answers(IncidentsShape, 400),
        tags=["Incidents"],
    )
    def get(self, request: Request) -> Response:
        """Open ones at once; closed ones newest first, by page: follow `next` until it is null."""
        state = request.query_params.get("state", OPEN)
        if state not in (OPEN, CLOSED):
            raise ParseError("`state` is open or closed.")
        position = cursors.opened(f"incidents {state}", request.query_params.get("cursor", ""))
        if state == OPEN:
            found = [_told(request, each) for each in open_incidents()]
            return Response(IncidentsShape({"results": found, "next": None}).data)
        page = closed_incidents(position)
        following = _following(request, f"incidents {state}", page.after)
        found = [_told(request, each) for each in page.incidents]
        return Response(IncidentsShape({"results": found, "next": following}).data)


class OneIncident(Call):
    """One incident."""

    permission = Permission.VIEW_INCIDENTS

    @extend_schema(
        operation_id="incident",
        summary="An incident with the lines that it affects, by page",
        parameters=[INCIDENT_ID, documented.CURSOR],
        responses=documented.answers(OneIncidentShape, 400, 404),
        tags=["Incidents"],
    )
    def get(self, request: Request, incident_id: int) -> Response:
        """Follow `next` until it is null: then every line has been told."""
        incident = find_incident(incident_id)
        if incident is None:
            raise Http404("There is no incident of this number.")
        of = f"incident {incident.pk}"
        position = cursors.opened(of, request.query_params.get("cursor", ""))
        found = affected_of(incident, int(position or 0))
        after = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
        more = {"affected": found[:PAGE], "next": _following(request, of, after)}
        return Response(OneIncidentShape(_told(request, incident) | more).data)


def _told(request: Request, incident: Incident) -> dict[str, Any]:
    return {name: getattr(incident, name) for name in TOLD} | {
        "incident_id": incident.pk,
        "state": CLOSED if incident.closed_at else OPEN,
        "title": what(suspect_of(incident)),
        "orders": getattr(incident, "orders", 0),
        "lines": getattr(incident, "lines", 0),
        "opened_by_name": _name(incident.opened_by),
        "owner_name": _name(incident.owner),
        "closed_by_name": _name(incident.closed_by),
        "url": links.page(request, "incident", str(incident.pk)),
    }


def _name(person: User | None) -> str:
    return called(person) if person is not None else ""


def _following(request: Request, of: str, after: str) -> str | None:
    return links.following(request, cursors.sealed(of, after)) if after else None
