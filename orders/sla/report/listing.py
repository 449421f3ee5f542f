"""The units behind a figure: the same question and the same SQL as the figure, row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from orders.sla.facts import EPOCH, MICROSECOND
from orders.sla.report.definitions import STAGES, Class
from orders.sla.report.engine import Engine, reading
from orders.sla.report.question import Promise, Question
from orders.sla.report.sql import Query, narrowed, units

COLUMNS: Final = (
    "id", "order_id", "order_number", "placed_at", "paid_at", "files_ready_at", "accepted_at", "dispatched_at",
    "handed_over_at", "delivered_at", "first_promise", "promise", "done_at", "country", "region", "shipping_method",
    "products", "printers", "carriers", "services", "templates",
)  # fmt: skip
A_TIME: Final = frozenset(
    {
        "placed_at", "paid_at", "files_ready_at", "accepted_at", "dispatched_at", "handed_over_at", "delivered_at",
        "first_promise", "promise", "done_at",
    }
)  # fmt: skip

Listed = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Which units of a report: those of a class, of a group (``key`` as a filter), in a stage, or its anomalies."""

    of: Class | None = None
    key: tuple[tuple[str, str | None], ...] = ()
    stage: str = ""
    anomalies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Some of the units, in the order of their promises; ``count`` of all. Times are instants, lists lists."""

    rows: Collection[Listed]
    count: int
    data_until: datetime | None


def listed(question: Question, behind: Behind, table: str, *, start: int = 0, most: int = 50) -> Found:
    """Some of the units behind a figure, from ``start`` on. Raises lake.local.NoLake."""
    with reading(table) as lake:
        return replace(found(question, behind, lake.engine, start=start, most=most), data_until=lake.until)


def found(question: Question, behind: Behind, engine: Engine, *, start: int = 0, most: int = 50) -> Found:
    """The same of an engine that is there."""
    query = _query(question, behind, engine)
    count = engine.ask(Query(f"SELECT count(*) AS n FROM ({query.text}) AS behind", query.values))[0]["n"]  # noqa: S608  our own text
    return Found(rows=list(_some(question, query, engine, start, most)), count=count, data_until=None)


def _some(question: Question, query: Query, engine: Engine, start: int, most: int) -> Iterator[Listed]:
    promise = "first_promise" if question.promise is Promise.ORIGINAL else "promise"
    for row in engine.rows(
        query, (*COLUMNS, "class"), f"ORDER BY {promise} NULLS LAST, id OFFSET ? LIMIT ?", [start, most]
    ):
        yield {name: _value(name, value) for name, value in row.items()} | {"due": _value("promise", row[promise])}


def _query(question: Question, behind: Behind, engine: Engine) -> Query:
    query = narrowed(units(question, engine.source, COLUMNS), question, behind.key)
    clauses = []
    if behind.of is not None:
        clauses.append("class = ?")
        query.values.append(behind.of.value)
    if behind.stage:
        began, ended = STAGES[behind.stage]
        clauses.append(f"done AND {ended} {'<' if behind.anomalies else '>='} {began}")
    if clauses:
        query.text = f"SELECT * FROM ({query.text}) AS narrowed WHERE {' AND '.join(clauses)}"  # noqa: S608  our own text
    return query


def _value(name: str, value: Any) -> Any:
    if name in A_TIME:
        return None if value is None else EPOCH + value * MICROSECOND
    if isinstance(value, list):
        return [each for each in value if each is not None]
    return value
