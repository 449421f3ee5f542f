"""The order of the commands' tests with its parcel, and people who take problems up."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from dashboard.roles import Role
from support.commands.asker import Asker
from support.escalations.escalate import Problem, escalate
from support.escalations.models import Escalation
from tests.commands.conftest import ORDER, Desk, Staff, desk, staff
from tests.streams import backend

__all__ = ["desk", "staff"]


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
