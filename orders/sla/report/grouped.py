"""The SQL of the figures: units with the keys of their groups, and the statement that counts them once.

A unit with two values of a dimension is in two groups, and counts once in the total: ``once`` is true of one of its
rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from orders.sla.report.question import Question
from orders.sla.report.sql import Query, columns_of, counts, grouping, units

Stages = Mapping[str, tuple[str, str]]
"""Names of stages, and from which boundary to which each goes."""


class Unrolls(Protocol):
    """What of an engine is needed here."""

    source: str

    def unrolled(self, query: Query, column: str, value: str) -> Query:
        """A row for each element of a list, as ``value``; ``first_<value>`` is true of a list's first."""


def keyed(question: Question, engine: Unrolls, stages: Stages) -> Query:
    """The units of a report with ``key0``, ``key1``, ``once``, ``class``, and for each stage ``length_<name>`` of those
    that took it and ``before_<name>`` of those that ended it before they began it.
    """
    boundaries = dict.fromkeys(boundary for both in stages.values() for boundary in both)
    query = units(question, engine.source, [*boundaries, *columns_of(question.by)])
    each = [grouping(question, dimension, number) for number, dimension in enumerate(question.by)]
    lists = [one for one in each if one.unrolls]
    for one in lists:
        query = engine.unrolled(query, one.unrolls, one.expression)
    keys = [f"{one.expression} AS key{number}" for number, one in enumerate(each)]
    once = " AND ".join(f"first_{one.expression}" for one in lists) or "true"
    named = ", ".join([*keys, f"{once} AS once", "class", *(_lengths(name, *both) for name, both in stages.items())])
    return Query(f"SELECT {named} FROM ({query.text}) AS units", query.values)  # noqa: S608  our own names


def figures_of(keyed_units: Query, by: Sequence[str], columns: Sequence[str]) -> Query:
    """The groups and the total in one go: a row with ``whole`` 1 and ``once`` true is the total, one with ``whole`` 0 a
    group. ``columns`` are counted beside the classes.
    """
    keys = ", ".join(f"key{number}" for number in range(len(by)))
    sets, whole = (f"({keys}), (once)", "grouping(key0)") if by else ("(once)", "1")
    named = ", ".join([*([keys] if keys else []), f"{whole} AS whole", "once", counts(), *columns])
    text = f"SELECT {named} FROM ({keyed_units.text}) AS keyed GROUP BY GROUPING SETS ({sets})"  # noqa: S608  our own names
    return Query(text, keyed_units.values)


def _lengths(name: str, start: str, end: str) -> str:
    took = f"CASE WHEN done AND {end} >= {start} THEN {end} - {start} END AS length_{name}"
    return f"{took}, CASE WHEN done AND {end} < {start} THEN 1 END AS before_{name}"
