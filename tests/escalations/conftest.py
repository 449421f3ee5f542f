"""The order of the commands' tests with its parcel, and people who take problems up."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from dashboard.roles import Role
from support.commands.asker import Asker
from support.escalations.escalate import Problem, escalate
from support.escalations.models import Escalation
from tests.commands.conftest import ORDER, Desk, Staff, desk, staff
from tests.streams import backend

__all__ = ["desk", "staff"]

SignIn = Callable[..., Client]
HTMX = {"HX-Request": "true"}


def a_problem(**more: Any) -> Problem:
    """That line 2 was damaged."""
    about: dict[str, Any] = {
        "line_id": "2",
        "reason": "damaged",
        "text": "The spine is broken.",
        "key": uuid.uuid4().hex,
    }
    return Problem(**({"order_id": ORDER} | about | more))


def ship(desk: Desk, shipment_id: str = "s-2", **more: Any) -> None:
    """The print job of line 2 is with its carrier."""
    desk.put("shipments", backend.parcel(shipment_id, ORDER, print_job_ids=["j-2"]) | more)


@pytest.fixture
def agent(desk: Desk, staff: Staff) -> Asker:
    """Who takes problems up."""
    return staff(Role.AGENT)


@pytest.fixture
def senior(desk: Desk, staff: Staff) -> Asker:
    """Who may do more with them."""
    return staff(Role.SENIOR)


@pytest.fixture
def opened(desk: Desk, agent: Asker) -> Escalation:
    """What the agent took up: line 2, with the carrier, damaged."""
    ship(desk)
    return escalate(agent, a_problem())


@pytest.fixture
def sign_in(db: None, desk: Desk) -> SignIn:
    """A browser of somebody who was made before, or of somebody new with a role."""

    def make(who: Asker | Role) -> Client:
        if isinstance(who, Asker):
            person = who.person
        else:
            person = User.objects.create_user(f"p-{who}", first_name="Bea")
            person.groups.add(Group.objects.get(name=who))
        assert person is not None
        client = Client()
        client.force_login(person)
        return client

    return make


def body(client: Client, path: str) -> str:
    """A page as it comes."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, opened: Escalation, what: str, **sent: Any) -> Any:
    """Sends a form of the page of one."""
    return client.post(f"/escalations/{opened.pk}/{what}/", {"seen": opened.changes} | sent)
