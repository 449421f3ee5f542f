"""A plain item in the packed encoding, which is its key and everything in one message; and back."""

from __future__ import annotations

from typing import Any

from google.protobuf.json_format import MessageToDict, ParseDict

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


def unpacked(table: str, item: Item) -> Item:
    """The same row in the plain encoding, whichever it is in."""
    source = SOURCE_TABLES[table]
    if "pb" not in item:
        return item
    message = source.message()
    message.ParseFromString(item["pb"])
    told = MessageToDict(message, preserving_proto_field_name=True)
    return _from_message(source.message.DESCRIPTOR, told) | {source.key: item[source.key]}


def _from_message(shape: Any, told: Item) -> Item:
    fields = {field.name: field for field in shape.fields}
    return {name: _plain(fields[name], value) for name, value in told.items()}


def _plain(field: Any, value: Any) -> Any:
    """Enum values without their prefix; whole numbers of 64 bits, which JSON has as text, as numbers."""
    if isinstance(value, list):
        return [_plain_one(field, each) for each in value]
    return _plain_one(field, value)


def _plain_one(field: Any, value: Any) -> Any:
    if field.enum_type is not None:
        return value if isinstance(value, int) else _without_prefix(field.enum_type, value)
    if isinstance(value, dict):
        return _from_message(field.message_type, value)
    return int(value) if field.cpp_type == field.CPPTYPE_INT64 else value


def _without_prefix(enum: Any, name: str) -> str:
    return name.removeprefix(enum.values[0].name.removesuffix("UNKNOWN")).lower()
