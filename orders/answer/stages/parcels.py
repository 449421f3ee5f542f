"""What the situations of a parcel share: which parcel speaks, and in which words."""

from __future__ import annotations

from datetime import datetime

from orders.answer.facts import LineFacts
from orders.answer.words import in_words, quote
from orders.contract.model import Shipment, ShipmentState
from orders.delivery import parcel_delivered, promise_of


def parcel_in(line: LineFacts, *states: ShipmentState) -> Shipment | None:
    """The line's parcel, if it is not delivered and in one of these states."""
    parcel = line.view.parcel
    return parcel if parcel is not None and not parcel_delivered(parcel) and parcel.state in states else None


def expected(line: LineFacts, parcel: Shipment) -> datetime | None:
    """By when it should be there: the carrier's estimate, otherwise the promise."""
    return parcel.eta or parcel.deliver_by or promise_of(line.order)


def by_when(line: LineFacts, parcel: Shipment) -> str:
    """`` by Fri 27 Nov``, and whether that is what was promised."""
    due, promise, clock = expected(line, parcel), promise_of(line.order), line.clock
    passed = due is not None and clock.now is not None and due < clock.now
    kept = due and promise and not passed and clock.day(due) == clock.day(promise)
    return clock.by(due) + (", as promised" if kept else "")


def carriers_words(parcel: Shipment) -> str:
    """``: reason`` and the carrier's latest words, quoted in its own language."""
    reason = in_words(parcel.exception_reason)
    dated = [(scan.at, scan.description) for scan in parcel.scans if scan.at]
    latest = max(dated, default=None)
    words = quote(latest[1]) if latest else ""
    if reason and words:
        return f": {reason}, in the carrier's words {words}"
    return f": {reason or words}" if reason or words else ""
