"""Where a rebuild has the source rows from: a scan of the tables in segments, or exports of them in S3."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orders.contract.decode import Image
from orders.contract.tables import SOURCE_TABLES, SourceTable
from orders.projections.tables import source_name
from orders.streams.export import Export

Pages = Iterator[list[tuple[str, Image]]]
"""Rows with their keys."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is read by one thread; the same ``name`` gives the same rows again, or newer ones."""

    name: str
    table: SourceTable
    pages: Callable[[], Pages]


@dataclass(frozen=True, slots=True)
class Reading:
    """All parts, and about how many rows they have."""

    parts: list[Part]
    rows: int


def reading(client: Any, segments: int, exports: Mapping[str, Export]) -> Reading:
    """Everything to be read: of each table its export, or else a scan."""
    parts: list[Part] = []
    rows = 0
    for table in SOURCE_TABLES.values():
        export = exports.get(table.name)
        if export is not None:
            parts += [Part(f"{table.name}/{name}", table, _of_file(export, name, table)) for name in export.files]
            rows += export.rows
        else:
            parts += [_segment(client, table, number, segments) for number in range(segments)]
            rows += client.describe_table(TableName=source_name(table.name))["Table"].get("ItemCount", 0)
    return Reading(parts, rows)


def scan(client: Any, table: SourceTable, segment: int = 0, segments: int = 1) -> Pages:
    """The rows of one segment of a source table, page by page; what was written a moment ago may be missing."""
    arguments: dict[str, Any] = {"TableName": source_name(table.name), "Segment": segment, "TotalSegments": segments}
    while True:
        answer = client.scan(**arguments)
        yield [(item[table.key]["S"], item) for item in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            return
        arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _segment(client: Any, table: SourceTable, number: int, segments: int) -> Part:
    return Part(f"{table.name}/{number} of {segments}", table, lambda: scan(client, table, number, segments))


def _of_file(export: Export, name: str, table: SourceTable) -> Callable[[], Pages]:
    return lambda: export.pages(name, table.key)
