"""Change logs: one JSON object a line, ``{"at", "table", "op": "put" | "delete", "item"}``, oldest change first."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from orders.contract.decode import PACKED
from orders.contract.encode import spell_item
from orders.contract.tables import SOURCE_TABLES, SourceTable

DEEPEST = 32
"""Levels of lists and maps that DynamoDB takes; deeper ones would exhaust the stack of whoever spells them."""


class MalformedLine(ValueError):
    """A line that is no change; the message says why."""


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One line: a row to put (``item`` in DynamoDB's own form), or to delete (``item`` None)."""

    line: int
    table: SourceTable
    key: str
    item: dict[str, dict[str, Any]] | None


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The log's bytes, unpacked where it is gzipped."""
    with path.open("rb") as start:
        zipped = start.read(2) == b"\x1f\x8b"
    with gzip.open(path) if zipped else path.open("rb") as log:
        yield log  # type: ignore[misc]  # both are binary files


def parse_line(number: int, line: bytes) -> LoggedChange:
    """The change in a line. Raises MalformedLine."""
    try:
        told = json.loads(line, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise MalformedLine(f"no JSON: {error}") from error
    if not isinstance(told, dict):
        raise MalformedLine("not an object")
    name = told.get("table")
    table = SOURCE_TABLES.get(name) if isinstance(name, str) else None
    if table is None:
        raise MalformedLine(f"unknown table {name!r}")
    item, op = told.get("item"), told.get("op")
    if op not in ("put", "delete"):
        raise MalformedLine(f"unknown op {op!r}")
    if not isinstance(item, dict):
        raise MalformedLine("no item")
    key = item.get(table.key)
    if not isinstance(key, str) or not key:
        raise MalformedLine(f"no key {table.key}")
    return LoggedChange(number, table, key, _spelled(item) if op == "put" else None)


def _spelled(item: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A packed row's bytes are base64 in JSON."""
    if _is_deep(item, DEEPEST):
        raise MalformedLine(f"nested deeper than {DEEPEST} levels")
    if isinstance(item.get(PACKED), str):
        try:
            item = item | {PACKED: base64.b64decode(item[PACKED], validate=True)}
        except ValueError as error:
            raise MalformedLine(f"{PACKED} is no base64") from error
    return spell_item(item)


def _is_deep(value: Any, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_is_deep(each, levels - 1) for each in inner)


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is no number")
