"""A week beside others, as its table shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orders.sla.report.compare import Beside, Week
from support.reports.pages import OVERVIEW
from support.shown.report_aims import Aims, is_enough
from support.shown.report_findings import of_weeks
from support.shown.report_lines import Line, Lines
from support.targets.listing import Targets


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """``change`` is this week less that one, in points, where enough arrived in both."""

    which: str
    name: str
    moved: bool
    line: Line
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The weeks with what is found."""

    finding: str
    weeks: Sequence[WeekLine]


def compared(weeks: Sequence[Week], targets: Targets) -> Compared:
    """This week first."""
    this = next(week for week in weeks if week.which is Beside.THIS)
    return Compared(finding=of_weeks(weeks), weeks=[_week(week, this, targets) for week in weeks])


def _week(week: Week, this: Week, targets: Targets) -> WeekLine:
    question = week.answer.question
    lines = Lines(question, Aims(question, targets), OVERVIEW)
    return WeekLine(
        which=week.which.value, name=week.name, moved=week.moved, line=lines.line(week.answer.total),
        change=_change(week, this),
    )  # fmt: skip


def _change(week: Week, this: Week) -> str:
    mine, other = this.answer.total, week.answer.total
    if week is this or not (is_enough(mine) and is_enough(other)):
        return "–"
    return f"{(mine.on_time_pct or 0) - (other.on_time_pct or 0):+.2f}"
