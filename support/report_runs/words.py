"""The address of the units behind a figure, as a run keeps it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from orders.sla.report.listing import Behind
from orders.sla.report.question import Question
from support.reports.behind import behind_of
from support.reports.pages import page_of
from support.reports.question import question_of

NAMES: Final = (
    "from", "to", "unit", "cohort", "promise", "by", "where", "timezone", "as_of", "class", "stage", "anomalies", "key",
    "on",
)  # fmt: skip


def spelled(said: QueryDict) -> str:
    """What of a form says which units are asked for; as of the moment that it names, or now. Raises BadQuestion."""
    question = question_of(said, page_of(said.get("on", "")))
    words = [(name, value) for name in NAMES if name != "as_of" for value in said.getlist(name)]
    return urlencode([*words, ("as_of", dict(question.said())["as_of"])])


def read(query: str) -> tuple[Question, Behind]:
    """What a run asks. Raises BadQuestion."""
    said = QueryDict(query)
    return question_of(said, page_of(said.get("on", ""))), behind_of(said)
