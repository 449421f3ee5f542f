"""The order of the commands' tests with a delivered parcel, and people who claim what was wrong with it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from dashboard.roles import Role
from support.claims.make import Wanted, make_claim
from support.claims.models import Claim
from support.commands.asker import Asker
from support.escalations.escalate import escalate
from support.escalations.models import Escalation
from tests.commands.conftest import Desk, Staff, ago, desk, staff
from tests.escalations.conftest import SignIn, a_problem, ship, sign_in

__all__ = ["SignIn", "desk", "sign_in", "staff"]


def a_claim(escalation: Escalation, **more: Any) -> Wanted:
    """The wish for what the print job cost."""
    return Wanted(**({"escalation_id": escalation.pk, "key": uuid.uuid4().hex} | more))


@pytest.fixture
def agent(desk: Desk, staff: Staff) -> Asker:
    """Who claims."""
    return staff(Role.AGENT)


@pytest.fixture
def senior(desk: Desk, staff: Staff) -> Asker:
    """Who settles claims."""
    return staff(Role.SENIOR)


@pytest.fixture
def opened(desk: Desk, agent: Asker) -> Escalation:
    """What the agent took up: line 2 was printed badly at koeln, and delivered two days ago."""
    koeln = {"printer_id": "koeln", "name": "Köln", "state": "active", "products": ["photobook"], "country": "DE"}
    desk.put("printers", koeln | {"timezone": "Europe/Berlin"})
    ship(desk, state="delivered", delivered_at=ago(days=2), handed_over_at=ago(days=4))
    return escalate(agent, a_problem(reason="misprint"))


@pytest.fixture
def claim(opened: Escalation, agent: Asker) -> Claim:
    """What the agent claims: 12 euros that the print job cost, from koeln."""
    return make_claim(agent, a_claim(opened))
