"""Addresses of reports: each number leads to what is behind it, each group to a report of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from orders.sla.report.definitions import Class
from orders.sla.report.question import Question
from support.reports.pages import OVERVIEW, Page


def words_of(question: Question) -> list[tuple[str, str]]:
    """A question in the words of an address; that nothing groups is said too."""
    return [(name, value) for name, value in question.said() if value or name == "by"]


def report_link(question: Question, page: Page = OVERVIEW, **changes: str) -> str:
    """A report like this one, with other words in it; "" takes a word out, but of ``by``. As of now, unless said."""
    changes = {"as_of": ""} | changes
    said = [(name, value) for name, value in words_of(question) if name not in changes]
    said += [(name, value) for name, value in changes.items() if value or name == "by"]
    return f"{reverse(page.route)}?{urlencode(said)}"


def tab_link(question: Question, page: Page) -> str:
    """Another page about the same days, promise and filters; what it counts and groups by is its own."""
    said = [(name, value) for name, value in words_of(question) if name not in ("by", "unit", "as_of")]
    return f"{reverse(page.route)}?{urlencode(said)}"


def narrowed_link(question: Question, page: Page, dimension: str, value: str | None) -> str:
    """The same report of one value of a dimension alone."""
    rest = tuple(each for each in question.where if each[0] != dimension)
    return report_link(replace(question, where=(*rest, (dimension, value))), page)


def without_link(question: Question, page: Page, dimension: str, value: str | None) -> str:
    """The same report without a filter."""
    rest = tuple(each for each in question.where if each != (dimension, value))
    return report_link(replace(question, where=rest), page)


class Behind:
    """Addresses of what is behind the figures of one question, for a page: its words are spelled once."""

    def __init__(self, question: Question, page: Page = OVERVIEW) -> None:
        on = [("on", page.slug)] if page is not OVERVIEW else []
        self._start = f"{reverse('report-behind')}?{urlencode([*words_of(question), *on])}"

    def link(
        self,
        key: Iterable[tuple[str, str | None]] = (),
        of: Class | None = None,
        *,
        stage: str = "",
        anomalies: bool = False,
        step: str = "",
    ) -> str:
        """The units of a group, a class, a stage; late orders put down to a step."""
        said = [("key", f"{dimension}={value or ''}") for dimension, value in key]
        said += [("class", of.value)] if of else []
        said += [("stage", stage)] if stage else []
        said += [("anomalies", "1")] if anomalies else []
        said += [("step", step)] if step else []
        return f"{self._start}&{urlencode(said)}" if said else self._start
