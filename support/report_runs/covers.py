"""Which days a report by mail covers, and when it is due: in the time zone of its schedule."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

A_DAY: Final = timedelta(days=1)


class Every(StrEnum):
    """How often: each day, each Monday, each first of a month."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Covers(StrEnum):
    """Which days, all of them past."""

    YESTERDAY = "yesterday"
    LAST_WEEK = "last_week"
    LAST_FOUR_WEEKS = "last_four_weeks"
    LAST_MONTH = "last_month"


NAMES: Final = {
    Covers.YESTERDAY: "yesterday",
    Covers.LAST_WEEK: "last week",
    Covers.LAST_FOUR_WEEKS: "the last four weeks",
    Covers.LAST_MONTH: "last month",
}


def days(covers: Covers, today: date) -> tuple[date, date]:
    """The first and the last day, as of a day."""
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    match covers:
        case Covers.YESTERDAY:
            return today - A_DAY, today - A_DAY
        case Covers.LAST_WEEK:
            return monday - 7 * A_DAY, monday - A_DAY
        case Covers.LAST_FOUR_WEEKS:
            return monday - 28 * A_DAY, monday - A_DAY
        case Covers.LAST_MONTH:
            return (first - A_DAY).replace(day=1), first - A_DAY


def next_after(now: datetime, every: Every, hour: int, zone: ZoneInfo) -> datetime:
    """The first time after ``now``, in UTC. An hour that a change of clocks skips is the one after it."""
    day = now.astimezone(zone).date()
    while True:
        at = datetime.combine(day, time(hour), zone).astimezone(UTC)
        if at > now and _falls_on(day, every):
            return at
        day += A_DAY


def last_by(now: datetime, first: datetime, every: Every, hour: int, zone: ZoneInfo) -> datetime:
    """The latest time that is not after ``now``, of those from ``first`` on: what a long stop missed is told once."""
    last, following = first, next_after(first, every, hour, zone)
    while following <= now:
        last, following = following, next_after(following, every, hour, zone)
    return last


def _falls_on(day: date, every: Every) -> bool:
    return every is Every.DAY or (every is Every.WEEK and day.weekday() == 0) or (every is Every.MONTH and day.day == 1)
