"""Transactions of a size that DynamoDB takes: 100 rows and 4 MB, less HEADs and some room.

Small aggregates share one, big ones take several: each slice is conditional on HEAD's version after the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from orders.projections.aggregate import Aggregate
from orders.projections.payload import PART_MARK
from orders.projections.plan import Plan, is_told
from orders.store import Condition, Put, Write

SLICE_ROWS = 90
SLICE_BYTES = 3_000_000
ROW_OVERHEAD = 300

K = TypeVar("K")
V = TypeVar("V")


def packed(plans: Sequence[Plan]) -> list[list[Plan]]:
    """The plans in groups that fit a transaction each; one that takes slices is alone."""
    groups: list[list[Plan]] = []
    rows = size = 0
    for made in plans:
        writes = made.writes
        more, weight = len(writes) + made.before.parts, sum(map(_weight, writes)) + ROW_OVERHEAD
        if not groups or rows + more > SLICE_ROWS or size + weight > SLICE_BYTES:
            groups.append([])
            rows = size = 0
        groups[-1].append(made)
        rows, size = rows + more, size + weight
    return groups


def transactions(plans: Sequence[Plan], heard_at: str) -> Iterator[list[Write]]:
    """What to write for a group: all of it at once, or the slices of one that does not fit.

    HEAD says ``incomplete`` until the last slice: whoever applies next sees that rows are still owed.
    """
    if len(plans) > 1:
        yield [write for made in plans for write in (*_head(made, (), heard_at), *made.writes)]
        return
    (made,) = plans
    slices = cut(made.writes)
    for number, writes in enumerate(slices, start=1):
        yield [*_head(made, slices[number:], heard_at), *writes]


def cut(writes: Sequence[Write]) -> list[list[Write]]:
    """The writes in slices that fit a transaction beside HEAD; one empty slice where there is nothing.

    The parts of a spilled row stay together: a row is never stored half. So do SLA facts and their marks.
    """
    slices: list[list[Write]] = [[]]
    size, told = 0, False
    for write in writes:
        weight = _weight(write)
        full = len(slices[-1]) >= SLICE_ROWS or size + weight > SLICE_BYTES
        if slices[-1] and full and not (_is_part(write) or (told and is_told(write))):
            slices.append([])
            size = 0
        slices[-1].append(write)
        size += weight
        told = is_told(write)
    return slices


def _head(made: Plan, later: Sequence[Sequence[Write]], heard_at: str) -> list[Write]:
    """HEAD with the next version, on the condition that the one before is stored; ``later`` slices are owed."""
    after = made.after
    condition = _version_is(after.version)
    after.version += 1
    after.heard_at = heard_at
    after.incomplete = bool(later)
    head, *rest = (_partial(made, later) if later else after).head_rows()
    return [Put(head, condition), *map(Put, rest)]


def _version_is(version: int) -> Condition:
    if version == 0:
        return Condition("attribute_not_exists(pk)", {})
    return Condition("ver = :ver", {":ver": version})


def _weight(write: Write) -> int:
    return len(write.row.get("payload", b"")) + ROW_OVERHEAD if isinstance(write, Put) else ROW_OVERHEAD


def _is_part(write: Write) -> bool:
    return isinstance(write, Put) and PART_MARK in write.row["sk"]


def _partial(made: Plan, later: Sequence[Sequence[Write]]) -> Aggregate:
    """The state as it is while the later slices are not stored: what they touch is still as it was before."""
    state, before = made.after.copy(), made.before
    state.quarantined = dict(before.quarantined)
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
