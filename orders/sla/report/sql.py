"""The SQL of a report: what DuckDB and Athena both take; where they differ, the engine has a way of its own.

Values that somebody typed are never part of the text: they are parameters, ``?`` in the order of ``Query.values``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any

from orders.sla.report.definitions import (
    LIST_DIMENSIONS,
    NO_SCAN_AFTER,
    PERIOD_DIMENSIONS,
    SHOWN,
    TEXT_DIMENSIONS,
)
from orders.sla.report.periods import A_DAY, MONDAY_BEFORE, Run, microseconds, midnight, month_starts, number_of, runs
from orders.sla.report.question import Cohort, Promise, Question


@dataclass(slots=True)
class Query:
    """A text with its parameters."""

    text: str
    values: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grouping:
    """What a dimension is in SQL: its expression, and the list that is unrolled to its values, "" where none is."""

    expression: str
    unrolls: str = ""


def units(question: Question, table: str, columns: Iterable[str]) -> Query:
    """The units of a report, each once, with ``class``, ``done``, ``day`` and some columns of the facts: what all its
    figures are counted from.
    """
    promise = "first_promise" if question.promise is Promise.ORIGINAL else "promise"
    time = "placed_at" if question.cohort is Cohort.PLACED else promise
    zone, (begins, ends) = question.zone, _bounds(question)
    days = _day(time, runs(question.start, question.end, zone))
    own = (f"{days} AS day", f"{_class(promise)} AS class", "(NOT cancelled AND done_at <= ?) AS done")
    named = ", ".join([*dict.fromkeys([*columns, *_filtered_by(question)]), *own])
    where = f"unit = ? AND {time} >= ? AND {time} < ?"
    query = Query(f"SELECT {named} FROM {table} WHERE {where}")  # noqa: S608  our own names
    now = microseconds(question.as_of)
    silent = now - NO_SCAN_AFTER.total_seconds() * 1_000_000
    query.values = [now, now, int(silent), now, now, now, question.unit.value, begins, ends]
    return narrowed(query, question, question.where)


def columns_of(dimensions: Iterable[str]) -> list[str]:
    """The columns of the facts in which dimensions are."""
    known = {**TEXT_DIMENSIONS, **LIST_DIMENSIONS}
    return [known[dimension] for dimension in dimensions if dimension in known]


def _filtered_by(question: Question) -> list[str]:
    return columns_of(dimension for dimension, _ in question.where)


def _bounds(question: Question) -> tuple[int, int]:
    following = question.end + timedelta(days=1)
    return midnight(question.start, question.zone), midnight(following, question.zone)


def _class(promise: str) -> str:
    """The first that applies. ``?`` are, in order: as-of, as-of, as-of less the days without a scan, as-of, as-of."""
    return (
        "CASE WHEN cancelled THEN 'cancelled' "
        f"WHEN done_at <= ? AND {promise} IS NOT NULL "
        f"THEN CASE WHEN done_at <= {promise} THEN 'on_time' ELSE 'late' END "
        "WHEN unpaid THEN 'unpaid' "
        f"WHEN {promise} IS NULL THEN 'no_promise' "
        f"WHEN lost AND {promise} < ? THEN 'late' "
        "WHEN handed_over_at IS NOT NULL AND unit <> 'print_job' AND coalesce(greatest(heard_at, handed_over_at), "
        f"handed_over_at) < ? AND {promise} < ? THEN 'no_scan' "
        f"WHEN {promise} < ? THEN 'overdue' ELSE 'open' END"
    )


def _day(time: str, spans: list[Run]) -> str:
    """The number of the local day that an instant is in."""
    cases = "".join(f"WHEN {time} < {after.begins} THEN {_day_of(span, time)} " for span, after in pairwise(spans))
    last = _day_of(spans[-1], time)
    return f"CASE {cases}ELSE {last} END" if cases else last


def _day_of(span: Run, time: str) -> str:
    return f"{span.first} + {_whole(f'({time} - {span.begins})', A_DAY)}" if span.even else str(span.first)


def _whole(number: str, by: int) -> str:
    """A number, not below zero, divided to a whole one. DuckDB's ``/`` gives fractions, Athena's does not."""
    return f"CAST(({number} - mod({number}, {by})) / {by} AS BIGINT)"


def grouping(question: Question, dimension: str, number: int) -> Grouping:
    """How to group by a dimension; ``number`` keeps two of them apart."""
    match dimension:
        case "day":
            return Grouping("day")
        case "week":
            return Grouping(_whole(f"(day + {MONDAY_BEFORE})", 7))
        case "month":
            return Grouping(_month(question))
        case _ if dimension in LIST_DIMENSIONS:
            return Grouping(f"value{number}", LIST_DIMENSIONS[dimension])
        case _:
            return Grouping(f"NULLIF({TEXT_DIMENSIONS[dimension]}, '')")


def _month(question: Question) -> str:
    starts = month_starts(question.start, question.end)
    cases = "".join(f"WHEN day < {first} THEN {number - 1} " for number, first in starts[1:])
    return f"CASE {cases}ELSE {starts[-1][0]} END" if cases else f"CAST({starts[-1][0]} AS BIGINT)"


def counts() -> str:
    """The columns that count units by class, first all of them."""
    each = [f"count(CASE WHEN class = '{name}' THEN 1 END) AS {name.value}_count" for name in SHOWN]
    return ", ".join(["count(*) AS orders", *each])


def narrowed(query: Query, question: Question, filters: Iterable[tuple[str, str | None]]) -> Query:
    """What has, for each dimension that is filtered by, one of the values."""
    wanted: dict[str, list[str | None]] = {}
    for dimension, value in filters:
        wanted.setdefault(dimension, []).append(value)
    if not wanted:
        return query
    made = Query(f"SELECT * FROM ({query.text}) AS units", list(query.values))  # noqa: S608  our own names
    each = [" OR ".join(_has(made, question, name, value) for value in values) for name, values in wanted.items()]
    made.text += " WHERE " + " AND ".join(f"({clause})" for clause in each)
    return made


def _has(query: Query, question: Question, dimension: str, value: str | None) -> str:
    if dimension in PERIOD_DIMENSIONS:
        expression = grouping(question, dimension, 0).expression
        query.values.append(number_of(dimension, value or ""))
        return f"{expression} = ?"
    if dimension in TEXT_DIMENSIONS:
        query.values.append(value or "")
        return f"{TEXT_DIMENSIONS[dimension]} = ?"
    column = LIST_DIMENSIONS[dimension]
    if value is None:
        return f"{column}[1] IS NULL"
    query.values.append(value)
    return f"contains({column}, ?)"
