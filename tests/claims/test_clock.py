"""The claim clock against cases that were worked out by hand, and what holds of all cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.claims.clock import Clock, Facts, Term, Unit, claim_clock
from support.escalations.worktime import Worktime
from support.reasons import Since
from tests.claims.cases import NOW, Case, cases

CASES: Final = list(cases())
BERLIN: Final = Worktime(ZoneInfo("Europe/Berlin"), "DE")
ZONES: Final = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Africa/Cairo", "UTC")
TIMES = st.integers(946_684_800, 2_208_988_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
FACTS = st.builds(
    Facts,
    delivered_at=st.none() | TIMES,
    promised_for=st.none() | TIMES,
    handed_over_at=st.none() | TIMES,
    tracked=st.booleans(),
)
TERMS = st.builds(
    Term,
    days=st.integers(0, 400),
    since=st.sampled_from(Since),
    unit=st.sampled_from(Unit),
    wait_days=st.integers(0, 40),
)
PLACES = st.builds(Worktime, st.sampled_from(ZONES).map(ZoneInfo), st.sampled_from(["DE", "US", "JP", "GB", ""]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_cases_that_were_worked_out_by_hand(case: Case) -> None:
    clock = claim_clock(case.term, case.facts, case.calendar, NOW)
    assert (clock.opens_at, clock.closes_at, clock.missing) == (case.opens, case.closes, case.missing)


def test_there_are_enough_of_them() -> None:
    assert len({case.what for case in CASES}) == len(CASES) > 60


@given(TERMS, FACTS, PLACES)
def test_it_is_never_over_before_it_began(term: Term, facts: Facts, place: Worktime) -> None:
    clock = claim_clock(term, facts, place, NOW)
    begun = [at for at in (clock.opens_at, clock.begins_at) if at is not None]
    assert clock.closes_at is None or all(clock.closes_at > at for at in begun)
    assert (clock.closes_at is None) == (clock.begins_at is None) == bool({"delivery", "promise"} & set(clock.missing))


@given(TERMS, FACTS, st.sampled_from(ZONES).map(ZoneInfo), st.sampled_from(["DE", "US", "JP", "GB"]))
def test_a_holiday_never_makes_anything_earlier(term: Term, facts: Facts, zone: ZoneInfo, country: str) -> None:
    without, with_them = (claim_clock(term, facts, Worktime(zone, each), NOW) for each in ("", country))
    for earlier, later in ((without.opens_at, with_them.opens_at), (without.closes_at, with_them.closes_at)):
        assert (earlier is None) == (later is None)
        assert earlier is None or later is None or earlier <= later


@given(TERMS, FACTS, PLACES, st.integers(1, 30))
def test_a_longer_window_closes_later(term: Term, facts: Facts, place: Worktime, more: int) -> None:
    short = claim_clock(term, facts, place, NOW).closes_at
    long = claim_clock(replace(term, days=term.days + more), facts, place, NOW).closes_at
    assert short is None or (long is not None and long >= short)


@given(TERMS, FACTS, PLACES)
def test_it_turns_at_midnights_of_its_own_calendar(term: Term, facts: Facts, place: Worktime) -> None:
    clock = claim_clock(term, facts, place, NOW)
    for at in (clock.opens_at, clock.closes_at):
        assert (
            at is None
            or (at - timedelta(microseconds=1)).astimezone(place.zone).date() < at.astimezone(place.zone).date()
        )


@given(TERMS, FACTS, PLACES)
def test_what_a_claim_keeps_reads_back_the_same(term: Term, facts: Facts, place: Worktime) -> None:
    clock = claim_clock(term, facts, place, NOW)
    assert Clock.read(clock.kept(), clock.opens_at, clock.closes_at) == clock


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (datetime(2026, 11, 26, 10, tzinfo=UTC), 8),
        (datetime(2026, 11, 25, 23, tzinfo=UTC), 8),
        (datetime(2026, 12, 4, 22, 59, tzinfo=UTC), 0),
        (datetime(2026, 12, 4, 23, tzinfo=UTC), -1),
    ],
)
def test_days_left_are_days_of_its_calendar(now: datetime, left: int) -> None:
    delivered = Facts(delivered_at=datetime(2026, 11, 4, 10, tzinfo=UTC))
    clock = claim_clock(Term(days=30, since=Since.DELIVERY), delivered, BERLIN, now)
    assert (clock.last_day, clock.days_left(now), clock.over(now)) == (date(2026, 12, 4), left, left < 0)
