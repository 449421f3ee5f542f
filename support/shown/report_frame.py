"""What every page of reports has around its figures: where else one can go, what was asked, and how new it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orders.sla.report.answer import Answer
from orders.sla.report.question import Question
from support.reports.pages import PAGES, Page
from support.reports.quick import quick_periods
from support.shown.report_choices import Choices, choices
from support.shown.report_explain import Explained, explained
from support.shown.report_links import report_link, tab_link, without_link, words_of
from support.shown.report_words import DIMENSIONS, named

Tab = tuple[str, str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """``filters`` are words with the address of the same report without them; ``hidden`` are the fields by which it is
    asked again for a file.
    """

    page: Page
    question: Question
    answer: Answer
    tabs: Sequence[Tab]
    periods: Sequence[Tab]
    filters: Sequence[tuple[str, str]]
    choices: Choices
    explained: Explained
    hidden: Sequence[tuple[str, str]]
    now: str


def frame(answer: Answer, page: Page) -> Frame:
    """Around an answer."""
    question = answer.question
    today = question.as_of.astimezone(question.zone).date()
    return Frame(
        page=page,
        question=question,
        answer=answer,
        tabs=[(each.name, tab_link(question, each), each is page) for each in PAGES],
        periods=[_period(question, page, each.name, (each.start, each.end)) for each in quick_periods(today)],
        filters=[_filter(question, page, name, value) for name, value in question.where],
        choices=choices(question),
        explained=explained(answer),
        hidden=[*words_of(question), ("on", page.slug)],
        now=report_link(question, page),
    )


def _period(question: Question, page: Page, name: str, days: tuple[object, object]) -> Tab:
    start, end = days
    address = report_link(question, page, **{"from": f"{start}", "to": f"{end}"})
    return name, address, (question.start, question.end) == days


def _filter(question: Question, page: Page, dimension: str, value: str | None) -> tuple[str, str]:
    words = f"{DIMENSIONS[dimension]}: {named(value, dimension)}"
    return words, without_link(question, page, dimension, value)
