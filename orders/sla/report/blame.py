"""What made late orders late: each is put down to one accountable stage.

Its slack is its promise less when it was placed less the budgets of all stages. Overruns are subtracted in the order of
the stages, time made up is added; the stage after which the slack is negative, and stays so, is accountable. Two things
are no stage and are told apart: a promise that was shorter than its budgets (``promise``), and a slack that was used up
between two boundaries of which one in the middle is not known (``unexplained``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from orders.sla.facts import EPOCH, MICROSECOND, Unit
from orders.sla.report.blame_budgets import BOUNDARIES, CHAIN, MICROSECONDS_AN_HOUR, Budgets, budgets
from orders.sla.report.blame_sql import LAST, NUMBERS, PROMISE, UNEXPLAINED, put_down
from orders.sla.report.definitions import VERSION
from orders.sla.report.duck import Rows
from orders.sla.report.engine import Engine, reading
from orders.sla.report.listing import A_TIME, COLUMNS, Found, Listed
from orders.sla.report.question import BadQuestion, Question
from orders.sla.report.question import Promise as WhichPromise
from orders.sla.report.sql import Query

DECIMALS: Final = 4
STEPS: Final = (PROMISE, *CHAIN, UNEXPLAINED)
"""What late orders are put down to, in the order of the waterfall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One step: ``orders`` are those put down to it, ``hours`` by how much they overran it together and ``median`` in
    the middle, both in hours to four decimals. Of all late orders, whatever they are put down to: ``slack`` is what was
    left after it on average, in hours, and ``anomalies`` how many ended it before they began it.
    """

    step: str
    orders: int
    hours: float
    median: float | None
    slack: float | None
    anomalies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Orders whose slack was used up between two boundaries that are known: columns of the facts, "" where none is."""

    began: str
    ended: str
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """``late`` is the sum of the orders of all bars, which are those of STEPS in their order. ``spans`` say what is
    unexplained, most first. ``data_until`` as of an answer; the two versions are those of definitions and budgets.
    """

    question: Question
    late: int
    bars: Sequence[Bar]
    spans: Sequence[Span]
    data_until: datetime | None = None
    version: str = VERSION
    budgets_version: str = ""


def accountable(question: Question, table: str) -> Waterfall:
    """Of the late orders of a question. Raises BadQuestion where it is about other units, and lake.local.NoLake."""
    check(question)
    with reading(table) as lake:
        return replace(waterfall(question, lake.engine), data_until=lake.until)


def late_behind(question: Question, step: str, table: str, *, start: int = 0, most: int = 50) -> Found:
    """Some of the orders put down to a step, or all late ones with "", in the order of their promises; each with
    ``step`` and ``overrun``, in hours. Raises BadQuestion and lake.local.NoLake.
    """
    check(question, step)
    with reading(table) as lake:
        return replace(behind(question, step, lake.engine, start=start, most=most), data_until=lake.until)


def check(question: Question, step: str = "") -> None:
    """Raises BadQuestion for what no order can be put down to."""
    if question.unit is not Unit.ORDER:
        raise BadQuestion({"unit": "Only orders are put down to a stage: count orders."})
    if step and step not in STEPS:
        raise BadQuestion({"step": f"Choose one of {', '.join(STEPS)}."})


def waterfall(question: Question, engine: Engine, by: Budgets | None = None) -> Waterfall:
    """The same of an engine that is there; ``by`` other budgets than those in force."""
    held = by or budgets()
    query = put_down(question, engine.source, (), held)
    rows = engine.ask(Query(_COUNTED.format(query.text), query.values))
    total = _summed(rows)
    return Waterfall(
        question=question,
        late=total["n"],
        bars=[
            _bar(number, step, [row for row in rows if row["put"] == step], total) for number, step in enumerate(STEPS)
        ],
        spans=_spans(rows),
        budgets_version=held.version,
    )


