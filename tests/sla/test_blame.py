"""Late orders and the stage each is put down to: against a count in Python that shares nothing with the SQL."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.sla.facts import Fact, facts
from orders.sla.report.blame import STEPS, Waterfall, behind, waterfall
from orders.sla.report.blame_budgets import FILE, BadBudgets, read
from orders.sla.report.question import Question, asked
from tests.answer.fold import fold
from tests.answer.test_week import LOG, _changes
from tests.sla.lakes import lake
from tests.sla.test_classes import AS_OF, HOUR, PLACED, PROMISE, days, fact

COLUMNS = ("placed_at", "paid_at", "files_ready_at", "accepted_at", "dispatched_at", "handed_over_at", "delivered_at")
NAMES = (
    "placed_to_paid", "paid_to_files_ready", "files_ready_to_accepted", "accepted_to_dispatched",
    "dispatched_to_handed_over", "handed_over_to_delivered",
)  # fmt: skip
NOW = int(AS_OF.timestamp()) * 1_000_000


def question(**more: Any) -> Question:
    return asked(**({"start": "2026-11-01", "end": "2026-11-30", "as_of": AS_OF.isoformat()} | more))


def of(folder: Path, *facts: Fact, **more: Any) -> Waterfall:
    with lake(folder, list(facts)) as engine:
        return waterfall(question(**more), engine)


def put(found: Waterfall) -> dict[str, int]:
    return {bar.step: bar.orders for bar in found.bars if bar.orders}


def late(number: int = 1, **hours: float | None) -> Fact:
    """An order of ten days that took what its budgets allow, but for the stages that are named: hours each; None where
    the stage's end is not known.
    """
    usual = dict(zip(NAMES, (24, 6, 8, 72, 12, 72), strict=True)) | hours
    at, times = PLACED, {}
    for name, column in zip(NAMES, COLUMNS[1:], strict=True):
        length = usual[name]
        at += timedelta(hours=length or 0)
        times[column] = None if length is None else at
    return fact(number, **times, done_at=times["delivered_at"])


def recount(told: Fact, now: int = NOW) -> tuple[str, int] | None:
    """The step of one order, and its overrun in microseconds, walked through boundary by boundary; None: not late."""
    budgets = tomllib.loads(FILE.read_text())
    own = budgets["usual"] | next(
        (
            lane
            for lane in sorted(budgets["lane"], key=lambda lane: -("country" in lane))
            if lane["shipping_method"] == told["shipping_method"]
            and lane.get("country", told["country"]) == told["country"]
        ),
        {},
    )
    came, promise = (
        told["done_at"] if told["done_at"] is not None and told["done_at"] <= now else None,
        told["first_promise"],
    )
    if told["cancelled"] or (came is not None and came <= promise) or promise >= now:
        return None
    if came is None and (told["unpaid"] or not told["lost"]):
        return None
    times: list[Any] = [told[name] if told[name] is not None and told[name] <= now else None for name in COLUMNS]
    if came is None:
        reached = max(number for number, at in enumerate(times) if at is not None)
        times[min(reached + 1, 6)] = times[min(reached + 1, 6)] or now
    slack = promise - told["placed_at"] - sum(round(own[name] * HOUR) for name in NAMES)
    walked, before, budget = [(0, 0, slack)], 0, 0
    for number in range(1, 7):
        budget += round(own[NAMES[number - 1]] * HOUR)
        if times[number] is not None:
            slack -= times[number] - times[before] - budget
            walked.append((before, number, slack))
            before, budget = number, 0
    negative = [index for index in range(len(walked)) if all(left < 0 for *_, left in walked[index:])]
    began, ended, left = walked[negative[0]]
    if ended == 0:
        return "promise", -left
    overrun = walked[negative[0] - 1][2] - left
    return (NAMES[began] if ended - began == 1 else "unexplained"), overrun


def test_the_stage_that_used_up_the_slack(tmp_path: Path) -> None:
    found = of(tmp_path, late(1, accepted_to_dispatched=172), late(2, handed_over_to_delivered=130), late(3))
    assert put(found) == {"accepted_to_dispatched": 1, "handed_over_to_delivered": 1}
    bar = found.bars[STEPS.index("accepted_to_dispatched")]
    assert (bar.hours, bar.median, found.late) == (100.0, 100.0, 2)


def test_time_made_up_again_is_no_fault(tmp_path: Path) -> None:
    """The printer was a week late and the carrier made it good; what came after was too much."""
    assert put(of(tmp_path, late(placed_to_paid=80, accepted_to_dispatched=1, handed_over_to_delivered=200))) == {
        "handed_over_to_delivered": 1
    }


def test_a_promise_shorter_than_the_budgets(tmp_path: Path) -> None:
    assert put(of(tmp_path, late() | {"first_promise": late()["paid_at"]})) == {"promise": 1}


def test_between_unknown_ends_nobody_knows(tmp_path: Path) -> None:
    found = of(tmp_path, late(accepted_to_dispatched=None, dispatched_to_handed_over=200, handed_over_to_delivered=60))
    assert put(found) == {"unexplained": 1}
    assert [(span.began, span.ended, span.orders) for span in found.spans] == [("accepted_at", "handed_over_at", 1)]


def test_what_never_arrived_stands_where_it_stopped(tmp_path: Path) -> None:
    gone = late() | {"done_at": None, "delivered_at": None, "lost": True}
    assert put(of(tmp_path, gone)) == {"handed_over_to_delivered": 1}


def test_as_of_before_it_was_late_it_is_not(tmp_path: Path) -> None:
    assert of(tmp_path, late(accepted_to_dispatched=172), as_of=(PROMISE - days(1)).isoformat()).late == 0


def test_an_end_before_its_start_is_counted(tmp_path: Path) -> None:
    found = of(tmp_path, late(files_ready_to_accepted=-3, handed_over_to_delivered=200))
    assert {bar.step: bar.anomalies for bar in found.bars if bar.anomalies} == {"files_ready_to_accepted": 1}


def test_only_what_the_question_narrows_to(tmp_path: Path) -> None:
    facts = [late(n, accepted_to_dispatched=172) | {"country": country} for n, country in enumerate(("DE", "FR", "FR"))]
    assert of(tmp_path, *facts, where=["country=FR"]).late == 2


HOURS = st.one_of(st.none(), st.integers(-40, 400))


@st.composite
def orders(draw: st.DrawFn, number: int = 0) -> Fact:
    """Orders with anything missing, in any order, lost or not."""
    told = late(number, **{name: draw(HOURS) for name in NAMES})
    told |= {"shipping_method": draw(st.sampled_from(["standard", "express", "economy", ""]))}
    told |= {"country": draw(st.sampled_from(["DE", "BR"])), "lost": draw(st.booleans())}
    return told | {
        "first_promise": told["placed_at"] + draw(st.integers(0, 600)) * HOUR,
        "cancelled": draw(st.booleans()),
    }


@given(facts=st.lists(orders(), min_size=10, max_size=60))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_counted_one_by_one(tmp_path: Path, facts: list[Fact]) -> None:
    named = [told | {"id": str(number)} for number, told in enumerate(facts)]
    expected = {told["id"]: counted for told in named if (counted := recount(told))}
    with lake(tmp_path, named) as engine:
        found = waterfall(question(), engine)
        rows = behind(question(), "", engine, most=1000).rows
        each = {step: behind(question(), step, engine, most=1000) for step in STEPS}
    assert {row["id"]: (row["step"], row["overrun"]) for row in rows} == {
        number: (step, round(overrun / HOUR, 4)) for number, (step, overrun) in expected.items()
    }
    assert put(found) == Counter(step for step, _ in expected.values())
    assert {bar.step: bar.orders for bar in found.bars} == {step: len(one.rows) for step, one in each.items()}
    assert found.late == sum(one.count for one in each.values())
    sums = {step: sum(overrun for name, overrun in expected.values() if name == step) for step in STEPS}
    assert {bar.step: bar.hours for bar in found.bars} == {step: round(total / HOUR, 4) for step, total in sums.items()}


@pytest.mark.parametrize(
    "text",
    [
        "version = ",
        FILE.read_text().replace("placed_to_paid = 24", ""),
        FILE.read_text().replace("placed_to_paid = 24", "placed_to_paid = -1"),
        FILE.read_text().replace('shipping_method = "express"', 'shipping_method = "a\' OR 1=1"'),
        FILE.read_text().replace('shipping_method = "express"', 'shipping_method = "economy"'),
    ],
)
def test_budgets_that_make_no_sense_are_said(text: str) -> None:
    with pytest.raises(BadBudgets):
        read(text)


@pytest.mark.skipif(not LOG.exists(), reason="the real week is not on this machine")
def test_the_real_week(tmp_path: Path) -> None:
    written: defaultdict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for change in _changes():
        if "order_id" in change["item"]:
            written[change["item"]["order_id"]].append((change["table"], change["item"]))
    own = [facts(fold(order_id, rows))[0] for order_id, rows in written.items()]
    expected = Counter(counted[0] for told in own if (counted := recount(told, 2**60)))
    with lake(tmp_path, own) as engine:
        found = waterfall(question(start="2017-11-20", end="2017-11-26"), engine)
    assert put(found) == expected
    assert found.late == 503
