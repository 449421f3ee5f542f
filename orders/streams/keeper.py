"""Seeing to it that every slot has its pump, and that none is counted that nobody asks for any more."""

from __future__ import annotations

from collections.abc import Callable

from orders.store import Condition, Conflict, Row, Store
from orders.streams.lease import Seen, seen
from orders.streams.pump import SLOTS

StoodStill = Callable[[int, Seen], bool]
Publish = Callable[[int, Seen], None]
"""Asks for a run of a slot's pump, with what was seen of its lease."""


def keep(control: Store, slots: int, stood_still: StoodStill, publish: Publish) -> None:
    """Ask for a run of every slot that is free, or whose lease stands still. Asking twice is harmless."""
    for slot in range(slots):
        known = seen(control.get((SLOTS, str(slot))))
        if not known.owner or stood_still(slot, known):
            publish(slot, known)


def dismiss(control: Store, slots: int, stood_still: StoodStill, forget: Callable[[int], None]) -> None:
    """Forget the slots beyond those that there are now, once nobody works in them: what they last told of how fresh
    pages are would stay for ever.
    """
    for row in control.query_all(SLOTS, consistent=True):
        known = seen(row)
        if int(row["sk"]) >= slots and (not known.owner or stood_still(int(row["sk"]), known)):
            forget(int(row["sk"]))
            _drop(control, row, known)


def _drop(control: Store, row: Row, known: Seen) -> None:
    try:
        control.delete((SLOTS, row["sk"]), Condition("hb = :hb", {":hb": known.hb}))
    except Conflict:
        return  # another machine still asks for it
