"""The values of our rows in DynamoDB's own form, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Value = str | int | bytes | bool


def spell(row: Mapping[str, Value]) -> dict[str, dict[str, Any]]:
    """A row in DynamoDB's own form."""
    return {name: _spell_value(value) for name, value in row.items()}


def read(item: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A row from DynamoDB's own form."""
    return {name: _read_value(value) for name, value in item.items()}


def _spell_value(value: Value) -> dict[str, Any]:
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case bytes():
            return {"B": value}


def _read_value(value: Mapping[str, Any]) -> Value:
    kind, content = next(iter(value.items()))
    return int(content) if kind == "N" else content
