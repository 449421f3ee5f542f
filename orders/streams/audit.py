"""An audit of one projection: every source row, every facet, every derived row, in parallel segments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from orders.contract.tables import SOURCE_TABLES
from orders.projections.tables import source_name
from orders.streams.repair import Repair, Report
from orders.streams.together import together

SEGMENTS = 4


def audit(repair: Repair, segments: int, done: Callable[[int], object]) -> Report:
    """Go through everything once. Derived rows are looked at where the audit is of every table."""
    together([make() for make in audit_parts(repair, segments).values()], segments, done)
    return repair.report


def audit_parts(repair: Repair, segments: int) -> dict[str, Callable[[], Iterator[int]]]:
    """The parts of an audit by name."""
    whole = repair.comparisons.keys() == SOURCE_TABLES.keys()
    parts: dict[str, Callable[[], Iterator[int]]] = {}
    for number in range(segments):
        for table in repair.comparisons:
            parts[f"{table} {number} of {segments}"] = partial(repair.source, table, number, segments)
        parts[f"rows {number} of {segments}"] = partial(repair.projection, number, segments, derived_too=whole)
    return parts


def rows_to_audit(client: Any, projection: str, tables: Sequence[str]) -> int:
    """About how many rows that will be: DynamoDB counts them now and then."""
    names = [projection, *(source_name(table) for table in tables)]
    return sum(client.describe_table(TableName=name)["Table"].get("ItemCount", 0) for name in names)
