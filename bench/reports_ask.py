"""Asking the same of the three sides, and seeing to it that they say the same."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import duckdb
from django.db import connection

from bench.reports_lake import AS_OF, BEGINS, ENDS, FLAT, LISTED
from bench.reports_sql import DUCKDB, POSTGRES, QUESTIONS, statements
from orders.sla.lake.local import local
from orders.sla.report.answer import Figures, answer
from orders.sla.report.definitions import SHOWN, STAGES
from orders.sla.report.question import Question

SIDES: Final = ("ours", "bare", "postgres")
HOUR: Final = 3_600_000_000
Said = dict[tuple[str, ...], list[Any]]
"""Of each group, () for the total: how many, the classes, and of each stage its number, anomalies and percentiles."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: medians, in milliseconds."""

    size: int
    by: str
    staged: bool
    ours: float
    bare: float
    postgres: float

    @property
    def ratios(self) -> tuple[float, float]:
        """How many times as long ours takes as bare, and as PostgreSQL."""
        return self.ours / self.bare, self.ours / self.postgres


def measure(size: int, table: str, rounds: Mapping[str, int]) -> Iterable[Figure]:
    """Each question with stages and without; every side in turn, so that whatever else the machine does hurts all."""
    for staged in (True, False):
        for by in QUESTIONS:
            sides = {
                "ours": partial(_ours, by, table, staged=staged),
                "bare": partial(_bare, by, table, staged=staged),
                "postgres": partial(_postgres, by, staged=staged),
            }
            yield Figure(size, " × ".join(by) or "total", staged, **_timed(sides, rounds))


def _timed(sides: Mapping[str, Callable[[], Said]], rounds: Mapping[str, int]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in sides}
    said: dict[str, Said] = {}
    for number in range(max(rounds.values())):
        for name, side in sides.items():
            if number < rounds[name]:
                began = time.perf_counter()
                said[name] = side()
                taken[name].append((time.perf_counter() - began) * 1000)
    for name in SIDES[1:]:
        if said[name] != said["ours"]:
            raise SystemExit(f"{name} says something else than ours: {_difference(said[name], said['ours'])}")
    return {name: rank(times, 0.5) for name, times in taken.items()}


def rank(values: Sequence[float], part: float) -> float:
    """The value of which so many are not above it."""
    return sorted(values)[math.ceil(part * len(values)) - 1]


def load(flat: Path) -> None:
    """Put the orders into a table of PostgreSQL, with the indexes that these questions would get."""
    lists, flags = dict.fromkeys(LISTED, "text[]"), dict.fromkeys(("cancelled", "unpaid", "lost"), "boolean")
    texts = dict.fromkeys(("id", "country", "region"), "text")
    kinds = ", ".join(f"{name} {(lists | flags | texts).get(name, 'bigint')}" for name in FLAT)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"DROP TABLE IF EXISTS facts; CREATE TABLE facts ({kinds}, PRIMARY KEY (id))")
        with cursor.copy("COPY facts FROM STDIN (FORMAT csv)") as copy, flat.open("rb") as content:
            while part := content.read(1 << 20):
                copy.write(part)
        for columns in ("placed_at", "first_promise", "country, region"):
            cursor.execute(f"CREATE INDEX ON facts ({columns})")
        cursor.execute("VACUUM ANALYZE facts")


def question(by: Sequence[str]) -> Question:
    """Of the whole year."""
    return Question(start=BEGINS, end=ENDS - timedelta(days=1), as_of=AS_OF, by=tuple(by))


def _ours(by: Sequence[str], table: str, *, staged: bool) -> Said:
    found = answer(question(by), table, STAGES if staged else {})
    said: Said = {tuple(str(value) for value in row.key.values()): _of(row) for row in found.rows}
    return said | {(): _of(found.total)}


def _of(row: Figures) -> list[Any]:
    counted = [row.units, *(row.classes[each] for each in SHOWN)]
    stages = [[each.n, each.anomalies, *each.percentiles.values()] for each in row.stages.values()]
    return counted + [value for stage in stages for value in stage]


def _bare(by: Sequence[str], table: str, *, staged: bool) -> Said:
    """On the same files, by a connection of its own, as ours has one for each answer."""
    files = ", ".join(f"'{path}'" for path in local(table).paths)
    with duckdb.connect(config={"threads": 2}) as database:
        database.execute(f"CREATE VIEW facts AS SELECT * FROM read_parquet([{files}])")  # noqa: S608  our own names
        return _said(by, [database.execute(text).fetchall() for text in statements(by, DUCKDB, staged=staged)])


def _postgres(by: Sequence[str], *, staged: bool) -> Said:
    answers = []
    with connection.cursor() as cursor:
        for text in statements(by, POSTGRES, staged=staged):
            cursor.execute(text)
            answers.append(cursor.fetchall())
    return _said(by, answers)


def _said(by: Sequence[str], answers: Sequence[Sequence[Sequence[Any]]]) -> Said:
    told: Said = {}
    for rows in answers:
        keys = 0 if rows is answers[-1] else len(by)
        told |= {tuple(_key(value) for value in row[:keys]): _counted(row[keys:]) for row in rows}
    return told


def _key(value: Any) -> str:
    return "{}-W{:02d}".format(*value.isocalendar()[:2]) if isinstance(value, datetime) else str(value)


def _counted(row: Sequence[Any]) -> list[Any]:
    """The classes, and of each stage its number, anomalies and percentiles; its mean is left out: it is no integer."""
    classes, said = len(SHOWN) + 1, list(row[: len(SHOWN) + 1])
    for number, anomalies, _, lengths in zip(*(row[classes + n :: 4] for n in range(4)), strict=True):
        said += [number, anomalies, *(round(length / HOUR, 4) for length in lengths)] if number else [0, anomalies]
        said += [] if number else [None] * 3
    return said


def _difference(theirs: Said, ours: Said) -> str:
    key = next(key for key in [*ours, *theirs] if ours.get(key) != theirs.get(key))
    return f"{key}: {theirs.get(key)} instead of {ours.get(key)}"
