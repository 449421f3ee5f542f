"""Which days a report by mail covers, and when it is due, across changes of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.report_runs.covers import Covers, Every, days, last_by, next_after

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Auckland", "Asia/Kathmandu"])


@pytest.mark.parametrize(
    ("covers", "today", "expected"),
    [
        (Covers.YESTERDAY, date(2026, 3, 1), (date(2026, 2, 28), date(2026, 2, 28))),
        (Covers.LAST_WEEK, date(2026, 11, 23), (date(2026, 11, 16), date(2026, 11, 22))),
        (Covers.LAST_WEEK, date(2026, 11, 22), (date(2026, 11, 9), date(2026, 11, 15))),
        (Covers.LAST_FOUR_WEEKS, date(2026, 11, 25), (date(2026, 10, 26), date(2026, 11, 22))),
        (Covers.LAST_MONTH, date(2026, 1, 31), (date(2025, 12, 1), date(2025, 12, 31))),
    ],
)
def test_the_days_that_are_covered(covers: Covers, today: date, expected: tuple[date, date]) -> None:
    assert days(covers, today) == expected


@pytest.mark.parametrize(
    ("now", "every", "hour", "expected"),
    [
        ("2026-11-25T05:59:59", Every.DAY, 7, "2026-11-25T06:00:00"),
        ("2026-11-25T06:00:00", Every.DAY, 7, "2026-11-26T06:00:00"),
        ("2026-11-25T12:00:00", Every.WEEK, 7, "2026-11-30T06:00:00"),
        ("2026-11-25T12:00:00", Every.MONTH, 0, "2026-11-30T23:00:00"),
        # The hour from two to three is skipped, and comes twice.
        ("2026-03-28T12:00:00", Every.DAY, 2, "2026-03-29T01:00:00"),
        ("2026-10-24T12:00:00", Every.DAY, 2, "2026-10-25T00:00:00"),
    ],
)
def test_when_it_is_due_next(now: str, every: Every, hour: int, expected: str) -> None:
    at = next_after(datetime.fromisoformat(now).replace(tzinfo=UTC), every, hour, BERLIN)
    assert at == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(st.integers(1_577_836_800, 1_893_456_000), st.sampled_from(Every), st.integers(0, 23), ZONES)
def test_the_next_time_is_later_and_at_its_hour(seconds: int, every: Every, hour: int, zone: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    at = next_after(now, every, hour, ZoneInfo(zone))
    assert at > now
    assert at.astimezone(ZoneInfo(zone)).hour in (hour, hour + 1)


def test_what_a_stop_has_missed_is_told_once() -> None:
    first, now = datetime(2026, 11, 2, 6, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)
    assert last_by(now, first, Every.WEEK, 7, BERLIN) == datetime(2026, 11, 23, 6, tzinfo=UTC)
