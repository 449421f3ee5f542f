"""When a printer counts as silent, and when it is only quiet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from orders import thresholds
from support.printers.silence import Silence, silence, usual_pause, words_of

WEDNESDAY = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def every(minutes: float, until: datetime, count: int = 15) -> list[datetime]:
    """Words so often, the last at that time; latest first."""
    return [until - timedelta(minutes=minutes * n) for n in range(count)]


def at(quiet_for: timedelta, words_every: float = 10, now: datetime = WEDNESDAY, owed: int = 3) -> Silence | None:
    """What there is to say of a printer that spoke so often, and then not for so long."""
    return silence(every(words_every, now - quiet_for), owed, BERLIN, now)


def test_it_is_silent_beyond_twice_what_is_usual() -> None:
    assert at(timedelta(minutes=41), words_every=20) is not None
    assert at(timedelta(minutes=39), words_every=20) is None


def test_twenty_minutes_are_always_fine() -> None:
    assert at(timedelta(minutes=19), words_every=6) is None
    assert at(timedelta(minutes=21), words_every=6) is not None


def test_a_day_is_always_too_long() -> None:
    seldom = [WEDNESDAY - timedelta(days=6, hours=13 * n) for n in range(12)]
    assert silence(seldom, 3, "", WEDNESDAY - timedelta(days=5, hours=1)) is None
    assert silence(seldom, 3, "", WEDNESDAY - timedelta(days=4, hours=23)) is not None


def test_what_was_usual_weeks_ago_is_forgotten() -> None:
    slow = [WEDNESDAY - timedelta(days=30, hours=9 * n) for n in range(15)]
    assert usual_pause([*every(1, WEDNESDAY, count=12), *slow], "") == timedelta(minutes=1)


def test_nothing_is_missed_of_a_printer_that_owes_nothing() -> None:
    assert at(timedelta(hours=40), owed=0) is None
    assert silence([], 3, BERLIN, WEDNESDAY) is None


def test_nobody_speaks_at_night_or_on_a_weekend() -> None:
    monday = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)  # five past eight in Berlin
    friday = datetime(2026, 11, 20, 16, 55, tzinfo=UTC)
    heard = every(10, friday)
    assert silence(heard, 3, BERLIN, monday) is None
    assert silence(heard, 3, BERLIN, monday + timedelta(minutes=40)) is not None


def test_what_comes_at_once_is_one_word() -> None:
    batches = [WEDNESDAY - timedelta(hours=1 * n, seconds=s) for n in range(15) for s in range(30)]
    assert len(words_of(batches)) == 15
    assert usual_pause(words_of(batches), "") == timedelta(hours=1)


def test_of_few_words_nobody_can_say_what_is_usual() -> None:
    heard = every(10, WEDNESDAY - timedelta(hours=5), count=3)
    assert silence(heard, 1, "", WEDNESDAY) is None
    assert silence(heard, 1, "", WEDNESDAY + thresholds.PRINTER_SILENT) is not None


def test_days_without_a_word_are_more_than_a_warning() -> None:
    short, long = at(timedelta(hours=3)), at(thresholds.PRINTER_MUTE + timedelta(hours=24))
    assert short is not None
    assert long is not None
    assert (short.long, long.long) == (False, True)


@pytest.mark.parametrize(("seconds", "silent"), [(29, False), (31, True)])
def test_at_forty_times_the_pace_it_takes_a_fortieth_of_the_time(seconds: int, silent: bool, settings: Any) -> None:
    settings.PRINTER_PACE = 40
    night = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # a Sunday: a played company has no nights of ours
    assert (at(timedelta(seconds=seconds), words_every=0.15, now=night) is not None) is silent
