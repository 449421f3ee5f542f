"""Reports by DuckDB in this process, over the machine's copy of the lake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from orders.sla.columns import COLUMNS
from orders.sla.lake.parquet import connection
from orders.sla.report.definitions import PERCENTILES, STAGES
from orders.sla.report.sql import Query

Rows = list[dict[str, Any]]


class Duck:
    """The facts in some Parquet files, as a table."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.database = connection()
        self.source = f"read_parquet([{', '.join(map(_quoted, paths))}])" if paths else _nothing()

    def ask(self, query: Query) -> Rows:
        """The rows of an answer, by column."""
        asked: duckdb.DuckDBPyConnection = self.database.execute(query.text, query.values)
        names = [column[0] for column in asked.description or ()]
        return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]

    def __enter__(self) -> Duck:
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()


def stages() -> str:
    """The columns of the stages: for each its number, anomalies, percentiles in one list, and sum."""
    return ", ".join(_stage(name, f"{end} - {start}") for name, (start, end) in STAGES.items())


def _stage(name: str, length: str) -> str:
    kept = f"CASE WHEN done AND {length} >= 0 THEN {length} END"
    levels = ", ".join(PERCENTILES.values())
    return (
        f"count({kept}) AS {name}_n, count(CASE WHEN done AND {length} < 0 THEN 1 END) AS {name}_anomalies, "
        f"quantile_disc({kept}, [{levels}]) AS {name}_percentiles, sum({kept}) AS {name}_sum"
    )


def _nothing() -> str:
    columns = ", ".join(f"NULL::{kind} AS {name}" for name, kind in COLUMNS.items())
    return f"(SELECT {columns} WHERE false)"


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"
