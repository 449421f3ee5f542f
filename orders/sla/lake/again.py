"""Making a lake again out of its projection: after its bucket was lost, or where somebody doubts it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from orders.projections import keys
from orders.store import Condition, Conflict, Row, Store

SEGMENTS: Final = 8
AGAIN: Final = 1
"""The version of a mark that is written here: a change's own is higher, and takes its place."""


def mark_all(store: Store) -> int:
    """Mark every fact as changed, beside marks that are there; how many facts there are. Patching does the rest."""
    with ThreadPoolExecutor(SEGMENTS) as pool:
        return sum(pool.map(lambda segment: _mark(store, segment), range(SEGMENTS)))


def _mark(store: Store, segment: int) -> int:
    found = [row for row in store.scan(segment=segment, segments=SEGMENTS) if keys.fact_of((row["pk"], row["sk"]))]
    for row in found:
        _mark_one(store, row)
    return len(found)


def _mark_one(store: Store, row: Row) -> None:
    day, order_id = keys.fact_of((row["pk"], row["sk"])) or ("", "")
    pk, sk = keys.fact_mark(day, order_id)
    try:
        store.put({"pk": pk, "sk": sk, "ver": AGAIN}, Condition("attribute_not_exists(pk)", {}))
    except Conflict:
        return  # a change's own mark is there
