"""What is counted of a printer's jobs, and what is never counted twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.activity import Activity, Did
from orders.contract.model import PrintJobState
from support.printers.figures import Figures, figures, nearest_rank
from support.printers.stages import STAGE_OF, Stage
from support.printers.summary import summarise
from support.printers.worktime import worked, zone_of

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()


def a_job(id_: str = "j-1", state: str = "accepted", **more: Any) -> Activity:
    """A print job of Köln, sent two hours ago."""
    began = more.pop("began", NOW - timedelta(hours=2))
    about: dict[str, Any] = {"did": Did.JOB, "order_id": f"o-{id_}", "line_id": "1", "printer": "koeln"}
    return Activity(id=id_, state=state, began=began, **(about | more))


def of(*jobs: Activity, zone: str = "Europe/Berlin") -> Figures:
    """The figures of Köln after these, each summarised under its day."""
    by_day: dict[date, list[Activity]] = {}
    for job in jobs:
        by_day.setdefault(job.began.date(), []).append(job)
    days = [summarise(day, some, {"koeln": zone}, NOW)[0] for day, some in by_day.items()]
    return figures(days, "koeln", TODAY)


def back(days: float) -> datetime:
    """So many days before now."""
    return NOW - timedelta(days=days)


def test_shares_are_of_the_answered() -> None:
    states = ["submitted", "submitted", "accepted", "in_production", "dispatched", "rejected", "cancelled", "error"]
    now = of(*(a_job(f"j-{n}", state) for n, state in enumerate(states))).now
    assert (now.sent, now.answered) == (8, 5)
    assert (now.acceptance, now.rejection, now.error) == (0.8, 0.2, 0.2)


def test_of_nothing_there_is_no_share() -> None:
    now = of(a_job(state="submitted")).now
    assert (now.acceptance, now.rejection, now.error, now.median) == (None, None, None, None)


def test_what_is_not_sent_yet_is_open_and_not_sent() -> None:
    found = of(a_job(state="created"))
    assert (found.now.sent, found.open, found.owed) == (0, 1, 0)


def test_the_week_before_is_the_seven_days_before() -> None:
    found = of(*(a_job(f"j-{n}", "rejected", began=back(n)) for n in (0, 6, 7, 13, 14)))
    assert (found.now.rejected, found.before.rejected) == (2, 2)
    assert found.days[TODAY - timedelta(days=14)].rejected == 1


@pytest.mark.parametrize("state", PrintJobState)
def test_every_state_is_open_at_one_stage_or_over(state: PrintJobState) -> None:
    over = {"rejected", "dispatched", "cancelled"}
    assert of(a_job(state=state.value)).open == (state.value not in over)
    assert (state in STAGE_OF) == (state.value not in over)


def test_a_state_of_tomorrow_is_counted_as_unknown() -> None:
    assert of(a_job(state="being_blessed")).stages == {Stage.UNKNOWN: 1}


def test_a_job_in_error_that_was_made_anew_needs_nobody_even_when_days_lie_between() -> None:
    broken = a_job("j-1", "error", began=back(5))
    assert of(broken).stages == {Stage.TROUBLE: 1}
    assert of(broken, a_job("j-2", "submitted", replaces="j-1", printer="lille")).stages == {}
    assert of(broken, a_job("j-2", "rejected", replaces="j-1")).stages == {Stage.TROUBLE: 1}


def test_production_counts_on_the_day_of_the_dispatch() -> None:
    found = of(a_job("j-1", "dispatched", began=back(9), accepted=back(9), ended=back(2)))
    assert (found.now.dispatched, found.before.dispatched) == (1, 0)
    assert found.days[back(2).date()].median == 5.0


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-20T12:00", "2026-11-23T12:00", 1.0),  # Friday to Monday
        ("2026-11-21T09:00", "2026-11-22T20:00", 0.0),  # a weekend
        ("2026-11-23T12:00", "2026-11-25T12:00", 2.0),
        ("2026-10-23T12:00", "2026-10-26T12:00", 1.0),  # the clocks went back on Sunday
        ("2026-11-25T12:00", "2026-11-24T12:00", 0.0),
    ],
)
def test_weekends_are_no_working_days(start: str, end: str, days: float) -> None:
    zone = zone_of("Europe/Berlin")
    assert zone
    span = worked(
        datetime.fromisoformat(start).replace(tzinfo=zone), datetime.fromisoformat(end).replace(tzinfo=zone), zone
    )
    assert round(span / timedelta(days=1), 3) == days


def test_it_is_the_printers_weekend_that_counts() -> None:
    start, end = datetime(2026, 11, 20, 14, 0, tzinfo=UTC), datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    assert worked(start, end, zone_of("Asia/Tokyo")) < timedelta(hours=2)  # Friday there ends at 15:00 UTC
    assert worked(start, end, zone_of("Europe/Berlin")) == timedelta(hours=6)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "\0", "x" * 5000])
def test_without_a_zone_that_is_one_days_are_calendar_days(name: str) -> None:
    job = a_job("j-1", "dispatched", began=back(5), accepted=back(4), ended=back(1))
    assert of(job, zone=name).now.median == 3.0


def test_percentiles_are_nearest_rank() -> None:
    ten = Counter({10 * n: 1 for n in range(1, 11)})
    assert (nearest_rank(ten, 0.5), nearest_rank(ten, 0.9)) == (5.0, 9.0)
    assert nearest_rank(Counter({7: 3}), 0.5) == 0.7


@given(st.lists(st.integers(0, 300), min_size=1), st.sampled_from([0.5, 0.9]))
def test_nearest_rank_is_that_of_the_sorted_values(values: list[int], share: float) -> None:
    rank = -int(-share * len(values) // 1)
    assert nearest_rank(Counter(values), share) == sorted(values)[rank - 1] / 10


def test_what_ends_before_it_starts_is_left_out() -> None:
    assert of(a_job("j-1", "dispatched", accepted=NOW, ended=back(1))).now.dispatched == 0


def test_our_own_words_are_not_the_printers() -> None:
    for state in ("created", "submitted", "cancel_requested"):
        assert of(a_job(state=state, updated=NOW)).heard == []
    assert of(a_job(state="cancel_requested", updated=NOW, accepted=back(1))).heard == [back(1)]
    assert of(a_job(state="on_hold", updated=NOW)).heard == [NOW]


def test_a_word_from_the_future_is_not_heard() -> None:
    assert of(a_job(updated=NOW + timedelta(days=2))).heard == []


def test_renders_and_jobs_of_nobody_count_for_no_printer() -> None:
    day, opened = summarise(TODAY, [a_job(printer=""), a_job(did=Did.RENDER)], {}, NOW)
    assert (day.tallies, opened.jobs) == ({}, {})


def test_the_oldest_unanswered_job_says_since_when() -> None:
    found = of(a_job("j-1", "submitted", began=back(3)), a_job("j-2", "submitted"), a_job("j-3", began=back(9)))
    assert found.unanswered == back(3)
