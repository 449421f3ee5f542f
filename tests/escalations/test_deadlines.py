"""Deadlines: in the printer's working days and hours, by its own clock, as a table of cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.contract.model import Printer
from support.escalations.deadlines import HOURS, PARTS, Rung, ladder
from support.escalations.holidays import easter, holidays
from support.escalations.models import CLOSED, EscalationState, Severity
from support.escalations.worktime import Worktime, worktime_of

CASES = [
    # zone, country, since in UTC, working hours, then in UTC; and what the case is about
    ("UTC", "", "2026-11-25T10:00", 2, "2026-11-25T12:00", "within a day"),
    ("UTC", "", "2026-11-25T16:00", 2, "2026-11-26T10:00", "over the evening"),
    ("UTC", "", "2026-11-27T16:00", 2, "2026-11-30T10:00", "over the weekend"),
    ("UTC", "", "2026-11-28T03:00", 4, "2026-11-30T13:00", "begun on a Saturday"),
    ("UTC", "", "2026-11-25T05:00", 2, "2026-11-25T11:00", "begun before work"),
    ("UTC", "", "2026-11-25T09:00", 8, "2026-11-25T17:00", "a whole day ends with it"),
    ("UTC", "", "2026-11-25T17:00", 8, "2026-11-26T17:00", "begun as work ends"),
    ("UTC", "", "2026-11-25T12:00", 40, "2026-12-02T12:00", "a week"),
    ("Europe/Berlin", "DE", "2026-11-25T15:30", 1, "2026-11-26T08:30", "half an hour is left in Berlin"),
    ("Europe/Berlin", "DE", "2026-12-24T15:00", 8, "2026-12-28T15:00", "over Christmas"),
    ("Europe/Berlin", "DE", "2026-04-02T12:00", 8, "2026-04-07T12:00", "over Easter, in summer time"),
    ("Europe/Berlin", "DE", "2026-03-27T12:00", 8, "2026-03-30T11:00", "clocks go forward on the Sunday between"),
    ("Europe/Berlin", "DE", "2026-10-23T11:00", 8, "2026-10-26T12:00", "clocks go back on the Sunday between"),
    ("America/Denver", "US", "2026-03-06T17:00", 8, "2026-03-09T16:00", "another day for summer time there"),
    ("America/Denver", "US", "2026-11-25T23:00", 4, "2026-11-27T19:00", "over Thanksgiving"),
    ("Asia/Tokyo", "JP", "2026-11-20T07:00", 2, "2026-11-24T01:00", "Friday afternoon there, and a holiday on Monday"),
    ("Europe/London", "GB", "2026-12-24T16:00", 4, "2026-12-29T12:00", "Boxing Day, a Saturday, is kept on Monday"),
    ("Pacific/Auckland", "NZ", "2026-11-26T20:30", 1, "2026-11-26T21:30", "Friday morning there, no holidays known"),
]


@pytest.mark.parametrize(("zone", "country", "since", "hours", "then", "case"), CASES, ids=[case[-1] for case in CASES])
def test_working_time(zone: str, country: str, since: str, hours: float, then: str, case: str) -> None:
    begun, ended = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (since, then))
    assert Worktime(ZoneInfo(zone), country).after(begun, hours) == ended


@given(
    st.integers(0, 2 * 365 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.floats(0.25, 60),
    st.floats(0.25, 60),
    st.sampled_from(["Europe/Berlin", "America/Denver", "Asia/Tokyo", "Australia/Sydney"]),
)
def test_parts_add_up_and_time_goes_forward(since: datetime, first: float, second: float, zone: str) -> None:
    worktime = Worktime(ZoneInfo(zone), "DE")
    between = worktime.after(since, first)
    whole = worktime.after(since, first + second)
    assert since < between < whole
    assert abs((worktime.after(between, second) - whole).total_seconds()) < 1
    assert worktime.works(whole.astimezone(worktime.zone).date())


@pytest.mark.parametrize(
    ("country", "day", "is_one"),
    [
        ("DE", date(2026, 10, 3), True), ("de", date(2027, 5, 6), True), ("DE", date(2026, 11, 25), False),
        ("US", date(2026, 11, 26), True), ("US", date(2026, 7, 3), True), ("US", date(2027, 12, 31), True),
        ("GB", date(2026, 12, 28), True), ("GB", date(2027, 12, 27), True), ("GB", date(2027, 12, 28), True),
        ("GB", date(2027, 12, 29), False), ("GB", date(2026, 8, 31), True), ("", date(2026, 12, 25), False),
        ("XX", date(2026, 12, 25), False), ("FR", date(2026, 7, 14), True), ("PL", date(2026, 6, 4), True),
    ],
)  # fmt: skip
def test_holidays(country: str, day: date, is_one: bool) -> None:
    assert (day in holidays(country, day.year)) is is_one


@pytest.mark.parametrize("told", ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "1961-04-02"])
def test_easter(told: str) -> None:
    assert easter(int(told[:4])) == date.fromisoformat(told)


@pytest.mark.parametrize(
    ("printer", "zone", "country"),
    [
        (None, "UTC", ""),
        (Printer(printer_id="p", country="pl", timezone="Europe/Warsaw"), "Europe/Warsaw", "PL"),
        (Printer(printer_id="p", country="JP"), "Asia/Tokyo", "JP"),
        (Printer(printer_id="p", country="FR", timezone="../../etc/passwd"), "Europe/Paris", "FR"),
        (Printer(printer_id="p", country="ZZ", timezone="Mars/Olympus"), "UTC", "ZZ"),
    ],
)
def test_a_printers_clock(printer: Printer | None, zone: str, country: str) -> None:
    assert worktime_of(printer) == Worktime(ZoneInfo(zone), country)


@pytest.mark.parametrize("state", [state for state in EscalationState if state not in CLOSED])
def test_the_worse_the_sooner(state: EscalationState) -> None:
    hours = HOURS[state]
    assert list(hours) == sorted(set(hours))


def test_the_owner_hears_before_it_is_due_and_managers_after() -> None:
    begun = ladder(EscalationState.OPEN, Severity.NORMAL, datetime(2026, 11, 25, 9, tzinfo=UTC), worktime_of(None))
    assert begun is not None
    times = dict(begun.rungs)
    assert times[Rung.OWNER] < times[Rung.LEAD] == begun.due_at < times[Rung.MANAGER]
    assert [begun.next_after(told) for told in range(4)] == [*times.values(), None]
    assert set(PARTS) == set(Rung)


@pytest.mark.parametrize("state", CLOSED)
def test_nothing_is_due_once_it_is_over(state: EscalationState) -> None:
    assert ladder(state, Severity.URGENT, datetime(2026, 11, 25, tzinfo=UTC), worktime_of(None)) is None
