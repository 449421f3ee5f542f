"""Classes, periods and percentiles, case by case, on facts written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.sla.facts import Fact
from orders.sla.lake.parquet import patched
from orders.sla.report.answer import Figures, figures
from orders.sla.report.definitions import Class
from orders.sla.report.duck import Duck
from orders.sla.report.periods import label, microseconds, midnight, number_of
from orders.sla.report.question import Question, asked

PLACED, PROMISE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 10, tzinfo=UTC)
AS_OF = datetime(2026, 11, 25, tzinfo=UTC)
HOUR = 3_600_000_000


def fact(number: int = 1, **more: Any) -> Fact:
    """An order that was paid and promised."""
    texts = dict.fromkeys(("order_number", "country", "region", "shipping_method"), "")
    times = ("files_ready_at", "accepted_at", "dispatched_at", "handed_over_at", "delivered_at", "heard_at", "done_at")
    lists: dict[str, list[str]] = {name: [] for name in ("products", "printers", "carriers", "services", "templates")}
    about = {"unit": "order", "id": f"o{number}", "order_id": f"o{number}"}
    promised = {"first_promise": PROMISE, "promise": PROMISE, "placed_at": PLACED, "paid_at": PLACED}
    flags = {"cancelled": False, "unpaid": False, "lost": False}
    told = about | texts | dict.fromkeys(times) | lists | promised | flags | more
    return {name: microseconds(value) if isinstance(value, datetime) else value for name, value in told.items()}


def report(folder: Path, facts: Iterable[Fact], **question: Any) -> tuple[list[Figures], Figures]:
    path = folder / "facts.parquet"
    path.write_bytes(patched(None, (), facts)[0])
    about = {"start": "2026-11-01", "end": "2026-11-30", "as_of": AS_OF.isoformat()} | question
    with Duck([str(path)]) as engine:
        return figures(asked(**about), engine)


def days(number: float) -> timedelta:
    return timedelta(days=number)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, Class.OVERDUE),
        ({"first_promise": AS_OF}, Class.OPEN),
        ({"done_at": PROMISE}, Class.ON_TIME),
        ({"done_at": PROMISE + timedelta(microseconds=1)}, Class.LATE),
        ({"done_at": AS_OF + days(1)}, Class.OVERDUE),
        ({"done_at": PROMISE, "cancelled": True}, Class.CANCELLED),
        ({"unpaid": True}, Class.UNPAID),
        ({"unpaid": True, "done_at": PROMISE}, Class.ON_TIME),
        ({"first_promise": None}, Class.NO_PROMISE),
        ({"first_promise": None, "unpaid": True}, Class.UNPAID),
        ({"first_promise": None, "done_at": PROMISE}, Class.NO_PROMISE),
        ({"lost": True}, Class.LATE),
        ({"lost": True, "first_promise": AS_OF}, Class.OPEN),
        ({"handed_over_at": AS_OF - days(11)}, Class.NO_SCAN),
        ({"handed_over_at": AS_OF - days(11), "heard_at": AS_OF - days(9)}, Class.OVERDUE),
        ({"handed_over_at": AS_OF - days(11), "first_promise": AS_OF}, Class.OPEN),
    ],
    ids=str,
)  # fmt: skip
def test_class(tmp_path: Path, told: dict[str, Any], expected: Class) -> None:
    _, total = report(tmp_path, [fact(**told)])
    assert [each for each, number in total.classes.items() if number] == [expected]


def test_the_promise_in_force_on_choice(tmp_path: Path) -> None:
    moved = fact(promise=PROMISE + days(5), done_at=PROMISE + days(1))
    assert report(tmp_path, [moved])[1].on_time_pct == 0
    assert report(tmp_path, [moved], promise="current")[1].on_time_pct == 100


def test_an_end_before_its_start_is_an_anomaly(tmp_path: Path) -> None:
    backwards = fact(1, done_at=PROMISE, paid_at=PLACED - days(1))
    forwards = fact(2, done_at=PROMISE, paid_at=PLACED + days(1))
    stage = report(tmp_path, [backwards, forwards])[1].stages["placed_to_paid"]
    assert (stage.n, stage.anomalies, stage.percentiles["p50"], stage.mean) == (1, 1, 24.0, 24.0)


def test_an_order_counts_once_under_each_value_and_once_in_all(tmp_path: Path) -> None:
    rows, total = report(tmp_path, [fact(1, products=["a", "b"]), fact(2)], by="product")
    assert [(row.key["product"], row.units) for row in rows] == [("a", 1), ("b", 1), (None, 1)]
    assert total.units == 2


def test_filters_widen_within_a_dimension_and_narrow_across(tmp_path: Path) -> None:
    facts = [fact(1, country="DE", products=["a"]), fact(2, country="FR", products=["a"]), fact(3, country="DE")]
    where = ["country=DE", "country=FR", "product=a"]
    assert report(tmp_path, facts, where=where)[1].units == 2
    assert report(tmp_path, facts, where=["product="])[1].units == 1
    assert report(tmp_path, facts, where=["product=' OR 1=1 --"])[1].units == 0


@given(lengths=st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_percentiles_are_nearest_rank(tmp_path: Path, lengths: list[int]) -> None:
    facts = [fact(n, done_at=PROMISE, paid_at=microseconds(PLACED) + length) for n, length in enumerate(lengths)]
    told = report(tmp_path, facts)[1].stages["placed_to_paid"].percentiles
    for name, percent in (("p50", 50), ("p90", 90), ("p95", 95)):
        rank = ceil(percent * len(lengths) / 100)
        assert told[name] == round(sorted(lengths)[rank - 1] / HOUR, 4)


ZONES = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2017, 2018])
def test_days_begin_at_midnight_there(tmp_path: Path, zone: str, year: int) -> None:
    """Around each midnight of two months in which clocks change, in Brazil at midnight itself."""
    whole: Question = asked(start=f"{year}-10-01", end=f"{year}-11-30", timezone=zone)
    first = whole.start
    each = [first + timedelta(days=n) for n in range((whole.end - first).days + 1)]
    times = [(day, midnight(day, whole.zone)) for day in each]
    facts = [fact(n, placed_at=at) for n, (_, at) in enumerate(times)]
    facts += [fact(1000 + n, placed_at=at - 1) for n, (_, at) in enumerate(times)]
    rows, total = report(tmp_path, facts, start=f"{year}-10-01", end=f"{year}-11-30", by="day", timezone=zone)
    # Each day has its first microsecond and its last, but the last of all, whose last is not among them.
    assert {row.key["day"]: row.units for row in rows} == {
        day.isoformat(): 1 if day == whole.end else 2 for day in each
    }
    assert total.units == 2 * len(each) - 1


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_periods_have_names_and_back(day: date) -> None:
    year, week, _ = day.isocalendar()
    names = {"day": day.isoformat(), "week": f"{year}-W{week:02d}", "month": f"{day:%Y-%m}"}
    assert {kind: label(kind, number_of(kind, name)) for kind, name in names.items()} == names
