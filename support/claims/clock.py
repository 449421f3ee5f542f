"""The claim clock: from when and until when something can be claimed. Pure: rows, rules and calendars are given.

How days are counted:

- The day on which the clock begins, by the calendar of the liable party's time zone, is day 0. A window of 30 days is
  over as day 30 is: at the midnight that ends it, whatever the clocks did in between. ``closes_at`` is that midnight,
  the first moment at which it is too late.
- Calendar days count every day, and the last one may be a Sunday: nobody gives a day more for that. Working days leave
  out Saturdays, Sundays and the holidays of the liable party's country.
- Who has to wait may claim from the midnight on that ends the last of the working days to be waited for after the day
  of hand-over, and only on tracked services: on others there is nothing to wait for.
- A window is never over before it began: where the wait lasts longer, it is open for the day on which it opens.
- A delivery that is told for later than now is none yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from support.escalations.worktime import Worktime
from support.reasons import Since

DAY: Final = timedelta(days=1)
FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2900
"""Times outside of these are nobody's dates: slips of whoever sent them."""


class Unit(StrEnum):
    """Which days are counted."""

    CALENDAR = "calendar"
    WORKING = "working"


class Missing(StrEnum):
    """What is not known yet, and the clock waits for."""

    DELIVERY = "delivery"
    PROMISE = "promise"
    HAND_OVER = "hand_over"


BEGINNINGS: Final = {Since.DELIVERY: Missing.DELIVERY, Since.PROMISE: Missing.PROMISE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What holds: ``days`` of ``unit`` after ``since``; where ``wait_days`` is not 0, not before so many working days
    after hand-over. ``rule`` names who says so (``support.claims.terms``), ``version`` which edition of it.
    """

    days: int
    since: Since
    unit: Unit = Unit.CALENDAR
    wait_days: int = 0
    rule: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the thing: instants, None where nobody has told. ``tracked`` is the carrier's service."""

    delivered_at: datetime | None = None
    promised_for: datetime | None = None
    handed_over_at: datetime | None = None
    carrier: str = ""
    service: str = ""
    country: str = ""
    tracked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """``opens_at`` is None where one need not wait, or cannot know for how long; ``closes_at`` where it is not known.
    ``begins_at`` is what the days were counted from, ``timezone`` and ``country`` by whose calendar. ``missing`` are
    ``Missing``.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    since: Since
    begins_at: datetime | None = None
    days: int
    unit: Unit = Unit.CALENDAR
    wait_days: int = 0
    rule: str = ""
    version: str = ""
    timezone: str = "UTC"
    country: str = ""
    missing: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As a claim keeps it beside its two times: JSON."""
        told = asdict(self)
        del told["opens_at"], told["closes_at"]
        begins = self.begins_at.isoformat() if self.begins_at else None
        return told | {"begins_at": begins, "missing": list(self.missing)}

    @classmethod
    def read(cls, kept: Mapping[str, Any], opens_at: datetime | None, closes_at: datetime | None) -> Clock:
        """Out of what a claim keeps."""
        begins = kept.get("begins_at")
        told = {name: kept[name] for name in ("days", "wait_days", "rule", "version", "timezone", "country")}
        return cls(
            **told,
            opens_at=opens_at,
            closes_at=closes_at,
            since=Since(kept["since"]),
            unit=Unit(kept["unit"]),
            begins_at=datetime.fromisoformat(begins) if begins else None,
            missing=tuple(kept["missing"]),
        )

    def days_left(self, now: datetime) -> int | None:
        """Days of the party's calendar until the last one: 0 on that day, less once it is over; None where the end is
        not known.
        """
        today = now.astimezone(ZoneInfo(self.timezone)).date()
        return (self.last_day - today).days if self.last_day else None

    @property
    def last_day(self) -> date | None:
        """The last day on which it can be claimed, by the party's calendar."""
        last = self.closes_at - timedelta(microseconds=1) if self.closes_at else None
        return last.astimezone(ZoneInfo(self.timezone)).date() if last else None

    def over(self, now: datetime) -> bool:
        """Whether it is too late."""
        return self.closes_at is not None and self.closes_at <= now


def claim_clock(term: Term, facts: Facts, calendar: Worktime, now: datetime) -> Clock:
    """The window of a term, as far as it is known. ``calendar`` is the liable party's."""
    begins = _begins(term, facts, now)
    closes = _over(begins, term.days, term.unit, calendar) if begins else None
    opens, unknown = _opens(term, facts, calendar)
    clock = Clock(
        opens_at=opens,
        closes_at=closes,
        since=term.since,
        begins_at=begins,
        days=term.days,
        unit=term.unit,
        wait_days=term.wait_days if facts.tracked else 0,
        rule=term.rule,
        version=term.version,
        timezone=calendar.zone.key,
        country=calendar.country,
        missing=(*(() if begins else (BEGINNINGS[term.since].value,)), *unknown),
    )
    return _opened(clock, calendar)


def local_day(at: datetime, calendar: Worktime) -> date:
    """The day that it is there."""
    return at.astimezone(calendar.zone).date()


def _begins(term: Term, facts: Facts, now: datetime) -> datetime | None:
    at = facts.delivered_at if term.since is Since.DELIVERY else facts.promised_for
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return None if term.since is Since.DELIVERY and at > now else at


def _opens(term: Term, facts: Facts, calendar: Worktime) -> tuple[datetime | None, tuple[str, ...]]:
    """From when on, and what is missing to know it."""
    if not term.wait_days or not facts.tracked:
        return None, ()
    at = facts.handed_over_at
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None, (Missing.HAND_OVER.value,)
    return _over(at, term.wait_days, Unit.WORKING, calendar), ()


def _opened(clock: Clock, calendar: Worktime) -> Clock:
    """Open for a day at least."""
    if clock.opens_at is None or clock.closes_at is None or clock.opens_at < clock.closes_at:
        return clock
    return replace(clock, closes_at=_over(clock.opens_at, 0, Unit.CALENDAR, calendar))


def _over(since: datetime, days: int, unit: Unit, calendar: Worktime) -> datetime:
    """The moment at which so many days after that one are over."""
    return _midnight_after(_later(local_day(since, calendar), days, unit, calendar), calendar)


def _later(day: date, days: int, unit: Unit, calendar: Worktime) -> date:
    if unit is Unit.CALENDAR:
        return day + days * DAY
    while days > 0:
        day += DAY
        days -= calendar.works(day)
    return day


def _midnight_after(day: date, calendar: Worktime) -> datetime:
    """The moment at which a day is over there, in UTC: where clocks leave out that midnight, the moment they do so."""
    return datetime.combine(day + DAY, time.min, calendar.zone).astimezone(UTC)
