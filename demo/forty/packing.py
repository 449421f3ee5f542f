"""A plain item in the packed encoding: its key, and everything in one message."""

from __future__ import annotations

from typing import Any

from google.protobuf.json_format import ParseDict

from orders.contract.tables import SOURCE_TABLES

Item = dict[str, Any]


def packed(table: str, item: Item) -> Item:
    """The same row as ``{key, pb}``. Attributes that the contract does not know have no place in a message."""
    source = SOURCE_TABLES[table]
    message = source.message()
    ParseDict(_for_message(source.message.DESCRIPTOR, item), message, ignore_unknown_fields=True)
    return {source.key: item[source.key], "pb": message.SerializeToString(deterministic=True)}


def _for_message(shape: Any, item: Item) -> Item:
    """With enum values under their full names, as proto3 JSON has them."""
    fields = {field.name: field for field in shape.fields}
    return {name: _value(fields[name], value) for name, value in item.items() if name in fields}


def _value(field: Any, value: Any) -> Any:
    if field.enum_type is not None:
        prefix = field.enum_type.values[0].name.removesuffix("UNKNOWN")
        return prefix + str(value).upper()
    if field.message_type is not None and isinstance(value, dict):
        return _for_message(field.message_type, value)
    if field.message_type is not None and isinstance(value, list):
        return [_for_message(field.message_type, each) for each in value]
    return value
