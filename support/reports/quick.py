"""Periods that are asked for often, by their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

A_DAY: Final = timedelta(days=1)
FOUR_WEEKS: Final = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included."""

    name: str
    start: date
    end: date


def quick_periods(today: date) -> list[Period]:
    """As of a day of the report's time zone. The usual one is the third."""
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    return [
        Period("This week", monday, monday + timedelta(days=6)),
        Period("Last week", monday - timedelta(days=7), monday - A_DAY),
        Period("Last 4 weeks and this", *usual(today)),
        Period("This month", first, _last_of_month(first)),
        Period("Last month", (first - A_DAY).replace(day=1), first - A_DAY),
        Period("This year", today.replace(month=1, day=1), today.replace(month=12, day=31)),
        Period("Last 53 weeks", monday - timedelta(weeks=52), monday + timedelta(days=6)),
    ]


def usual(today: date) -> tuple[date, date]:
    """What a report covers where nobody says: four whole weeks, and this one so far."""
    return today - timedelta(days=today.weekday()) - FOUR_WEEKS, today


def _last_of_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - A_DAY
