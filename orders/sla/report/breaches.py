"""What broke its promise: late, overdue, or with no delivery scan; by how much, and the worst first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from orders.sla.facts import EPOCH, MICROSECOND, Unit
from orders.sla.report.blame_budgets import budgets
from orders.sla.report.blame_sql import put_down
from orders.sla.report.definitions import Class
from orders.sla.report.engine import Engine, reading
from orders.sla.report.listing import A_TIME, COLUMNS, Behind, Found
from orders.sla.report.periods import microseconds
from orders.sla.report.question import Promise, Question
from orders.sla.report.sql import Query, narrowed, units

BROKEN: Final = (Class.LATE, Class.OVERDUE, Class.NO_SCAN)
NAMED: Final = 1000


def breaches(question: Question, behind: Behind, table: str, *, start: int = 0, most: int = 50) -> Found:
    """Some of them from ``start`` on; of the class of ``behind`` alone where that is one of ``BROKEN``. Each row has
    its ``lateness`` so far, a timedelta, and the ``step`` that a late order is put down to ("" of others), beside what
    ``listed`` gives. Raises lake.local.NoLake.
    """
    with reading(table) as lake:
        return replace(breaches_of(question, behind, lake.engine, start=start, most=most), data_until=lake.until)


def breaches_of(question: Question, behind: Behind, engine: Engine, *, start: int = 0, most: int = 50) -> Found:
    """The same of an engine that is there."""
    query = _query(question, behind, engine, [behind.of] if behind.of in BROKEN else BROKEN)
    count = engine.ask(Query(f"SELECT count(*) AS n FROM ({query.text}) AS broken", query.values))[0]["n"]  # noqa: S608  our own text
    rows = list(_some(question, query, engine, start, most))
    steps = _steps(question, [row["id"] for row in rows], engine)
    return Found(rows=[row | {"step": steps.get(row["id"], "")} for row in rows], count=count, data_until=None)


def _steps(question: Question, ids: Collection[str], engine: Engine) -> dict[str, str]:
    """What orders are put down to, by their ids; of few they are named, of many all are asked."""
    if question.unit is not Unit.ORDER or not ids:
        return {}
    asked = put_down(question, engine.source, ("id",), budgets())
    named, values = "", list(asked.values)
    if len(ids) <= NAMED:
        named, values = f" WHERE id IN ({', '.join('?' for _ in ids)})", [*values, *ids]
    rows = engine.ask(Query(f"SELECT id, put FROM ({asked.text}) AS late{named}", values))  # noqa: S608  our own text
    return {row["id"]: row["put"] for row in rows}


def _query(question: Question, behind: Behind, engine: Engine, classes: Collection[Class]) -> Query:
    """``?`` come in the order of the text: as-of before everything else, the classes last."""
    asked = narrowed(units(question, engine.source, COLUMNS), question, behind.key)
    marks = ", ".join("?" for _ in classes)
    text = (
        f"SELECT *, (CASE WHEN done THEN done_at ELSE ? END) - {_promise(question)} AS lateness "  # noqa: S608  our own text
        f"FROM ({asked.text}) AS asked WHERE class IN ({marks})"
    )
    return Query(text, [microseconds(question.as_of), *asked.values, *(each.value for each in classes)])


def _some(question: Question, query: Query, engine: Engine, start: int, most: int) -> Iterator[dict[str, Any]]:
    tail = "ORDER BY lateness DESC, id OFFSET ? LIMIT ?"
    for row in engine.rows(query, (*COLUMNS, "class", "lateness"), tail, [start, most]):
        told = {name: _value(name, value) for name, value in row.items()}
        yield told | {"due": told[_promise(question)], "lateness": timedelta(microseconds=row["lateness"])}


def _promise(question: Question) -> str:
    return "first_promise" if question.promise is Promise.ORIGINAL else "promise"


def _value(name: str, value: Any) -> Any:
    if name in A_TIME:
        return None if value is None else EPOCH + value * MICROSECOND
    if isinstance(value, list):
        return [each for each in value if each is not None]
    return value
