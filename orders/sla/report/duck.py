"""Reports by DuckDB in this process, over the machine's copy of the lake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from orders.sla.columns import COLUMNS
from orders.sla.lake.parquet import connection
from orders.sla.report.definitions import PERCENTILES
from orders.sla.report.grouped import Stages, figures_of
from orders.sla.report.question import Question
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

    def rows(self, query: Query, columns: Sequence[str], tail: str, values: Sequence[int]) -> Rows:
        """Units as they are, with these columns; ``tail`` says in which order, and which of them."""
        text = f"SELECT {', '.join(columns)} FROM ({query.text}) AS units {tail}"  # noqa: S608  our own names
        return self.ask(Query(text, [*query.values, *values]))

    def unrolled(self, query: Query, column: str, value: str) -> Query:
        """See ``grouped.Unrolls``. Unrolled in the SELECT: DuckDB does that six times faster than a join."""
        rolled = f"SELECT *, unnest({column}) AS {value}, generate_subscripts({column}, 1) = 1 AS first_{value}"
        return Query(f"{rolled} FROM ({query.text}) AS listed", query.values)

    def figures(self, question: Question, keyed_units: Query, stages: Stages) -> Rows:
        """The rows of ``grouped.figures_of``, and of each stage its number, anomalies, percentiles and sum."""
        return self.ask(figures_of(keyed_units, question.by, [_stage(name) for name in stages]))

    def __enter__(self) -> Duck:
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()


def _stage(name: str) -> str:
    levels = ", ".join(str(level / 100) for level in PERCENTILES.values())
    return (
        f"count(length_{name}) AS {name}_n, count(before_{name}) AS {name}_anomalies, "
        f"quantile_disc(length_{name}, [{levels}]) AS {name}_percentiles, sum(length_{name}) AS {name}_sum"
    )


def _nothing() -> str:
    columns = ", ".join(f"NULL::{kind} AS {name}" for name, kind in COLUMNS.items())
    return f"(SELECT {columns} WHERE false)"


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"
