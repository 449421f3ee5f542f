"""Times in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.templatetags.times import full, moment, relative, span, when

NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=38), "38 s"),
        (timedelta(minutes=41), "41 min"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=59), "59 days"),
        (timedelta(days=100), "3 months"),
        (timedelta(days=3 * 366), "3 years"),
    ],
)
def test_lengths(length: timedelta, words: str) -> None:
    assert span(length) == words


def test_before_after_and_now() -> None:
    assert relative(NOW - timedelta(minutes=2), NOW) == "2 min ago"
    assert relative(NOW + timedelta(days=5), NOW) == "in 5 days"
    assert relative(NOW, NOW) == "just now"


def test_another_year_is_named() -> None:
    assert moment(datetime(2017, 11, 20, 9, 5, tzinfo=UTC)) == "Mon 20 Nov 2017, 09:05"


def test_the_full_time_names_its_zone() -> None:
    assert full(NOW) == "Sun 22 Nov 2026, 21:00:00 UTC"


@pytest.mark.parametrize("edge", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_the_calendar_are_times_too(edge: datetime, settings: object) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"  # type: ignore[attr-defined]
    assert "datetime=" in when(edge)
    assert "datetime=" in when(edge, "day")


def test_a_missing_time_says_so() -> None:
    assert "not known" in when(None)
