"""What is corrected later moves the figures exactly, with the first look of the lake's task after it was applied."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from orders.sla.lake.patch import patch
from orders.sla.report.answer import answer
from orders.sla.report.definitions import Class
from orders.sla.report.question import asked
from orders.store import live_store
from orders.streams.engine import drain
from tests.streams import backend

AS_OF = "2026-12-31T00:00:00Z"
PROMISE = "2026-11-26T00:00:00Z"
Figures = dict[str, int]


def order(order_id: str, **more: Any) -> dict[str, Any]:
    return backend.order(order_id, first_deliver_by=PROMISE, deliver_by=PROMISE, **more)


def parcel(order_id: str, **more: Any) -> dict[str, Any]:
    return backend.parcel(f"s-{order_id}", order_id, print_job_ids=[f"j-{order_id}"], **more)


def brought() -> Figures:
    """One look at the streams, one at the marks, and the figures that are not nothing."""
    began = time.perf_counter()
    drain()
    assert not patch(live_store()).more
    found = answer(asked(start="2026-11-20", end="2026-11-20", as_of=AS_OF), live_store().table).total.classes
    print(f"in the report after {time.perf_counter() - began:.2f} s")  # noqa: T201  for whoever reads along
    return {each.value: count for each, count in found.items() if count}


@pytest.fixture(autouse=True)
def three(cloud: str) -> None:
    """One order that came in time, one late, one whose parcel is lost."""
    for order_id, told in (
        ("early", {"state": "delivered", "delivered_at": "2026-11-25T10:00:00Z"}),
        ("late", {"state": "delivered", "delivered_at": "2026-11-27T10:00:00Z"}),
        ("lost", {"state": "lost"}),
    ):
        backend.put("orders", order(order_id))
        backend.put(
            "print_jobs", backend.job(f"j-{order_id}", order_id, state="dispatched", dispatched_at=backend.at(90))
        )
        backend.put("shipments", parcel(order_id, **told))
    assert brought() == {"on_time": 1, "late": 2}


def delivered_earlier() -> None:
    backend.put("shipments", parcel("late", state="delivered", delivered_at="2026-11-25T23:59:59Z"))


def delivered_later() -> None:
    backend.put("shipments", parcel("early", state="delivered", delivered_at="2026-11-26T00:00:01Z"))


def cancelled() -> None:
    backend.put("orders", order("late", state="cancelled"))


def found_again() -> None:
    backend.put("shipments", parcel("lost", state="in_transit"))


def found_and_brought() -> None:
    backend.put("shipments", parcel("lost", state="delivered", delivered_at="2026-11-25T12:00:00Z"))


def promised_later() -> None:
    backend.put("orders", order("late") | {"deliver_by": "2026-12-24T00:00:00Z"})


def gone() -> None:
    backend.delete("orders", "lost")


@pytest.mark.parametrize(
    ("correct", "expected"),
    [
        (delivered_earlier, {Class.ON_TIME: 2, Class.LATE: 1}),
        (delivered_later, {Class.LATE: 3}),
        (cancelled, {Class.ON_TIME: 1, Class.LATE: 1, Class.CANCELLED: 1}),
        (found_again, {Class.ON_TIME: 1, Class.LATE: 1, Class.NO_SCAN: 1}),
        (found_and_brought, {Class.ON_TIME: 2, Class.LATE: 1}),
        (promised_later, {Class.ON_TIME: 1, Class.LATE: 2}),
        (gone, {Class.ON_TIME: 1, Class.LATE: 1}),
    ],
)
def test_a_correction(correct: Callable[[], None], expected: dict[Class, int]) -> None:
    correct()
    assert brought() == {each.value: count for each, count in expected.items()}
