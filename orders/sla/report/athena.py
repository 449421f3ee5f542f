"""Reports by Athena, over the lake's own files in S3.

One table has all files of all projections; the manifest's names, told in each query, say which of them count. Athena
has no exact percentiles: they come from ranks, in a second statement.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from django.conf import settings

from orders import cloud
from orders.sla.columns import COLUMNS, FILE, LISTS
from orders.sla.facts import SCHEMA_VERSION
from orders.sla.lake.local import NoLake
from orders.sla.lake.manifest import Manifest
from orders.sla.report.definitions import PERCENTILES
from orders.sla.report.grouped import Stages, figures_of
from orders.sla.report.question import Question
from orders.sla.report.sql import Query

Rows = list[dict[str, Any]]

TABLE: Final = f"facts_v{SCHEMA_VERSION}"
TYPES: Final = {"VARCHAR": "string", "BIGINT": "bigint", "BOOLEAN": "boolean", "VARCHAR[]": "array<string>"}
ENDED: Final = frozenset({"SUCCEEDED", "FAILED", "CANCELLED"})
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0
WHOLE: Final = frozenset({"tinyint", "smallint", "integer", "int", "bigint", "decimal", "hugeint"})


class Athena:
    """The facts that a manifest names, as a table of Athena's."""

    def __init__(self, manifest: Manifest) -> None:
        names = ", ".join(_literal(file.name) for file in manifest.held.values())
        kept = f"{FILE} IN ({names})" if names else "false"
        self.source = f"(SELECT * FROM {TABLE} WHERE {kept}) AS facts"  # noqa: S608  our own names

    def ask(self, query: Query) -> Rows:
        """The rows of an answer, by column. Raises NoLake."""
        return list(_results(_run(_filled(query))))

    def rows(self, query: Query, columns: Sequence[str], tail: str, values: Sequence[int]) -> Rows:
        """Units as they are: their lists in a second statement, as an answer of Athena's has only text."""
        asked = [*query.values, *values]
        plain = ", ".join(name for name in columns if name not in LISTS)
        found = self.ask(Query(f"SELECT {plain} FROM ({query.text}) AS units {tail}", asked))  # noqa: S608  our own names
        page = f"(SELECT * FROM ({query.text}) AS units {tail}) AS page"  # noqa: S608  our own names
        each = [_elements(name, page) for name in LISTS]
        held: dict[tuple[str, str], list[str]] = {}
        for row in self.ask(Query(" UNION ALL ".join(each), asked * len(LISTS))):
            held.setdefault((row["id"], row["list"]), []).append(row["element"])
        return [row | {name: sorted(held.get((row["id"], name), ())) for name in LISTS} for row in found]

    def unrolled(self, query: Query, column: str, value: str) -> Query:
        """See ``grouped.Unrolls``."""
        rolled = f"SELECT listed.*, {value}, place_{value} = 1 AS first_{value} FROM ({query.text}) AS listed"  # noqa: S608  our own names
        unrolling = f"CROSS JOIN UNNEST({column}) WITH ORDINALITY AS list_{value}({value}, place_{value})"
        return Query(f"{rolled} {unrolling}", query.values)

    def figures(self, question: Question, keyed_units: Query, stages: Stages) -> Rows:
        """The rows of ``grouped.figures_of``, and of each stage its number, anomalies, percentiles and sum."""
        rows = self.ask(figures_of(keyed_units, question.by, [_stage(name) for name in stages]))
        keys = [f"key{number}" for number in range(len(question.by))]
        ranked = self.ask(_ranked(keyed_units, keys, list(stages))) if stages else []
        told = {(_place(row, keys), row["stage"]): [row[level] for level in PERCENTILES] for row in ranked}
        return [row | {f"{name}_percentiles": told.get((_place(row, keys), name)) for name in stages} for row in rows]


def create_table() -> None:
    """Tell Athena where the facts are and what their columns are called; the database is there."""
    columns = ", ".join(f"`{name}` {TYPES[kind]}" for name, kind in {**COLUMNS, FILE: "VARCHAR"}.items())
    where = f"s3://{settings.LAKE_BUCKET}/facts/v{SCHEMA_VERSION}/"
    _run(f"CREATE EXTERNAL TABLE IF NOT EXISTS {TABLE} ({columns}) STORED AS PARQUET LOCATION '{where}'")


def _place(row: dict[str, Any], keys: Sequence[str]) -> tuple[Any, ...]:
    """Which group a row is of."""
    return (bool(row["whole"]), *(row[key] for key in keys))


