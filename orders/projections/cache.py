"""Aggregates kept in memory between batches."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from orders.projections.aggregate import Aggregate

CACHE_BYTES = 100_000_000
"""Of memory, a process: some 2,500 orders of one line, or fifty with two thousand scans."""

BYTES_A_STORED_BYTE = 25
BYTES_A_ROW = 300
BYTES_EMPTY = 1_500
"""What an aggregate takes in memory, measured: its facets are stored as packed JSON and kept as decoded rows."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One aggregate, its estimated bytes, and in which period it was last seen as it is stored."""

    aggregate: Aggregate
    size: int
    period: int


class Cache:
    """Aggregates as last seen, the latest that fit. Stale ones cost a conflict, never a wrong write."""

    def __init__(self, most: int = CACHE_BYTES) -> None:
        self._most = most
        self._size = 0
        self._period = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, pk: str) -> Aggregate | None:
        """The aggregate, if it is kept."""
        with self._lock:
            if pk not in self._kept:
                return None
            self._kept.move_to_end(pk)
            return self._kept[pk].aggregate

    def keep(self, aggregate: Aggregate) -> None:
        """Keep an aggregate as it is stored now."""
        kept = Kept(aggregate, _size(aggregate), self._period)
        with self._lock:
            self._remove(aggregate.pk)
            self._kept[aggregate.pk] = kept
            self._size += kept.size
            while self._size > self._most:
                self._remove(next(iter(self._kept)))

    def drop(self, pk: str) -> None:
        """Forget an aggregate that somebody else has written."""
        with self._lock:
            self._remove(pk)

    def distrust(self) -> None:
        """Others may have written what is kept: it is to be held against what is stored before it is used."""
        self._period += 1

    def is_distrusted(self, pk: str) -> bool:
        """Whether an aggregate is kept, and was not seen or stored since others may have written it."""
        with self._lock:
            return pk in self._kept and self._kept[pk].period < self._period

    def _remove(self, pk: str) -> None:
        if pk in self._kept:
            self._size -= self._kept.pop(pk).size


def _size(aggregate: Aggregate) -> int:
    stored = sum(facet.stored for facet in aggregate.facets.values())
    rows = len(aggregate.facets) + len(aggregate.owned) + len(aggregate.history)
    return BYTES_EMPTY + BYTES_A_ROW * rows + BYTES_A_STORED_BYTE * stored
