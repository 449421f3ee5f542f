"""Times as people say them, beside the moment they are read at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from orders.deadlines import LONG_AGO

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LAST_HOUR = 23  # promises end with their day: the hour says nothing then
NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


@dataclass(frozen=True, slots=True)
class Clock:
    """Speaks of times as seen at ``now`` in the zone ``tz``; without a now every date is spelled out.

    Every method takes a time that may be missing and then says nothing, so that sentences need no ifs.
    """

    now: datetime | None = None
    tz: tzinfo = UTC

    def day(self, time: datetime) -> str:
        """``Fri 27 Nov``, with the year where it is not this one."""
        there = self.local(time)
        year = "" if self.now is not None and self.local(self.now).year == there.year else f" {there.year}"
        return f"{DAY_NAMES[there.weekday()]} {there.day} {MONTH_NAMES[there.month - 1]}{year}"

    def moment(self, time: datetime) -> str:
        """``today, 14:20``, ``tomorrow, 12:00``, ``Fri 27 Nov, 12:00``; no hour where years lie between."""
        there = self.local(time)
        hour = f", {there:%H:%M}"
        if self.now is None:
            return self.day(time) + hour
        near = NEAR.get((there.date() - self.local(self.now).date()).days)
        if near:
            return near + hour
        far = abs(there.date() - self.local(self.now).date()) > timedelta(days=100)
        return self.day(time) + ("" if far else hour)

    def at(self, time: datetime | None) -> str:
        """When something happened: `` today, 14:20``, `` on Thu 19 Nov``."""
        if time is None or _never(time):
            return ""
        if self.now is not None and time > self.now:
            return f" on {self.day(time)}, a date still to come"
        moment = self.moment(time)
        return f" {moment}" if moment[0].islower() else f" on {self.day(time)}"

    def since(self, time: datetime | None) -> str:
        """Since when something has been so."""
        said = self.at(time)
        return f" since{said.removeprefix(' on')}" if said else ""

    def by(self, time: datetime | None) -> str:
        """Until when something is expected: `` by tomorrow, 12:00``; past: `` (was due Thu 19 Nov)``."""
        if time is None or _never(time):
            return ""
        said = self.day(time) if self.local(time).hour == LAST_HOUR and not self._near(time) else self.moment(time)
        overdue = self.now is not None and time < self.now
        return f" (was due {said})" if overdue else f" by {said}"

    def gone(self, start: datetime | None, end: datetime | None = None) -> str:
        """How long between two times, or since one: ``2 days``, ``5 hours``, ``40 minutes``; "" if unknown."""
        end = end or self.now
        return span(end - start) if start and end and end > start and not _never(start) else ""

    def after(self, promise: datetime, end: datetime) -> str:
        """``2 days after the promise of Fri 27 Nov``."""
        return f"{self.gone(promise, end)} after the promise of {self.day(promise)}".strip()

    def _near(self, time: datetime) -> bool:
        return self.now is not None and abs((self.local(time).date() - self.local(self.now).date()).days) <= 1

    def local(self, time: datetime) -> datetime:
        """The time in the zone dates are told in."""
        try:
            return time.astimezone(self.tz)
        except OverflowError:  # the first and last day of the calendar have no other zone
            return time


def known(time: datetime | None) -> datetime | None:
    """A due time, if it is more than "long ago"."""
    return None if time is None or _never(time) else time


def _never(time: datetime) -> bool:
    """Whether a time only stands for "long ago": see ``deadlines.LONG_AGO``."""
    return time <= LONG_AGO


def span(length: timedelta) -> str:
    """A length of time in its largest unit, whole; years from two on."""
    minutes = int(length.total_seconds() // 60)
    for size, unit in ((60 * 24 * 365, "year"), (60 * 24, "day"), (60, "hour")):
        if minutes >= size * (2 if unit == "year" else 1):
            return count(minutes // size, unit)
    return count(minutes, "minute")


def count(number: int, noun: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