def _stage(name: str) -> str:
    total = f"sum(CAST(length_{name} AS DECIMAL(38, 0)))"
    return f"count(length_{name}) AS {name}_n, count(before_{name}) AS {name}_anomalies, {total} AS {name}_sum"


def _ranked(keyed_units: Query, keys: Sequence[str], stages: Sequence[str]) -> Query:
    """Of each group and of the total, and of each stage: the lengths at the ranks of the percentiles."""
    lengths = ", ".join(f"length_{name}" for name in stages)
    mine, none = "".join(f"{key}, " for key in keys), "".join(f"NULL AS {key}, " for key in keys)
    both = f"SELECT {none}1 AS whole, {lengths} FROM keyed WHERE once"  # noqa: S608  our own names
    both += f" UNION ALL SELECT {mine}0 AS whole, {lengths} FROM keyed" if keys else ""  # noqa: S608  our own names
    each = " UNION ALL ".join(
        f"SELECT {mine}whole, '{name}' AS stage, length_{name} AS length FROM groups WHERE length_{name} IS NOT NULL"  # noqa: S608  our own names
        for name in stages
    )
    among = f"OVER (PARTITION BY {mine}whole, stage"
    ranks = f"SELECT {mine}whole, stage, length, row_number() {among} ORDER BY length) AS place, count(*) {among}) AS n"
    levels = ", ".join(
        f"min(CASE WHEN 100 * place >= {level} * n THEN length END) AS {name}" for name, level in PERCENTILES.items()
    )
    text = (
        f"WITH keyed AS ({keyed_units.text}), groups AS ({both}), lengths AS ({each}), ranks AS ({ranks} FROM lengths) "  # noqa: S608  our own names
        f"SELECT {mine}whole, stage, {levels} FROM ranks GROUP BY {mine}whole, stage"
    )
    return Query(text, keyed_units.values)


def _elements(name: str, page: str) -> str:
    held = f"SELECT id, '{name}' AS list, element FROM {page} CROSS JOIN UNNEST({name}) AS list_{name}(element)"  # noqa: S608  our own names
    return f"SELECT * FROM ({held}) AS {name}_held WHERE element IS NOT NULL"  # noqa: S608  our own names


def _filled(query: Query) -> str:
    """The text with its values in it: Athena takes parameters as literals too."""
    parts = query.text.split("?")
    values = [*map(_literal, query.values), ""]
    return "".join(part + value for part, value in zip(parts, values, strict=True))


def _literal(value: str | int) -> str:
    return str(int(value)) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _run(text: str) -> str:
    """Run a statement to its end, and stop it where that takes too long; its id. Raises NoLake."""
    athena = cloud.athena()
    database = {"Database": settings.ATHENA_DATABASE}
    started = athena.start_query_execution(
        QueryString=text, WorkGroup=settings.ATHENA_WORKGROUP, QueryExecutionContext=database
    )
    execution, pause = str(started["QueryExecutionId"]), FIRST_PAUSE
    ends = time.monotonic() + settings.ATHENA_SECONDS
    while True:
        status = athena.get_query_execution(QueryExecutionId=execution)["QueryExecution"]["Status"]
        if status["State"] in ENDED:
            break
        if time.monotonic() > ends:
            athena.stop_query_execution(QueryExecutionId=execution)
            raise NoLake(f"Athena has not answered within {settings.ATHENA_SECONDS:g} seconds.")
        time.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 1.5)
    if status["State"] != "SUCCEEDED":
        raise NoLake(f"Athena could not answer: {status.get('StateChangeReason', status['State'])}")
    return execution


def _results(execution: str) -> Iterator[dict[str, Any]]:
    pages: Any = cloud.athena().get_paginator("get_query_results").paginate(QueryExecutionId=execution)
    for number, page in enumerate(pages):
        columns = [(each["Name"], each["Type"]) for each in page["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]]
        rows = page["ResultSet"]["Rows"]
        for row in rows[1:] if number == 0 else rows:  # the first row of all are the names
            values = [datum.get("VarCharValue") for datum in row["Data"]]
            yield {name: _value(kind, text) for (name, kind), text in zip(columns, values, strict=True)}


def _value(kind: str, text: str | None) -> Any:
    if text is None:
        return None
    if kind == "boolean":
        return text == "true"
    return int(Decimal(text)) if kind.partition("(")[0] in WHOLE else text
