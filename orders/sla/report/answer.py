"""The answer to a question: figures of each group and of all together, from the facts as of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.sla.lake.local import local
from orders.sla.report import duck
from orders.sla.report.definitions import PERCENTILES, PERIOD_DIMENSIONS, SHOWN, STAGES, VERSION, Class
from orders.sla.report.duck import Duck
from orders.sla.report.periods import label
from orders.sla.report.question import Question
from orders.sla.report.sql import Query, columns_of, counts, grouping, units

DECIMALS = 4
BOUNDARIES = tuple(dict.fromkeys(boundary for both in STAGES.values() for boundary in both))
MICROSECONDS_AN_HOUR = 3_600_000_000

Key = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the delivered units of a group: how many took it, how many ended it before they began it, and how
    long it took, in hours to four decimals; None where nobody did.
    """

    n: int
    anomalies: int
    percentiles: dict[str, float | None]
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a group; ``key`` maps each dimension to its value, None where units have none."""

    key: Key
    units: int
    classes: dict[Class, int]
    stages: dict[str, Stage]

    @property
    def on_time_pct(self) -> float | None:
        """Of what arrived, how much did as promised; None where nothing arrived."""
        arrived = self.classes[Class.ON_TIME] + self.classes[Class.LATE]
        return round(100 * self.classes[Class.ON_TIME] / arrived, DECIMALS) if arrived else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``rows`` are the groups in the order of their keys, ``total`` counts each unit once. ``data_until`` says up to
    when the backend's changes are in.
    """

    question: Question
    data_until: datetime | None
    rows: list[Figures]
    total: Figures
    version: str = VERSION


def answer(question: Question, table: str) -> Answer:
    """Asked of the lake of a projection. Raises lake.local.NoLake."""
    lake = local(table)
    with Duck(lake.paths) as engine:
        rows, total = figures(question, engine)
    return Answer(question=question, data_until=lake.manifest.until, rows=rows, total=total)


def figures(question: Question, engine: Duck) -> tuple[list[Figures], Figures]:
    """The figures of each group, by their keys, and of all together."""
    asked = units(question, engine.source, [*BOUNDARIES, *columns_of(question.by)])
    engine.ask(Query(f"CREATE OR REPLACE TEMP TABLE units AS {asked.text}", asked.values))
    total = _figures({}, engine.ask(_grouped(question, ()))[0])
    if not question.by:
        return [], total
    rows = [_figures(_key(question, row), row) for row in engine.ask(_grouped(question, question.by))]
    return sorted(rows, key=lambda each: [(value is None, value or "") for value in each.key.values()]), total


def _grouped(question: Question, by: tuple[str, ...]) -> Query:
    each = [grouping(question, dimension, number) for number, dimension in enumerate(by)]
    keys = "".join(f"{one.expression} AS key{number}, " for number, one in enumerate(each))
    joins = "".join(one.join for one in each)
    groups = f" GROUP BY {', '.join(str(n + 1) for n in range(len(each)))}" if each else ""
    return Query(f"SELECT {keys}{counts()}, {duck.stages()} FROM units{joins}{groups}")  # noqa: S608  our own names


def _key(question: Question, row: dict[str, Any]) -> Key:
    values = {dimension: row[f"key{number}"] for number, dimension in enumerate(question.by)}
    return {name: label(name, value) if name in PERIOD_DIMENSIONS else value for name, value in values.items()}


def _figures(key: Key, row: dict[str, Any]) -> Figures:
    return Figures(
        key=key,
        units=row["orders"],
        classes={each: row[f"{each.value}_count"] for each in SHOWN},
        stages={name: _stage(name, row) for name in STAGES},
    )


def _stage(name: str, row: dict[str, Any]) -> Stage:
    n, told = row[f"{name}_n"], row[f"{name}_percentiles"] or [None] * len(PERCENTILES)
    return Stage(
        n=n,
        anomalies=row[f"{name}_anomalies"],
        percentiles={level: _hours(value) for level, value in zip(PERCENTILES, told, strict=True)},
        mean=_hours(row[f"{name}_sum"], n) if n else None,
    )


def _hours(microseconds: int | None, among: int = 1) -> float | None:
    return None if microseconds is None else round(microseconds / (among * MICROSECONDS_AN_HOUR), DECIMALS)