def behind(question: Question, step: str, engine: Engine, *, start: int = 0, most: int = 50) -> Found:
    """The same of an engine that is there."""
    query = put_down(question, engine.source, COLUMNS, budgets())
    if step:
        query = Query(f"SELECT * FROM ({query.text}) AS late WHERE put = ?", [*query.values, step])  # noqa: S608  our own text
    promise = "first_promise" if question.promise is WhichPromise.ORIGINAL else "promise"
    count = engine.ask(Query(f"SELECT count(*) AS n FROM ({query.text}) AS late", query.values))[0]["n"]  # noqa: S608  our own text
    tail = f"ORDER BY {promise}, id OFFSET ? LIMIT ?"
    some = engine.rows(query, (*COLUMNS, "class", "put", "overrun"), tail, [start, most])
    return Found(rows=[_listed(row, promise) for row in some], count=count, data_until=None)


_SLACKS: Final = tuple(
    f"sum(CAST(slack{n} AS DECIMAL(38, 0))) AS left{n}, count(slack{n}) AS left{n}_n" for n in NUMBERS
)
_ODD: Final = tuple(f"count(CASE WHEN end{n + 1} < end{n} THEN 1 END) AS odd{n + 1}" for n in range(LAST))
_RANKED: Final = (
    "SELECT *, row_number() OVER (PARTITION BY put ORDER BY overrun) AS place, "
    "count(*) OVER (PARTITION BY put) AS among FROM ({}) AS late"
)
_COUNTED: Final = (
    "SELECT put, kept, broke, count(*) AS n, sum(CAST(overrun AS DECIMAL(38, 0))) AS overran, "  # noqa: S608  our own names
    f"min(CASE WHEN 2 * place >= among THEN overrun END) AS middle, {', '.join(_SLACKS + _ODD)} "
    f"FROM ({_RANKED}) AS ranked GROUP BY put, kept, broke"
)
"""All at once, each span by itself. The median comes by rank, so that no engine needs to know percentiles."""


def _summed(rows: Rows) -> Counter[str]:
    """What is counted of all of them, and the sums."""
    counted = ("n", "overran", *(f"left{n}" for n in NUMBERS), *(f"left{n}_n" for n in NUMBERS))
    counted += tuple(f"odd{n + 1}" for n in range(LAST))
    return Counter({name: sum(int(row[name] or 0) for row in rows) for name in counted})


def _bar(number: int, step: str, put: Rows, total: Counter[str]) -> Bar:
    """The bar of the promise is before the first stage, that of a stage at the boundary that ends it."""
    own, after = _summed(put), Counter[str]() if step == UNEXPLAINED else total
    return Bar(
        step=step,
        orders=own["n"],
        hours=_hours(own["overran"]),
        median=_hours(min(row["middle"] for row in put if row["middle"] is not None)) if put else None,
        slack=_hours(after[f"left{number}"], after[f"left{number}_n"]) if after[f"left{number}_n"] else None,
        anomalies=after[f"odd{number}"],
    )


def _spans(rows: Rows) -> list[Span]:
    unexplained = [row for row in rows if row["put"] == UNEXPLAINED]
    unexplained.sort(key=lambda row: (-row["n"], row["kept"], LAST + 1 if row["broke"] is None else row["broke"]))
    return [_span(row) for row in unexplained]


def _span(row: dict[str, Any]) -> Span:
    began = BOUNDARIES[row["kept"]] if row["kept"] >= 0 else ""
    ended = BOUNDARIES[row["broke"]] if row["broke"] is not None else ""
    return Span(began=began, ended=ended, orders=row["n"])


def _hours(microseconds: int, among: int = 1) -> float:
    return round(microseconds / (among * MICROSECONDS_AN_HOUR), DECIMALS)


def _listed(row: dict[str, Any], promise: str) -> Listed:
    kept = {name: _value(name, row[name]) for name in ("class", *COLUMNS)}
    return kept | {"due": kept[promise], "step": row["put"], "overrun": _hours(row["overrun"])}


def _value(name: str, value: Any) -> Any:
    if name in A_TIME:
        return None if value is None else EPOCH + value * MICROSECOND
    return [each for each in value if each is not None] if isinstance(value, list) else value
