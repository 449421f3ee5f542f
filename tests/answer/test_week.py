"""The real week: what is said of its 3,008 orders agrees with a recount of the log that shares none of our code."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orders.answer import answer, standing, timeline
from orders.deadlines import deadlines
from orders.snapshot import OrderSnapshot
from orders.story import OrderStory
from tests.answer.fold import fold

LOG = Path(__file__).parents[3] / "shared/data/orders-2017-W47.changelog.jsonl.gz"
LATER = datetime(2018, 6, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not LOG.exists(), reason="the real week is not on this machine")


@pytest.fixture(scope="module")
def rows() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """The rows of each order, as the log has them."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for change in _changes():
        if "order_id" in change["item"]:
            found.setdefault(change["item"]["order_id"], []).append((change["table"], change["item"]))
    return found


@pytest.fixture(scope="module")
def orders(rows: dict[str, list[tuple[str, dict[str, Any]]]]) -> list[OrderSnapshot]:
    """Every order of the week."""
    return [fold(order_id, written) for order_id, written in rows.items()]


def test_lateness_agrees_with_the_published_count(orders: list[OrderSnapshot]) -> None:
    said = [answer(order, now=LATER) for order in orders]
    delivered = [each for each in said if each.situation.startswith("delivered")]
    assert Counter(each.late for each in delivered) == {False: 2412, True: 503}


def test_situations_agree_with_the_states_of_the_log(orders: list[OrderSnapshot]) -> None:
    stands = Counter(standing(order).situation for order in orders)
    assert stands == {
        "delivered": 2412,
        "delivered_late": 503,
        "in_transit": 34,
        "on_hold": 26,
        "job_accepted": 23,
        "cancelled_yet_printing": 7,
        "cancelled": 2,
        "awaiting_payment": 1,
    }


def test_delivery_is_said_on_the_day_of_the_log(orders: list[OrderSnapshot], rows: dict[str, Any]) -> None:
    wrong = []
    for order in orders:
        last = [item for table, item in rows[order.order_id] if table == "orders"][-1]
        if "delivered_at" in last:
            day = datetime.fromisoformat(last["delivered_at"])
            if f" {day.day} {day:%b}" not in answer(order, now=LATER).sentence:
                wrong.append(order.order_id)
    assert wrong == []


def test_open_orders_are_in_the_queues(orders: list[OrderSnapshot]) -> None:
    overdue = Counter(due.queue for order in orders for due in deadlines(order) if due.passed(LATER))
    assert overdue["late"] == 34 + 26 + 23
    assert set(overdue) == {"late", "no_movement", "dispatch_late"}
    assert overdue["no_movement"] == 34


def test_timelines_tell_every_time_of_the_log(orders: list[OrderSnapshot], rows: dict[str, Any]) -> None:
    for order in orders:
        story = OrderStory(snapshot=order, version=1, as_of=LATER, customer=None, printers={}, journal=(), raw=())
        told = {event.at for event in timeline(story)}
        assert _moments(rows[order.order_id]) <= told


def _moments(written: list[tuple[str, dict[str, Any]]]) -> set[datetime]:
    last = {(table, item.get("print_job_id") or item.get("shipment_id")): item for table, item in written}
    names = ("placed_at", "paid_at", "submitted_at", "accepted_at", "dispatched_at", "handed_over_at", "delivered_at")
    return {datetime.fromisoformat(item[name]) for item in last.values() for name in names if name in item}


def _changes() -> Iterator[dict[str, Any]]:
    with gzip.open(LOG, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)
