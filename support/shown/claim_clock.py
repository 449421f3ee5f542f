"""The claim clock in words: what is counted, who says so, until when, and how much of it is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from support.claims import terms
from support.claims.clock import Clock, Missing, Unit
from support.reasons import Since

SINCE: Final = {
    Since.DELIVERY: "from delivery",
    Since.PROMISE: "from the day it was promised for, as nothing has arrived",
}
MISSING: Final = {
    Missing.DELIVERY: "It is not delivered yet, so that no day is known",
    Missing.PROMISE: "No promise is known to count from",
    Missing.HAND_OVER: "it is not known when the carrier got it, nor from when on it can be claimed",
}
RULES: Final = {
    terms.PRINTER_REASON: "by {who}’s rules for this reason",
    terms.PRINTER: "by {who}’s rules",
    terms.PRINTER_ROW: "by {who}’s own record",
    terms.USUAL: "as most printers have it",
    terms.SERVICE: "by what we know of {who}’s terms for this service",
    terms.CARRIER: "by what we know of {who}’s terms",
    terms.CARRIERS: "a careful guess, as {who}’s terms are not known to us",
}
LAST_DAY: Final = "today is the last day"
TONES: Final = ((2, "fail"), (7, "warn"))
"""What is left, in days at most, and how that is marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClock:
    """``words`` is a sentence; ``left`` how much is left, "" where nobody knows. ``passed`` of ``whole`` days are over,
    ``whole`` 0 where there is no end yet. ``tone`` is a badge's.
    """

    clock: Clock
    words: str
    left: str
    passed: int
    whole: int
    tone: str
    over: bool


def shown_clock(clock: Clock, who: str, now: datetime) -> ShownClock:
    """A clock at a time; ``who`` is the liable party's name."""
    left = clock.days_left(now)
    begins = clock.begins_at.astimezone(_zone(clock)).date() if clock.begins_at else None
    whole = (clock.last_day - begins).days if clock.last_day and begins else 0
    return ShownClock(
        clock=clock,
        words=clock_words(clock, who, now),
        left=_left(left),
        passed=min(whole, max(0, whole - (left or 0))),
        whole=whole,
        tone=next((tone for most, tone in TONES if left is not None and left <= most), "ok"),
        over=clock.over(now),
    )


def clock_words(clock: Clock, who: str, now: datetime) -> str:
    """ "30 days from delivery, by Köln’s rules; closes Friday 4 December 2026, 23:59 Europe/Berlin, 8 days left." """
    rule = RULES.get(clock.rule, "").format(who=who or "the carrier")
    version = f" (version {clock.version})" if clock.version else ""
    days = f"{clock.days} {'working ' if clock.unit is Unit.WORKING else ''}day{'' if clock.days == 1 else 's'}"
    parts = [f"{days} {SINCE[clock.since]}, {rule}{version}", *_opening(clock, now), *_closing(clock, now)]
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _opening(clock: Clock, now: datetime) -> list[str]:
    if clock.opens_at is None:
        return []
    wait = f"{clock.wait_days} working days after hand-over"
    if clock.opens_at <= now:
        return [f"open since {_day(clock, clock.opens_at)}, {wait}"]
    return [f"not before {_day(clock, clock.opens_at)}, {wait}"]


def _closing(clock: Clock, now: datetime) -> list[str]:
    told = [MISSING[Missing(name)] for name in clock.missing]
    if clock.last_day is None:
        return [f"{words[0].lower()}{words[1:]}" for words in told]
    verb = "closed" if clock.over(now) else "closes"
    last = clock.last_day
    ends = f"{verb} {last:%A} {last.day} {last:%B %Y}, 23:59 {clock.timezone}"
    return [f"{ends}, {_left(clock.days_left(now))}", *told]


def _left(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return f"{-days} day{'' if days == -1 else 's'} too late"
    return LAST_DAY if days == 0 else f"{days} day{'' if days == 1 else 's'} left"


def _day(clock: Clock, at: datetime) -> str:
    there = at.astimezone(_zone(clock))
    return f"{there:%A} {there.day} {there:%B %Y}"


def _zone(clock: Clock) -> ZoneInfo:
    return ZoneInfo(clock.timezone)
