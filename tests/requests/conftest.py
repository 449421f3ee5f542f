"""The order of the commands' tests, and people who ask and decide."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from dashboard.roles import Role
from orders.contract.model import CommandKind
from support.commands.asker import Asker
from support.commands.wish import Wish
from support.requests.ask import ask_for
from support.requests.models import Request
from tests.commands.conftest import ORDER, Desk, Staff, desk, staff

__all__ = ["desk", "staff"]


def a_wish(**more: Any) -> Wish:
    """The wish for another copy of line 2, with what happened."""
    about: dict[str, Any] = {"kind": CommandKind.REPRINT, "print_job_id": "j-2", "cause": "damaged"}
    about |= {"words": "the spine is broken", "key": uuid.uuid4().hex}
    return Wish(order_id=ORDER, **(about | more))


@pytest.fixture
def agent(desk: Desk, staff: Staff) -> Asker:
    """Who asks."""
    return staff(Role.AGENT)


@pytest.fixture
def asked(agent: Asker) -> Request:
    """What the agent asked for."""
    return ask_for(agent, a_wish())
