"""Orders that are likely to miss their promise: scored by a task each minute, and kept in Redis for all who read.

A row leaves with the next scoring, and before that as soon as its promise has passed: then it is late.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache

from orders.bought import orders_of
from orders.contract.model import Order, OrderState
from orders.queues import QueueRow, Waiting
from orders.sla.facts import EPOCH, MICROSECOND
from orders.sla.report.blame_budgets import BOUNDARIES
from orders.sla.risk.look import AtRisk, at_risk
from orders.store import live_store
from support.queues.names import AT_RISK

MOST: Final = 2_000
"""Each hundred of them cost a batch read, for what they are worth."""

KEY: Final = "queues:at-risk"
KEPT_SECONDS: Final = 3600
"""Where nobody scores, the last scoring is shown for so long. What Redis loses comes back with the next one."""

OVER: Final = frozenset({OrderState.DELIVERED, OrderState.CLOSED, OrderState.CANCELLED})
A_DAY: Final = 86_400_000_000
AN_HOUR: Final = 3_600_000_000
WAITS_FOR: Final = {
    "paid_at": "waiting for its files",
    "files_ready_at": "waiting for the printer to accept it",
    "accepted_at": "waiting for the printer",
    "dispatched_at": "waiting for the carrier",
    "handed_over_at": "with the carrier",
}
"""What an order waits for that has reached this, and nothing after it."""


def score(now: datetime) -> int:
    """See which orders are at risk now, and keep them; how many there are. Raises orders.sla.lake.local.NoLake."""
    store = live_store()
    found = at_risk(store.table, now, settings.AT_RISK_CHANCE, MOST + 1)
    bought = orders_of(store, [each.order.fact["order_id"] for each in found[:MOST]])
    rows = [
        _told(each, order, now)
        for each in found[:MOST]
        if (order := bought.get(each.order.fact["order_id"])) and order.state not in OVER
    ]
    cache.set(KEY, {"rows": rows, "more": len(found) > MOST}, KEPT_SECONDS)
    return len(rows)


def waiting_at_risk(now: datetime) -> Waiting:
    """Those of the last scoring whose promise has not passed, longest in their stage first."""
    told = cache.get(KEY) or {"rows": (), "more": False}
    rows = (_row(each) for each in told["rows"])
    kept = [row for row in rows if row.promise is not None and row.promise > now]
    return Waiting(tuple(sorted(kept, key=lambda row: (row.due_at, row.order_id))), told["more"])


def _told(found: AtRisk, order: Order, now: datetime) -> dict[str, Any]:
    fact = found.order.fact
    waited = (now - EPOCH) // MICROSECOND - found.order.since
    code = BOUNDARIES[found.order.stage]
    due = found.order.promise or 0
    promise = EPOCH + due * MICROSECOND
    return {
        "order_id": fact["order_id"],
        "since": found.order.since,
        "promise": due,
        "number": order.order_number,
        "line_id": order.lines[0].line_id if len(order.lines) == 1 else "",
        "code": code,
        "printer": (fact["printers"] or [""])[0],
        "product": (fact["products"] or [""])[0],
        "country": fact["country"],
        "value": order.total,
        "currency": order.currency,
        "words": (
            f"{found.chance:.0%} likely to miss its promise of {promise.day} {promise:%b}: "
            f"{WAITS_FOR[code]} {_length(waited)}, usually {_length(found.usual)}."
        ).replace("%", " %", 1),
    }


def _row(told: dict[str, Any]) -> QueueRow:
    since = EPOCH + told["since"] * MICROSECOND
    promise = EPOCH + told["promise"] * MICROSECOND
    return QueueRow(**told | {"queue": AT_RISK, "sub": "", "due_at": since, "since": since, "promise": promise})


def _length(microseconds: int) -> str:
    size, name = (A_DAY, "day") if microseconds >= 2 * A_DAY else (AN_HOUR, "hour")
    number = max(round(microseconds / size), 1)
    return f"{number} {name}{'' if number == 1 else 's'}"
