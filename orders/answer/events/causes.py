"""What cannot be right about an event: before its cause, or dated after we heard of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from orders.answer.events.rows import Moment

CLOCKS_DIFFER = timedelta(minutes=10)

CAUSES: dict[tuple[str, str], tuple[str, str]] = {
    ("orders", "paid"): ("orders", "placed"),
    ("orders", "delivered"): ("orders", "paid"),
    ("renders", "rendering"): ("renders", "queued"),
    ("renders", "ready"): ("renders", "rendering"),
    ("renders", "failed"): ("renders", "rendering"),
    ("print_jobs", "submitted"): ("orders", "paid"),
    ("print_jobs", "accepted"): ("print_jobs", "submitted"),
    ("print_jobs", "printed"): ("print_jobs", "accepted"),
    ("print_jobs", "dispatched"): ("print_jobs", "accepted"),
    ("shipments", "handed_over"): ("orders", "paid"),
    ("shipments", "first_attempt"): ("shipments", "handed_over"),
    ("shipments", "delivered"): ("shipments", "handed_over"),
}
"""An event and the one that must come before it: of the same row, or of the order."""

SAID = {
    "placed": "the order was placed",
    "paid": "the order was paid",
    "queued": "the render was queued",
    "rendering": "the render began",
    "submitted": "the job was sent",
    "accepted": "the job was accepted",
    "handed_over": "the parcel was handed over",
}


Latest = Mapping[tuple[str, str, str], datetime]
"""When each row last reached each state, by table, state and key; of orders there is one, so its key is ""."""


def latest(told: Iterable[Moment]) -> Latest:
    """Worked out once an order, because each of thousands of events asks."""
    found: dict[tuple[str, str, str], datetime] = {}
    for moment in told:
        place = _place(moment.table, moment.state, moment.key)
        found[place] = max(moment.at, found.get(place, moment.at))
    return found


def anomalies(moment: Moment, reached: Latest, as_of: datetime) -> tuple[str, ...]:
    """In words, everything that contradicts the event's time."""
    found = []
    cause = CAUSES.get((moment.table, moment.state))
    before = reached.get(_place(*cause, moment.key)) if cause else None
    if cause and before and moment.at < before:
        found.append(f"dated before {SAID[cause[1]]}")
    if moment.at > as_of + CLOCKS_DIFFER:
        found.append("dated after we heard of it")
    return tuple(found)


def _place(table: str, state: str, key: str) -> tuple[str, str, str]:
    return (table, state, "" if table == "orders" else key)
