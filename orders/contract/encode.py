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
            spelled: Any = ("NULL", True)
        case bool():
            spelled = ("BOOL", value)
        case str():
            spelled = ("S", value)
        case int() | Decimal():
            spelled = ("N", str(value))
        case bytes():
            spelled = ("B", value)
        case list() | tuple():
            spelled = ("L", [spell_value(item) for item in value])
        case dict():
            spelled = ("M", {name: spell_value(item) for name, item in value.items()})
        case _:
            raise TypeError(f"DynamoDB has no form for {type(value).__name__}")
    return dict([spelled])
