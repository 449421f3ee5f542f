"""Transactions of a size that DynamoDB takes: 100 rows and 4 MB, less HEAD and some room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from orders.projections.aggregate import Aggregate
from orders.projections.payload import PART_MARK
from orders.projections.plan import Plan
from orders.store import Put, Write

SLICE_ROWS = 90
SLICE_BYTES = 3_000_000
ROW_OVERHEAD = 300

K = TypeVar("K")
V = TypeVar("V")


def cut(writes: Sequence[Write]) -> list[list[Write]]:
    """The writes in slices that fit a transaction beside HEAD; one empty slice where there is nothing.

    The parts of a spilled row stay together: a row is never stored half.
    """
    slices: list[list[Write]] = [[]]
    size = 0
    for write in writes:
        weight = len(write.row.get("payload", b"")) + ROW_OVERHEAD if isinstance(write, Put) else ROW_OVERHEAD
        full = len(slices[-1]) >= SLICE_ROWS or size + weight > SLICE_BYTES
        if slices[-1] and full and not _is_part(write):
            slices.append([])
            size = 0
        slices[-1].append(write)
        size += weight
    return slices


def _is_part(write: Write) -> bool:
    return isinstance(write, Put) and PART_MARK in write.row["sk"]


def partial(made: Plan, later: Sequence[Sequence[Write]]) -> Aggregate:
    """The state as it is while the later slices are not stored: what they touch is still as it was before."""
    state, before = made.after.copy(), made.before
    for write in (write for part in later for write in part):
        key = (write.row["pk"], write.row["sk"]) if isinstance(write, Put) else write.key
        _restore(state.owned, before.owned, key)
        if key[0] == state.pk:
            _restore(state.facets, before.facets, key[1])
    return state


def _restore(into: dict[K, V], source: dict[K, V], key: K) -> None:
    if key in source:
        into[key] = source[key]
    else:
        into.pop(key, None)
