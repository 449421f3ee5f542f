"""The questions of the benchmark, and the SQL that somebody would plainly write for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bench.reports_lake import AS_OF, BEGINS, ENDS
from orders.sla.facts import EPOCH, MICROSECOND
from orders.sla.report.definitions import SHOWN, STAGES

QUESTIONS: Final = (
    (), ("week",), ("country",), ("printer",), ("product",), ("printer", "week"), ("country", "region"),
)  # fmt: skip
LISTS: Final = {"printer": "printers", "product": "products"}
NOW: Final = (AS_OF - EPOCH) // MICROSECOND
A_DAY: Final = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the two databases say differently; ``where`` is what tells orders from other facts, if anything does."""

    week: str
    percentiles: str
    where: str = ""


DUCKDB: Final = Dialect(
    "date_trunc('week', make_timestamp(placed_at))", "quantile_disc({}, [0.5, 0.9, 0.95])", "unit = 'order' AND "
)
POSTGRES: Final = Dialect(
    "date_trunc('week', to_timestamp(placed_at / 1000000) AT TIME ZONE 'UTC')",
    "percentile_disc(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY {})",
)


def statements(by: Sequence[str], dialect: Dialect, *, staged: bool) -> list[str]:
    """The groups and the total, over a table ``facts``: a unit with two values of a dimension is in two groups."""
    groups = [_statement(by, dialect, staged=staged)] if by else []
    return [*groups, _statement((), dialect, staged=staged)]


def _statement(by: Sequence[str], dialect: Dialect, *, staged: bool) -> str:
    keys = [f"{dialect.week} AS week" if name == "week" else name for name in by]
    counts = ["count(*)", *(f"count(*) FILTER (WHERE class = '{each.value}')" for each in SHOWN)]
    columns = [*keys, *counts, *(_stages(dialect) if staged else ())]
    grouped = f"\nGROUP BY {', '.join(str(number + 1) for number in range(len(by)))}" if by else ""
    lists = "".join(f",\n         unnest({LISTS[name]}) AS {name}" for name in by if name in LISTS)
    separator = ",\n       "
    return f"""SELECT {separator.join(columns)}
FROM (SELECT *, NOT cancelled AND done_at <= {NOW} AS done, {_CLASS} AS class{lists}
      FROM facts WHERE {dialect.where}placed_at >= {_START} AND placed_at < {NOW}) AS units{grouped}"""  # noqa: S608


def _stages(dialect: Dialect) -> list[str]:
    each = []
    for began, ended in STAGES.values():
        took = f"FILTER (WHERE done AND {ended} >= {began})"
        length = f"{ended} - {began}"
        each.append(
            f"count(*) {took}, count(*) FILTER (WHERE done AND {ended} < {began}), avg({length}) {took}, "
            f"{dialect.percentiles.format(length)} {took}"
        )
    return each


_START: Final = NOW - (ENDS - BEGINS).days * A_DAY
_CLASS: Final = f"""CASE
         WHEN cancelled THEN 'cancelled'
         WHEN done_at <= {NOW} THEN CASE WHEN done_at <= first_promise THEN 'on_time' ELSE 'late' END
         WHEN unpaid THEN 'unpaid'
         WHEN lost AND first_promise < {NOW} THEN 'late'
         WHEN handed_over_at IS NOT NULL AND greatest(heard_at, handed_over_at) < {NOW - 10 * A_DAY}
              AND first_promise < {NOW} THEN 'no_scan'
         WHEN first_promise < {NOW} THEN 'overdue' ELSE 'open' END"""
