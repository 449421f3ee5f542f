"""Aggregates kept in memory between batches."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from orders.projections.aggregate import Aggregate

CACHED = 4_000


class Cache:
    """Aggregates as last seen, the latest few thousand. Stale ones cost a conflict, never a wrong write."""

    def __init__(self, size: int = CACHED) -> None:
        self._size = size
        self._kept: OrderedDict[str, Aggregate] = OrderedDict()
        self._lock = Lock()

    def get(self, pk: str) -> Aggregate | None:
        """The aggregate, if it is kept."""
        with self._lock:
            if pk in self._kept:
                self._kept.move_to_end(pk)
            return self._kept.get(pk)

    def keep(self, aggregate: Aggregate) -> None:
        """Keep an aggregate as it is stored now."""
        with self._lock:
            self._kept[aggregate.pk] = aggregate
            self._kept.move_to_end(aggregate.pk)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def drop(self, pk: str) -> None:
        """Forget an aggregate that somebody else has written."""
        with self._lock:
            self._kept.pop(pk, None)
