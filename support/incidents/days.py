"""The facts of the last days, kept in Redis so that a look reads little: today and what is due of the days before.

What is kept holds ids of orders and what went wrong, nothing of customers. Without Redis each look reads every day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from django.core.cache import cache

from orders.activity import read_day
from orders.store import Store
from support.incidents.evidence import DAYS
from support.incidents.facts import Fact, fact_of

AGES: Final = (5, 25)
"""Seconds for which what is known of today and of yesterday is good enough."""

OLDER: Final = 900
"""And of a day before: jobs of then still go wrong, some of which nobody waits for."""

OLD_AT_ONCE: Final = 1
"""So many of the days before are read anew in one look."""

KEPT: Final = 3 * 24 * 3600


class Day(NamedTuple):
    """A day's facts as they were when it was read, in seconds."""

    read_at: float
    facts: list[Fact]


def facts_now(store: Store, now: datetime) -> list[Fact]:
    """The facts of all days that are looked at."""
    return [fact for day in _days(store, now) for fact in day.facts]


def _days(store: Store, now: datetime) -> Iterator[Day]:
    wanted = _wanted(now)
    kept: dict[str, Day] = cache.get_many([_key(day) for day in wanted])
    renewed = 0
    for age, day in enumerate(wanted):
        known = kept.get(_key(day))
        if known is not None and not _is_due(known, age, now, renewed):
            yield known
            continue
        renewed += known is not None and age >= len(AGES)
        yield _read(store, day, now)


def _is_due(known: Day, age: int, now: datetime, renewed: int) -> bool:
    good = AGES[age] if age < len(AGES) else OLDER
    old = known.read_at < now.timestamp() - good
    return old and (age < len(AGES) or renewed < OLD_AT_ONCE)


def _read(store: Store, day: date, now: datetime) -> Day:
    facts = [fact for activity in read_day(store, day) if (fact := fact_of(activity)) is not None]
    read = Day(now.timestamp(), facts)
    cache.set(_key(day), read, KEPT)
    return read


def _wanted(now: datetime) -> list[date]:
    today = now.astimezone(UTC).date()
    return [today - timedelta(days=age) for age in range(DAYS)]


def _key(day: date) -> str:
    return f"incidents:1:{day.isoformat()}"
