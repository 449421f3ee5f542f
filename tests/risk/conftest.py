"""Orders that are likely to be late, and some of which it is known by now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from orders.sla.lake.patch import patch_all
from orders.sla.risk.look import learn
from orders.store import live_store
from orders.streams.engine import drain
from support.queues.snapshot import forget_here
from support.tasks import score_risk
from tests.streams import backend


def at(days: float) -> str:
    """So many days from now."""
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def order(order_id: str, promise: float, **more: Any) -> dict[str, Any]:
    """Placed three days ago, promised in ``promise`` days."""
    times = {"placed_at": at(-3), "paid_at": at(-3), "deliver_by": at(promise), "first_deliver_by": at(promise)}
    return backend.order(order_id, **times, **more)


def bring(*orders: dict[str, Any]) -> None:
    """With a print job each, into projection and lake."""
    for each in orders:
        backend.put("orders", each)
        job = backend.job(f"j-{each['order_id']}", each["order_id"], accepted_at=at(-2.9))
        backend.put("print_jobs", job)
    drain()
    patch_all(live_store())
    forget_here()


@pytest.fixture
def two(cloud: str) -> None:
    """One that nobody could bring in an hour, and one that has a month."""
    bring(order("hurried", 0.05), order("easy", 60))
    score_risk()


@pytest.fixture
def learned_of_twenty(cloud: str) -> None:
    """Twenty orders placed over ten days: half of them came in time, half when their promise had passed."""
    for number in range(20):
        placed = -12 + number / 2
        times = {name: at(placed) for name in ("placed_at", "paid_at")}
        promised = {name: at(placed + 1.8) for name in ("first_deliver_by", "deliver_by")}
        there = {"state": "delivered", "delivered_at": at(placed + 1.2 + number % 2)}
        backend.put("orders", backend.order(f"o{number}", **times, **promised, **there))
    drain()
    patch_all(live_store())
    learn(live_store().table, timezone.now())
