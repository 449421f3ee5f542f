"""The units behind a figure, as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from orders.sla.report.definitions import Class
from orders.sla.report.listing import Behind, Found
from orders.sla.report.question import Question
from support.reports.pages import Page
from support.shown import report_words as words
from support.shown.report_explain import asked_words
from support.shown.report_links import report_link, words_of
from support.shown.report_waterfall import STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit; ``said`` is its class in words, ``mark`` the class of its badge."""

    number: str
    id: str
    address: str
    said: str
    mark: str
    placed_at: datetime | None
    due: datetime | None
    done_at: datetime | None
    where: str
    printers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindPage:
    """``words`` say what was asked, ``hidden`` are the fields by which it is asked again for a file."""

    question: Question
    what: str
    words: Sequence[str]
    units: Sequence[Unit]
    first: int
    last: int
    count: int
    previous: str
    following: str
    back: str
    asked: str
    hidden: Sequence[tuple[str, str]]
    data_until: datetime | None


MARKS = {Class.ON_TIME: "ok", Class.LATE: "fail", Class.OVERDUE: "warn", Class.NO_SCAN: "warn"}


def behind_page(
    question: Question, behind: Behind, found: Found, number: int, most: int, page: Page, step: str = ""
) -> BehindPage:
    """One page of them."""
    hidden = [*words_of(question), ("on", page.slug), *_hidden(behind), *([("step", step)] if step else [])]
    first = (number - 1) * most
    return BehindPage(
        question=question,
        what=words.UNITS[question.unit],
        words=[*_words(question, behind), *([f"put down to: {STEPS[step]}"] if step else [])],
        units=[_unit(row) for row in found.rows],
        first=first + 1 if found.rows else 0,
        last=first + len(found.rows),
        count=found.count,
        previous=_page(hidden, number - 1) if number > 1 else "",
        following=_page(hidden, number + 1) if first + most < found.count else "",
        back=report_link(question, page, as_of=dict(question.said())["as_of"]),
        asked=asked_words(question),
        hidden=hidden,
        data_until=found.data_until,
    )


def _hidden(behind: Behind) -> list[tuple[str, str]]:
    said = [("key", f"{dimension}={value or ''}") for dimension, value in behind.key]
    said += [("class", behind.of.value)] if behind.of else []
    said += [("stage", behind.stage)] if behind.stage else []
    return said + ([("anomalies", "1")] if behind.anomalies else [])


def _words(question: Question, behind: Behind) -> list[str]:
    said = [f"{words.DIMENSIONS[name]}: {words.named(value, name)}" for name, value in (*question.where, *behind.key)]
    if behind.of:
        said.append(f"{words.CLASSES[behind.of][0].lower()}: {words.CLASSES[behind.of][1]}")
    if behind.stage:
        said.append(f"{words.STAGES[behind.stage]}{', ended before it began' if behind.anomalies else ''}")
    return said


def _unit(row: dict[str, Any]) -> Unit:
    of = Class(row["class"])
    return Unit(
        number=row["order_number"] or row["order_id"],
        id=row["id"],
        address=reverse("order", args=[row["order_id"]]),
        said=words.CLASSES[of][0],
        mark=MARKS.get(of, "idle"),
        placed_at=row["placed_at"],
        due=row["due"],
        done_at=row["done_at"],
        where=" ".join(part for part in (row["country"], row["region"]) if part),
        printers=", ".join(row["printers"]),
    )


def _page(hidden: Sequence[tuple[str, str]], number: int) -> str:
    return f"{reverse('report-behind')}?{urlencode([*hidden, ('page', str(number))])}"
