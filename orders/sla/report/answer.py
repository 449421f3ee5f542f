"""The answer to a question: figures of each group and of all together, from the facts as of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orders.sla.report.definitions import PERCENTILES, PERIOD_DIMENSIONS, SHOWN, STAGES, VERSION, Class
from orders.sla.report.engine import Engine, Reading, reading
from orders.sla.report.grouped import Stages, keyed
from orders.sla.report.periods import label
from orders.sla.report.question import Question

DECIMALS = 4
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


def answer(question: Question, table: str, stages: Stages = STAGES) -> Answer:
    """Asked of the lake of a projection; ``stages`` are those whose lengths are wanted. Raises lake.local.NoLake."""
    with reading(table) as lake:
        return answer_of(question, lake, stages)


def answer_of(question: Question, lake: Reading, stages: Stages = STAGES) -> Answer:
    """The same of facts that are being read, so that several answers are of one moment. Raises lake.local.NoLake."""
    rows, total = figures(question, lake.engine, stages)
    return Answer(question=question, data_until=lake.until, rows=rows, total=total)


def figures(question: Question, engine: Engine, stages: Stages = STAGES) -> tuple[list[Figures], Figures]:
    """The figures of each group, by their keys, and of all together."""
    told = engine.figures(question, keyed(question, engine, stages), stages)
    rows = [_figures(_key(question, row), row, stages) for row in told if not row["whole"]]
    total = next((row for row in told if row["whole"] and row["once"]), {})
    return sorted(rows, key=_order), _figures({}, total, stages)


def _order(figures: Figures) -> list[tuple[bool, str]]:
    return [(value is None, value or "") for value in figures.key.values()]


def _key(question: Question, row: dict[str, Any]) -> Key:
    values = {dimension: row[f"key{number}"] for number, dimension in enumerate(question.by)}
    return {name: label(name, value) if name in PERIOD_DIMENSIONS else value for name, value in values.items()}


def _figures(key: Key, row: Mapping[str, Any], stages: Stages) -> Figures:
    """Of no row: the figures of nothing."""
    return Figures(
        key=key,
        units=row.get("orders", 0),
        classes={each: row.get(f"{each.value}_count", 0) for each in SHOWN},
        stages={name: _stage(name, row) for name in stages},
    )


def _stage(name: str, row: Mapping[str, Any]) -> Stage:
    n, told = row.get(f"{name}_n", 0), row.get(f"{name}_percentiles") or [None] * len(PERCENTILES)
    return Stage(
        n=n,
        anomalies=row.get(f"{name}_anomalies", 0),
        percentiles={level: _hours(value) for level, value in zip(PERCENTILES, told, strict=True)},
        mean=_hours(row[f"{name}_sum"], n) if n else None,
    )


def _hours(microseconds: int | None, among: int = 1) -> float | None:
    return None if microseconds is None else round(microseconds / (among * MICROSECONDS_AN_HOUR), DECIMALS)
