"""The queues that SQL knows: overdue commands, and delivered orders whose escalation is not closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from orders.projections.apply import Applier
from support.audit.record import Actor, Target, record
from support.commands.models import Command
from support.escalations.models import Escalation
from support.models import AuditEvent
from support.queues.names import COMMANDS, ESCALATED
from support.queues.snapshot import snapshot
from support.queues.tallies import tallies
from support.queues.why import why
from tests.queues.conftest import Desk
from tests.streams import backend
from tests.web.objects import MADE

pytestmark = pytest.mark.django_db
NUMBERS = count(1)


def an_event() -> AuditEvent:
    with transaction.atomic():
        return record(Actor("test", "test"), MADE, Target("order", "o-1"))


def buys(desk: Desk, order_id: str, **more: Any) -> None:
    Applier(desk).apply([backend.record("orders", backend.order(order_id, **more), next(NUMBERS))])


def escalates(order_id: str, **more: Any) -> Escalation:
    about: dict[str, Any] = {
        "subject": f"{order_id} {next(NUMBERS)}",
        "reason": "damaged",
        "party": "carrier",
        "actor": "staff:1",
    }
    about |= {"key": str(next(NUMBERS)), "event": an_event()}
    about |= {"opened_at": timezone.now(), "moved_at": timezone.now()}
    return Escalation.objects.create(order_id=order_id, **(about | more))


def commands(order_id: str, state: str = "overdue", **more: Any) -> Command:
    now = timezone.now()
    about: dict[str, Any] = {
        "kind": "reprint",
        "line_id": "1",
        "cause": "damaged",
        "actor": "staff:1",
        "key": str(next(NUMBERS)),
    }
    about |= {"event": an_event(), "input": b"{}", "requested_at": now - timedelta(hours=1), "overdue_at": now}
    about |= {"print_job_id": str(next(NUMBERS))}
    return Command.objects.create(order_id=order_id, state=state, **(about | more))


def test_an_overdue_command_is_work(desk: Desk) -> None:
    buys(desk, "o-1")
    made = commands("o-1", cost=1200, currency="EUR")
    commands("o-1", "started")
    (row,) = snapshot(COMMANDS).rows
    assert (row.order_id, row.sub, row.number, row.country, row.value) == ("o-1", made.pk, "PX-o-1", "DE", 1200)
    assert why(row).why == "A reprint was asked for, and nothing was seen of it."


def test_a_command_for_an_order_that_is_not_known_is_work_too(desk: Desk) -> None:
    commands("o-404")
    assert snapshot(COMMANDS).rows[0].number == ""


def test_a_delivered_order_with_a_live_escalation_is_work(desk: Desk) -> None:
    buys(desk, "o-1", state="delivered")
    buys(desk, "o-2", state="in_production")
    for order_id in ("o-1", "o-2", "o-404"):
        escalates(order_id, line_id="1")
    escalates("o-1", state="closed")
    (row,) = snapshot(ESCALATED).rows
    assert (row.order_id, row.value, row.product) == ("o-1", 4990, "photobook")
    assert "escalated" in why(row).why


def test_hundreds_cost_a_batch_read_a_hundred(desk: Desk) -> None:
    for number in range(150):
        escalates(f"o-{number}")
    with counted(desk) as asked:
        snapshot(ESCALATED)
    assert asked == {"get_many": 2}


def test_every_queue_can_be_read_and_counted(desk: Desk) -> None:
    assert {queue: tally.count for queue, tally in tallies().items() if tally.count} == {}


@contextmanager
def counted(desk: Desk) -> Iterator[dict[str, int]]:
    desk.asked.clear()
    yield desk.asked
