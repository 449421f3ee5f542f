"""A plain item as DynamoDB spells it, for whoever plays the backend: change logs, the demo, tests."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def spell_item(item: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The attributes of an item in DynamoDB's own form. Raises TypeError for what DynamoDB cannot hold."""
    return {name: spell_value(value) for name, value in item.items()}


def spell_value(value: Any) -> dict[str, Any]:
    """One value in DynamoDB's own form."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int():
            return {"N": str(value)}
        case Decimal() if value.is_finite():
            return {"N": str(value)}
        case bytes():
            return {"B": value}
        case list() | tuple():
            return {"L": [spell_value(item) for item in value]}
        case dict():
            return {"M": {name: spell_value(item) for name, item in value.items()}}
    raise TypeError(f"DynamoDB has no form for {type(value).__name__}")
