"""Sentences over charts: by a rule, and none where too little is known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from orders.sla.report.answer import Answer, Figures, Stage
from orders.sla.report.compare import Beside, a_year_before, weeks_of
from orders.sla.report.definitions import SHOWN, STAGES, Class
from orders.sla.report.question import Question, asked
from support.reports.pages import PRINTERS
from support.shown import report_findings as findings
from support.shown.report_aims import Aims, Mark, judged
from support.shown.report_chart import trend
from support.shown.report_heat import MOST_ROWS, heat_map, summed
from support.shown.report_links import Behind
from support.targets.listing import Targets
from support.targets.models import Target


def of(key: dict[str, str | None], on_time: int, late: int, still_open: int = 0) -> Figures:
    classes = dict.fromkeys(SHOWN, 0) | {Class.ON_TIME: on_time, Class.LATE: late, Class.OPEN: still_open}
    return Figures(key=key, units=sum(classes.values()), classes=classes, stages={})


def question(by: str = "week", **more: str) -> Question:
    said: dict[str, Any] = {"start": "2026-10-05", "end": "2026-11-01", "as_of": "2026-11-25T00:00:00Z", "by": by}
    return asked(**(said | more))


def aims(by: str = "week", *versions: tuple[str, str]) -> Aims:
    found = [Target(starts_on=date.fromisoformat(day), per_cent=Decimal(value)) for day, value in versions]
    return Aims(question(by), Targets(sorted(found, key=lambda each: each.starts_on, reverse=True)))


def test_a_trend_tells_how_many_met_and_how_the_last_stands() -> None:
    weeks = [of({"week": "2026-W41"}, 96, 4), of({"week": "2026-W42"}, 90, 10)]
    assert findings.of_trend(weeks, aims(), "week") == (
        "1 of 2 weeks that can be judged met the target; 2026-W42 was 6.00 points worse than 2026-W41."
    )


def test_what_is_open_or_small_is_not_judged() -> None:
    weeks = [of({"week": "2026-W41"}, 19, 0), of({"week": "2026-W42"}, 50, 0, still_open=50)]
    assert findings.of_trend(weeks, aims(), "week").startswith("No week can be judged yet: fewer than 20")


def test_a_trend_measures_each_week_by_its_own_target() -> None:
    weeks = [of({"week": "2026-W41"}, 90, 10), of({"week": "2026-W43"}, 90, 10)]
    stepped = aims("week", ("2026-10-01", "85"), ("2026-10-14", "92"))
    assert findings.of_trend(weeks, stepped, "week").startswith("1 of 2 weeks")


def test_groups_tell_the_worst_of_those_with_enough() -> None:
    groups = [of({"printer": "a"}, 80, 20), of({"printer": "b"}, 0, 19), of({"printer": "c"}, 99, 1)]
    said = findings.of_groups(groups, aims("printer"), "printer")
    assert said == "1 of 2 printers with enough to judge missed the target; the worst is a with 80.00 % of 100."


def test_groups_without_enough_are_not_compared() -> None:
    said = findings.of_groups([of({"country": "DE"}, 3, 3)], aims("country"), "country")
    assert said == "Fewer than 20 in each of these countries: too few to compare."


def test_stages_without_enough_say_so() -> None:
    none = Stage(n=3, anomalies=0, percentiles={"p50": 1.0, "p90": 2.0, "p95": 2.0}, mean=1.0)
    assert "too few" in findings.of_stages(dict.fromkeys(STAGES, none), question().unit)


@pytest.mark.parametrize(
    ("percent", "count", "mark"),
    [(95.0, 20, Mark.MET), (94.9, 20, Mark.NEAR), (80.0, 20, Mark.NEAR), (79.9, 20, Mark.FAR), (0.0, 19, Mark.FEW)],
)
def test_marks(percent: float, count: int, mark: Mark) -> None:
    assert judged(percent, 95.0, count) is mark


def test_weeks_beside_each_other() -> None:
    told = weeks_of(question(end="2026-11-25", timezone="Australia/Sydney"))
    days = {which: (start.isocalendar()[:2], moved) for which, (start, moved) in told.items()}
    assert days == {
        Beside.THIS: ((2026, 48), False), Beside.LAST: ((2026, 47), False), Beside.YEAR: ((2025, 48), False),
    }  # fmt: skip


def test_the_week_is_that_of_the_zone_s_today() -> None:
    late = question(end="2026-12-31", as_of="2026-11-29T13:30:00Z", timezone="Australia/Sydney")
    assert weeks_of(late)[Beside.THIS][0] == date(2026, 11, 30)


def test_a_year_without_a_week_53_gives_its_last() -> None:
    assert a_year_before(date.fromisocalendar(2026, 53, 1)) == (date.fromisocalendar(2025, 52, 1), True)


def test_the_target_steps_where_it_changed() -> None:
    weeks = [of({"week": f"2026-W{number}"}, 90, 10) for number in (41, 42, 43, 44)]
    stepped = aims("week", ("2026-10-01", "85"), ("2026-10-19", "92"))
    chart = trend(question(), weeks, stepped, Behind(question()))
    assert chart is not None
    assert [words for *_, words in chart.steps] == ["target 85 %", "target 92 %"]
    assert chart.points[1].x < chart.steps[1][0] < chart.points[2].x
    assert chart.target.count("V") == 1


def test_many_printers_are_folded_and_none_is_lost() -> None:
    by = question("printer,week")
    rows = [of({"printer": f"p{number:02}", "week": "2026-W41"}, number + 20, 1) for number in range(60)]
    found = Answer(question=by, data_until=datetime.now(UTC), rows=rows, total=of({}, 1, 1))
    heat = heat_map(found, Aims(by, Targets([])), PRINTERS)
    assert heat is not None
    assert heat.others is not None
    assert len(heat.rows) == MOST_ROWS
    assert heat.rows[0].name.text == "p59"
    assert heat.others.name.text == "35 other printers: show all"
    assert sum(each.units for each in summed(rows, "printer")) == sum(each.units for each in rows)
