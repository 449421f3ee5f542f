"""Days on which nobody works, by country: the data of holidays.toml, which explains itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

SATURDAY: Final = 5
"""Days of the week from this on are no working days, as Python counts them."""

DAY: Final = timedelta(days=1)


@cache
def holidays(country: str, year: int) -> frozenset[date]:
    """Those of one country that are kept in one year; none where the country has no line."""
    about = _table().get(country.upper())
    if about is None:
        return frozenset()
    # The first of January may be kept in the year before it.
    kept = {_kept(day, about.get("moved", "")) for around in (year, year + 1) for day in sorted(_days(about, around))}
    if about.get("moved") == "next":
        kept |= set(_doubled(sorted(_days(about, year))))
    return frozenset(day for day in kept if day.year == year)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def _table() -> dict[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("holidays.toml").read_text(encoding="utf-8"))


def _days(about: Mapping[str, Any], year: int) -> Iterator[date]:
    for told in about.get("days", ()):
        month, day = told.split("-")
        yield date(year, int(month), int(day))
    for after in about.get("easter", ()):
        yield easter(year) + timedelta(days=after)
    for month, weekday, number in about.get("nth", ()):
        yield _nth(year, month, weekday, number)


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    """One day of the week of a month; counted from its end where the number is negative."""
    first = date(year, month, 1)
    days = [first + n * DAY for n in range(31) if (first + n * DAY).month == month]
    fitting = [day for day in days if day.isoweekday() == weekday]
    return fitting[number - 1 if number > 0 else number]


def _kept(day: date, moved: str) -> date:
    """The day on which a holiday is kept that may fall on a weekend."""
    if moved == "nearest" and day.weekday() == SATURDAY:
        return day - DAY
    while moved and day.weekday() >= SATURDAY:
        day += DAY
    return day


def _doubled(days: list[date]) -> Iterator[date]:
    """The day after, where two holidays would be kept on one: Christmas on a weekend takes Monday and Tuesday."""
    taken: set[date] = set()
    for day in days:
        kept = _kept(day, "next")
        while kept in taken or kept.weekday() >= SATURDAY:
            kept += DAY
        taken.add(kept)
        yield kept
