"""A week beside the one before it and the same week a year earlier: the same question of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from orders.sla.report.answer import Answer, answer_of
from orders.sla.report.engine import reading
from orders.sla.report.question import Question

A_WEEK: Final = timedelta(days=7)
SUNDAY: Final = timedelta(days=6)


class Beside(StrEnum):
    """Which week."""

    THIS = "this week"
    LAST = "last week"
    YEAR = "same week last year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A whole ISO week, and what was asked of it, of the stages nothing. ``moved`` says that it is the last week of a
    year that has no week 53.
    """

    which: Beside
    name: str
    moved: bool
    answer: Answer


def compare(question: Question, table: str) -> list[Week]:
    """The week of the question's last day, but never one that is still to come, and those to compare it with, all of
    one moment. Raises lake.local.NoLake.
    """
    with reading(table) as lake:
        return [
            Week(
                which=which,
                name=name_of(start),
                moved=moved,
                answer=answer_of(week_question(question, start), lake, {}),
            )
            for which, (start, moved) in weeks_of(question).items()
        ]


def weeks_of(question: Question) -> Mapping[Beside, tuple[date, bool]]:
    """The Monday of each week, and whether it is another week's for want of a week 53."""
    today = question.as_of.astimezone(question.zone).date()
    this = monday(min(question.end, today))
    year, moved = a_year_before(this)
    return {Beside.THIS: (this, False), Beside.LAST: (this - A_WEEK, False), Beside.YEAR: (year, moved)}


def week_question(question: Question, start: date) -> Question:
    """The same of one week, all together."""
    return replace(question, start=start, end=start + SUNDAY, by=())


def monday(day: date) -> date:
    """Of the week of a day."""
    return day - timedelta(days=day.weekday())


def a_year_before(start: date) -> tuple[date, bool]:
    """The Monday of the week with the same number in the ISO year before; of its last one where it has no week 53."""
    year, week, _ = start.isocalendar()
    try:
        return date.fromisocalendar(year - 1, week, 1), False
    except ValueError:
        return date.fromisocalendar(year - 1, week - 1, 1), True


def name_of(start: date) -> str:
    """As reports name weeks: "2017-W47"."""
    year, week, _ = start.isocalendar()
    return f"{year}-W{week:02d}"
