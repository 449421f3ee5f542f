"""Records of which nobody knows the order: listed apart, with a fence, until their row finds one or is gone.

``HOMED / table#key`` is that fence. It is written with the listing and when the listing is struck off, so that a
process that wakes late lists nothing that was settled meanwhile; it expires like a tombstone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from orders.changes import Change
from orders.projections import keys
from orders.projections.plan import TOMBSTONE_LIFE, quarantine_row
from orders.projections.route import was_homeless
from orders.store import MAX_BATCH_GET, Condition, Conflict, Delete, Key, Put, Store

NOT_NEWER = "attribute_not_exists(pk) OR fence <= :fence"


def set_aside(store: Store, change: Change, reason: str, now: datetime) -> str:
    """List a record with the reason; what became of it. A row read from its table is listed whatever came before."""
    row = quarantine_row(change, reason, "", now)
    if change.seen is not None:
        store.put(row)
        return "quarantined"
    try:
        store.transact([_fence(change, now), Put(row)])
    except Conflict:
        return "fenced"
    return "quarantined"


def welcome(store: Store, changes: Iterable[Change], now: datetime) -> None:
    """Strike off the rows that found their order, or are gone."""
    housed = [change for change in changes if change.seen is not None or was_homeless(change)]
    found = {_listing(change): change for change in sorted(housed, key=lambda change: change.fence)}
    for key in _listed(store, list(found)):
        strike(store, found[key], now)


def strike(store: Store, change: Change, now: datetime) -> None:
    """Strike a row off, unless a newer record of it is listed."""
    if change.seen is not None:
        store.delete(_listing(change))
        return
    try:
        store.transact([_fence(change, now), Delete(_listing(change))])
    except Conflict:
        return


def _listed(store: Store, wanted: Sequence[Key]) -> list[Key]:
    return [
        key
        for start in range(0, len(wanted), MAX_BATCH_GET)
        for key in store.get_many(wanted[start : start + MAX_BATCH_GET], consistent=True)
    ]


def _listing(change: Change) -> Key:
    return keys.quarantined(change.table.name, change.key or change.sequence, homeless=True)


def _fence(change: Change, now: datetime) -> Put:
    _, sk = _listing(change)
    row = {"pk": keys.HOMED, "sk": sk, "fence": change.fence, "ttl": int((now + TOMBSTONE_LIFE).timestamp())}
    return Put(row, Condition(NOT_NEWER, {":fence": change.fence}))
