"""Days, weeks and months of a report in its time zone, as whole numbers: SQL compares integers, and Python knows zones.

A day is counted from 1 January 1970, a week from the Monday before it, a month from January of year 0. Instants are
microseconds since 1970 in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from orders.sla.facts import EPOCH, MICROSECOND

FIRST: Final = date(1970, 1, 1)
MONDAY_BEFORE: Final = 3
"""1970 began on a Thursday."""

A_DAY: Final = 86_400_000_000
MONTHS: Final = 12


class BadPeriod(ValueError):
    """No such day, week or month."""


def microseconds(when: datetime) -> int:
    """An instant as the facts have it."""
    return (when - EPOCH) // MICROSECOND


def midnight(day: date, zone: ZoneInfo) -> int:
    """When a day begins in a zone; where the clock skips midnight, when it skips."""
    return microseconds(datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Run:
    """Days of 24 hours one after the other, or one that is longer or shorter: the first, when it begins, how many."""

    first: int
    begins: int
    days: int
    even: bool


def runs(start: date, end: date, zone: ZoneInfo) -> list[Run]:
    """The days from ``start`` to ``end``, both included, in runs of equal length."""
    found: list[Run] = []
    for number, begins, length in _days(start, end, zone):
        last = found[-1] if found else None
        even = length == A_DAY
        if last is not None and last.even and even:
            found[-1] = Run(last.first, last.begins, last.days + 1, even=True)
        else:
            found.append(Run(number, begins, 1, even))
    return found


def _days(start: date, end: date, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    day, begins = start, midnight(start, zone)
    while day <= end:
        following = midnight(day + timedelta(days=1), zone)
        yield day_number(day), begins, following - begins
        day, begins = day + timedelta(days=1), following


def day_number(day: date) -> int:
    """A day as a number."""
    return (day - FIRST).days


def label(dimension: str, number: int) -> str:
    """The name of a day, week or month: "2017-11-20", "2017-W47", "2017-11"."""
    match dimension:
        case "day":
            return (FIRST + timedelta(days=number)).isoformat()
        case "week":
            year, week, _ = (FIRST + timedelta(days=7 * number - MONDAY_BEFORE)).isocalendar()
            return f"{year}-W{week:02d}"
        case _:
            return f"{number // MONTHS:04d}-{number % MONTHS + 1:02d}"


def number_of(dimension: str, text: str) -> int:
    """The number of a day, week or month by its name. Raises BadPeriod."""
    try:
        match dimension:
            case "day":
                return day_number(date.fromisoformat(text))
            case "week":
                return (day_number(date.fromisoformat(f"{text}-1")) + MONDAY_BEFORE) // 7
            case _:
                return month_number(date.fromisoformat(f"{text}-01"))
    except ValueError as error:
        raise BadPeriod(f"There is no {dimension} {text!r}; they are written 2017-11-20, 2017-W47, 2017-11.") from error


def month_number(day: date) -> int:
    """The month of a day as a number."""
    return day.year * MONTHS + day.month - 1


def month_starts(start: date, end: date) -> list[tuple[int, int]]:
    """Each month from that of ``start`` to that of ``end``: its number, and that of its first day."""
    numbers = range(month_number(start), month_number(end) + 1)
    return [(n, day_number(date(n // MONTHS, n % MONTHS + 1, 1))) for n in numbers]
