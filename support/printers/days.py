"""The days of printers, each summarised once for everybody and kept in Redis.

Today is read anew every few seconds and an earlier day the seldomer the longer it is gone, by one process at a time;
meanwhile the others are shown what there is. Without Redis each process keeps what it has read itself. While DynamoDB
does not answer, the last summaries are shown, which say of when they are.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from django.core.cache import cache
from django.utils import timezone

from orders.activity import read_day
from orders.printers import every_printer
from orders.store import live_store
from support.printers.figures import DAYS, last_days
from support.printers.summary import Day, OpenDay, key_of, summarise

TODAY_SECONDS: Final = 12
BEFORE_SECONDS: Final = 30
OLDEST_SECONDS: Final = 300
"""How old a summary may be: today's, that of each day gone, and of any."""

KEPT_SECONDS: Final = 24 * 3600
BUILT_SECONDS: Final = 20
"""Nobody takes longer to read: after that somebody else may."""

PATIENCE_SECONDS: Final = 4.0
PAUSE_SECONDS: Final = 0.05
AT_ONCE: Final = 8
LOCK: Final = "printers:1:lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One day, figures and open jobs."""

    day: Day
    opened: OpenDay


_HERE: dict[date, Summary] = {}
"""What this process has read, for when Redis is away."""


def days(now: datetime) -> list[Day]:
    """The days up to now, oldest first. Raises what DynamoDB does where it never answered."""
    wanted = last_days(now.astimezone(UTC).date(), DAYS)
    found: dict[date, Day] = _stored("day", wanted)
    old = [day for day in wanted if day not in found or found[day].at < now - oldest(day, now)]
    if old:
        found |= _renewed(old, [day for day in wanted if day not in found], now)
    return [found[day] for day in wanted]


def summaries(now: datetime) -> list[Summary]:
    """The same days with their open jobs."""
    known = {each.day: each for each in days(now)}
    found: dict[date, OpenDay] = _stored("open", known)
    found |= {day: _HERE[day].opened for day in known if day not in found and day in _HERE}
    lost = [day for day in known if day not in found]
    if lost:
        found |= {day: summary.opened for day, summary in _read(lost).items()}
    return [Summary(day=day, opened=found[day.day]) for day in known.values()]


def oldest(day: date, now: datetime) -> timedelta:
    """How old the summary of a day may be."""
    gone = (now.astimezone(UTC).date() - day).days
    return timedelta(seconds=min(BEFORE_SECONDS * gone, OLDEST_SECONDS) if gone > 0 else TODAY_SECONDS)


def forget_here() -> None:
    """Forget what this process holds: for tests that empty the tables."""
    _HERE.clear()


def _renewed(old: Sequence[date], missing: Collection[date], now: datetime) -> dict[date, Day]:
    """Days read anew, by whoever comes first; the others wait only for what nobody has read yet."""
    if cache.add(LOCK, 1, BUILT_SECONDS):
        return _locked(old, missing)
    until = time.monotonic() + PATIENCE_SECONDS
    while missing and time.monotonic() < until:
        found: dict[date, Day] = _stored("day", missing)
        if len(found) == len(missing):
            return found
        if cache.get(LOCK) is None:
            return _alone(missing, now)
        time.sleep(PAUSE_SECONDS)
    return _alone(missing, now)


def _locked(old: Sequence[date], missing: Collection[date]) -> dict[date, Day]:
    try:
        return {day: summary.day for day, summary in _read(old).items()}
    except (BotoCoreError, ClientError):
        if missing:
            raise
        return {}
    finally:
        cache.delete(LOCK)


def _alone(missing: Collection[date], now: datetime) -> dict[date, Day]:
    """Without anybody else's help: as this process knows them, where that is not too old."""
    here = {day: _HERE[day].day for day in missing if day in _HERE and _HERE[day].day.at >= now - oldest(day, now)}
    left = [day for day in missing if day not in here]
    return here | ({day: summary.day for day, summary in _read(left).items()} if left else {})


def _read(some: Sequence[date]) -> dict[date, Summary]:
    """Read days now, four Queries each, and let everybody have them."""
    store, at = live_store(), timezone.now()
    zones = {key_of(printer.printer_id): printer.timezone for printer in every_printer(store)}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        read = pool.map(lambda day: summarise(day, read_day(store, day), zones, at), some)
        found = {day: Summary(day=summary, opened=opened) for day, (summary, opened) in zip(some, read, strict=True)}
    for day, summary in found.items():
        cache.set(_key("day", day), summary.day, KEPT_SECONDS)
        cache.set(_key("open", day), summary.opened, KEPT_SECONDS)
    _HERE.update(found)
    for day in [day for day in _HERE if day < max(some) - timedelta(days=DAYS)]:
        del _HERE[day]
    return found


def _stored(what: str, some: Collection[date]) -> dict[date, Any]:
    """What Redis has of these days."""
    names = {_key(what, day): day for day in some}
    return {names[name]: value for name, value in cache.get_many(list(names)).items()}


def _key(what: str, day: date) -> str:
    return f"printers:1:{what}:{day}"
