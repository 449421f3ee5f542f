"""What a report can be asked, for its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from orders.sla.facts import Unit
from orders.sla.report.definitions import DIMENSIONS
from orders.sla.report.question import Cohort, Promise, Question
from support.shown import report_words as words

COHORTS: Final = {Cohort.PLACED: "placed in these days", Cohort.DUE: "due in these days"}
PROMISES: Final = {Promise.ORIGINAL: "the one made first", Promise.CURRENT: "the one in force"}
ZONES: Final = (
    "UTC", "Europe/Berlin", "Europe/London", "Europe/Paris", "America/New_York", "America/Los_Angeles",
    "America/Sao_Paulo", "Australia/Sydney", "Asia/Tokyo",
)  # fmt: skip

Option = tuple[str, str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The options of each field, with what is chosen; ``filters`` are kept as they are, each with its words."""

    given: Mapping[str, str]
    units: list[Option]
    cohorts: list[Option]
    promises: list[Option]
    first: list[Option]
    second: list[Option]
    zones: tuple[str, ...] = ZONES
    filters: list[tuple[str, str]] = field(default_factory=list)


def choices(question: Question | None, given: Mapping[str, str] | None = None) -> Choices:
    """Of a question, or of what was typed where that is none."""
    by = (*(question.by if question else ("week",)), "", "")
    said = dict(question.said()) if question else dict(given or {})
    where = question.where if question else ()
    return Choices(
        given=said,
        units=[(each.value, words.UNITS[each], bool(question and question.unit is each)) for each in Unit],
        cohorts=[(each.value, COHORTS[each], bool(question and question.cohort is each)) for each in Cohort],
        promises=[(each.value, PROMISES[each], bool(question and question.promise is each)) for each in Promise],
        first=[(each, words.DIMENSIONS[each], each == by[0]) for each in DIMENSIONS],
        second=[(each, words.DIMENSIONS[each], each == by[1]) for each in DIMENSIONS],
        filters=[
            (f"{name}={value or ''}", f"{words.DIMENSIONS[name]}: {words.named(value, name)}") for name, value in where
        ],
    )
