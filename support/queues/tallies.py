"""How much waits in each queue: what its list shows to whoever narrows nothing, in a few figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.utils import timezone

from orders.deadlines import LONG_AGO
from orders.queues import QueueRow
from support.queues.matching import Wanted, matching
from support.queues.names import QUEUES
from support.queues.snapshot import snapshot

SECONDS: Final = 5
KEY: Final = "queues:tallies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """``count`` rows, ``more`` where there are more than were counted; ``oldest`` is since when the longest is work,
    None where no row says; ``value`` is what customers paid for them, in minor units by currency, largest first.
    """

    count: int
    more: bool
    oldest: datetime | None
    value: Mapping[str, int]


def tallies() -> dict[str, Tally]:
    """Every queue's, by its id, in the order of the pages; SECONDS old at most."""
    known = cache.get(KEY)
    if not isinstance(known, dict):
        known = {queue: _tally(queue) for queue in QUEUES}
        cache.set(KEY, known, SECONDS)
    return known


def count_anew() -> None:
    """Somebody has done something about a row: the figures of before are not shown any more."""
    cache.delete(KEY)


def tally_of(rows: Iterable[QueueRow], *, more: bool) -> Tally:
    """The figures of some rows."""
    value: Counter[str] = Counter()
    oldest: datetime | None = None
    count = 0
    for row in rows:
        count += 1
        if row.value:
            value[row.currency] += row.value
        if row.due_at > LONG_AGO and (oldest is None or row.due_at < oldest):
            oldest = row.due_at
    return Tally(count=count, more=more, oldest=oldest, value=dict(value.most_common()))


def _tally(queue: str) -> Tally:
    found = snapshot(queue)
    return tally_of(matching(found, Wanted(), None, timezone.now()), more=found.more)
