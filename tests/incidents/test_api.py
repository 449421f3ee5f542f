"""Incidents by program."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from dashboard.roles import Role
from support.incidents.models import Incident
from tests.api.conftest import Program
from tests.commands.test_api import fits
from tests.incidents.conftest import Make

LIST = "/api/v1/incidents"


def test_open_ones_and_closed_ones_by_page(program: Program, make: Make) -> None:
    client = program(Role.AUDITOR)
    make("coast@1")
    for number in range(51):
        make(f"t@{number}", closed_at=timezone.now() - timedelta(minutes=number), summary="Over.")
    opened, closed = client.get(LIST).json(), client.get(LIST, {"state": "closed"}).json()
    assert fits(opened, "/api/v1/incidents", "get", "200")
    assert [each["subject"] for each in opened["results"]] == ["coast@1"]
    assert len(closed["results"]) == 50
    assert [each["subject"] for each in client.get(closed["next"]).json()["results"]] == ["t@50"]


def test_one_with_everything_that_it_affects(program: Program, make: Make) -> None:
    client, incident = program(Role.AGENT), make(orders=60)
    first = client.get(f"{LIST}/{incident.pk}").json()
    assert fits(first, "/api/v1/incidents/{incident_id}", "get", "200")
    assert (first["orders"], first["state"], first["expected"]) == (60, "open", 0.04)
    rest = client.get(first["next"]).json()
    assert len({each["order_id"] for each in first["affected"] + rest["affected"]}) == 60
    assert rest["next"] is None


def test_what_is_not_there(program: Program, incident: Incident) -> None:
    client = program(Role.AGENT)
    assert client.get(f"{LIST}/{10**30}").status_code == 404
    assert client.get(f"{LIST}/{incident.pk}", {"cursor": "x"}).status_code == 400
    assert client.get(LIST, {"state": "lost"}).status_code == 400
