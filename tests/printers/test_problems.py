"""What is taken up with printers, as their cards count it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.escalations.models import Escalation, EscalationState
from support.printers.problems import problems

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
TAKEN_UP = EventType("test.taken_up", "took {target} up")


@transaction.atomic
def an_escalation(printer: str = "koeln", days_ago: int = 0, **more: Any) -> None:
    """One that is live, of a printer that is liable."""
    event = record(Actor("staff:1", "ops"), TAKEN_UP, Target("printer", printer))
    about = {"reason": "damaged", "party": "printer", "state": EscalationState.SENT, "actor": "staff:1", "event": event}
    opened = datetime.now(UTC) - timedelta(days=days_ago)
    Escalation.objects.create(
        printer_id=printer,
        subject=uuid.uuid4().hex,
        key=uuid.uuid4().hex,
        opened_at=opened,
        moved_at=opened,
        **(about | more),
    )


def test_live_ones_and_claims_among_them() -> None:
    an_escalation()
    an_escalation(party="carrier")
    an_escalation(state=EscalationState.CLOSED)
    an_escalation(state=EscalationState.RESOLVED)
    found = problems(TODAY)["koeln"]
    assert (found.live, found.claims) == (2, 1)


def test_opened_ones_count_on_their_day_even_when_closed() -> None:
    an_escalation(days_ago=3)
    an_escalation(days_ago=3, state=EscalationState.CLOSED, party="carrier")
    an_escalation(days_ago=40)
    found = problems(TODAY)["koeln"]
    day = TODAY - timedelta(days=3)
    assert (found.opened, found.claimed[day], found.live) == ({day: 2}, 1, 2)


def test_of_one_printer_alone_and_of_none(django_assert_num_queries: Any) -> None:
    an_escalation()
    an_escalation("lille")
    an_escalation("")
    with django_assert_num_queries(2):
        assert set(problems(TODAY)) == {"koeln", "lille"}
    assert set(problems(TODAY, "lille")) == {"lille"}
