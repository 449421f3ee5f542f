"""How long a changed order takes into a report, and what bringing it in costs by the size of the file it is in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from bench.reports_lake import BEGINS, ENDS
from bench.sides import write_source
from orders.sla.lake.patch import patch_all
from orders.sla.report.answer import answer
from orders.sla.report.definitions import Class
from orders.sla.report.question import Question
from orders.store import live_store
from orders.streams.engine import drain

CHANGED: Final = 200
ROUNDS: Final = 4
DAYS: Final = 20
"""Changes are to orders that were placed within so many days."""


@dataclass(frozen=True, slots=True)
class Lag:
    """Seconds from the first row written to each step's end; ``report`` is when an answer has all that changed."""

    written: float
    applied: float
    patched: float
    report: float


def measure() -> list[Lag]:
    """Orders that are made first, then delivered, then delivered at another time, all at once each time."""
    return [_change(number) for number in range(ROUNDS)]


def patch_seconds(day: date, name: str) -> float:
    """Bring in one more order of a day, by a name that none has: the file that has the day is written anew."""
    write_source([("orders", _order(f"{name}-{day}", day, 0))])
    drain()
    began = time.perf_counter()
    patch_all(live_store())
    return time.perf_counter() - began


def recent_and_old() -> tuple[date, date]:
    """A day with a file of its own, and one in the file of its month."""
    return ENDS - timedelta(days=10), BEGINS + timedelta(days=100)


def _change(number: int) -> Lag:
    before, began = _reported(number), time.perf_counter()
    write_source(_changes(number))
    written = time.perf_counter() - began
    drain()
    applied = time.perf_counter() - began
    patch_all(live_store())
    patched = time.perf_counter() - began
    while _reported(number) - before < CHANGED:
        time.sleep(0.05)
    return Lag(written, applied, patched, time.perf_counter() - began)


def _changes(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in range(CHANGED):
        yield "orders", _order(f"changed-{each}", ENDS - timedelta(days=1 + each % DAYS), number)


def _reported(number: int) -> int:
    """How many units a report of those days has, of which this change makes more."""
    start = ENDS - timedelta(days=DAYS)
    wanted = Question(start=start, end=ENDS, as_of=datetime(2025, 11, 26, tzinfo=UTC))
    total = answer(wanted, live_store().table, {}).total
    return total.units if number == 0 else total.classes[(Class.ON_TIME, Class.LATE)[number % 2 == 0]]


def _order(order_id: str, day: date, number: int) -> dict[str, Any]:
    """First it is open, then it was on time, then late, and so on."""
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    due = at + timedelta(hours=4)
    done = {} if number == 0 else {"delivered_at": _said(due + timedelta(hours=2 if number % 2 == 0 else -2))}
    return {
        "order_id": order_id,
        "order_number": f"PX-{order_id}",
        "user_id": "u1",
        "state": "delivered" if done else "confirmed",
        "currency": "EUR",
        "total": 4990,
        "lines": [{"line_id": "1", "print_id": "p1", "product": "book-1", "quantity": 1, "unit_price": 4990}],
        "ship_to": {"name": "", "postcode": "53111", "country": "DE", "region": "R1"},
        "shipping_method": "standard",
        "placed_at": _said(at),
        "paid_at": _said(at + timedelta(minutes=1)),
        "deliver_by": _said(due),
        "first_deliver_by": _said(due),
        "updated_at": _said(at + timedelta(hours=1 + number)),
    } | done


def _said(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")
