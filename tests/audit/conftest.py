"""Events of several people about several things, and browsers of people who may look at them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client

from dashboard.roles import Role
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.models import AuditEvent
from tests.web.conftest import SignIn, sign_in

__all__ = ["sign_in"]

RENDERED = EventType("try.rendered", "asked for line {line} of {target}")
SEEN = EventType("try_other.seen", "looked at {target}")
Write = Callable[..., AuditEvent]


@pytest.fixture
def write(db: None) -> Write:
    """Writes an event: ``write(SEEN, "o-1", actor="staff:7", at=…, reason="…", line="2")``."""

    def one(
        what: EventType = SEEN,
        order_id: str = "o-1",
        *,
        actor: str = "staff:7",
        at: datetime | None = None,
        reason: str = "",
        target: Target | None = None,
        **details: Any,
    ) -> AuditEvent:
        about = target or Target("order", order_id, order_id)
        with time_machine.travel(at, tick=False) if at else nullcontext(), transaction.atomic():
            return record(Actor(actor, "agent"), what, about, reason=reason, details=details)

    return one


@pytest.fixture
def auditor(sign_in: SignIn) -> Client:
    """An auditor's browser."""
    return sign_in(Role.AUDITOR)


@pytest.fixture
def ana(db: None) -> User:
    """A colleague."""
    person = User.objects.create_user("ana", first_name="Ana", last_name="Lima")
    person.groups.add(Group.objects.get(name=Role.AGENT))
    return person


def tamper(statement: str) -> None:
    """Change the tables as somebody could who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def numbers(body: str) -> list[int]:
    """The numbers of the events that a page lists."""
    return [int(part.partition('"')[0]) for part in body.split('<tr id="event-')[1:]]
