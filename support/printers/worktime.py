"""Time as printers work: Monday to Friday where they are."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEKEND: Final = frozenset({5, 6})
LONGEST: Final = timedelta(days=400)
"""What is longer is not counted day by day."""


def zone_of(name: str) -> ZoneInfo | None:
    """An IANA time zone by its name, None where there is none of it."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def worked(
    start: datetime, end: datetime, zone: ZoneInfo | None, opens: time = time.min, closes: time = time.max
) -> timedelta:
    """How much of a span lies on weekdays between two times of day, in a zone; all of it where no zone is known.

    Nothing where it ends before it starts.
    """
    if end <= start:
        return timedelta(0)
    if zone is None or end - start > LONGEST:
        return end - start
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    total = timedelta(0)
    while day <= last:
        if day.weekday() not in WEEKEND:
            since = datetime.combine(day, opens, zone).astimezone(UTC)
            until = datetime.combine(day, closes, zone).astimezone(UTC)
            total += max(min(end, until) - max(start, since), timedelta(0))
        day += timedelta(days=1)
    return total
