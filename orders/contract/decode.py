"""From a row of a source table, in either encoding, to its typed record.

The rules are those at the head of ``proto/backend.proto``: unknown attributes and fields are ignored, unknown
enum values become UNKNOWN with the raw word kept, any optional field may be missing, ``pb`` wins over every
other attribute except the key. What contradicts the contract (a key that is missing, a time that is no time,
a list where text belongs, bytes that are no message) raises ``MalformedRow`` with a reason a person can read; it
names fields and types and never quotes a value, which may be somebody's.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.timestamp_pb2 import Timestamp

from orders.contract import model
from orders.contract.tables import SourceTable

AttributeValue = Mapping[str, Any]
"""One value in DynamoDB's own form, e.g. ``{"S": "confirmed"}``."""

Image = Mapping[str, AttributeValue]
"""A row in DynamoDB's own form: attribute name to value."""

PACKED = "pb"
RAW_STATE = "raw_state"
FIRST_SECOND = int(datetime.min.replace(tzinfo=UTC).timestamp())
LAST_SECOND = int(datetime.max.replace(tzinfo=UTC, microsecond=0).timestamp())


class MalformedRow(ValueError):
    """A row that contradicts the contract; the message says where and how."""


def decode(table: SourceTable, image: Image) -> model.Record:
    """The typed record of one row. Raises MalformedRow."""
    key = row_key(table, image)
    packed = image.get(PACKED)
    values = _unpack(table, packed) if packed is not None else {name: plain(value) for name, value in image.items()}
    values[table.key] = key
    record = _build(table.record, values, table.name)
    return typing.cast("model.Record", record)


def fits(table: SourceTable, name: str, content: Any) -> bool:
    """Whether a field's content is what the contract says of it; true for a field that the contract does not know."""
    record: type = table.record
    convert = _converters(record).get(name)
    if convert is None or content is None:
        return True
    try:
        convert(content, name)
    except MalformedRow:
        return False
    return True


def row_key(table: SourceTable, image: Image) -> str:
    """The row's key. Raises MalformedRow where it is missing, empty or no text."""
    value = image.get(table.key, {}).get("S")
    if not isinstance(value, str) or not value:
        raise MalformedRow(f"{table.name}: the key {table.key} is missing or is no text")
    return value


def plain(value: AttributeValue) -> Any:
    """A DynamoDB value as a Python one; numbers are int where whole, Decimal otherwise."""
    kind, content = next(iter(value.items()))
    match kind:
        case "S" | "BOOL" | "B" | "SS" | "BS":
            return content
        case "N":
            return _number(content)
        case "NULL":
            return None
        case "L":
            return [plain(item) for item in content]
        case "M":
            return {name: plain(item) for name, item in content.items()}
        case "NS":
            return [_number(item) for item in content]
        case _:
            raise MalformedRow(f"unknown DynamoDB type {kind!r}")


def _number(text: str) -> int | Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise MalformedRow("a number that is none") from error
    return int(number) if number == number.to_integral_value() else number


# ---- packed ---------------------------------------------------------------------------------------------


def _unpack(table: SourceTable, packed: AttributeValue) -> dict[str, Any]:
    content = packed.get("B")
    if not isinstance(content, bytes):
        raise MalformedRow(f"{table.name}: {PACKED} is not binary")
    message = table.message()
    try:
        message.ParseFromString(content)
    except DecodeError as error:
        raise MalformedRow(f"{table.name}: {PACKED} is no {table.message.DESCRIPTOR.name} message") from error
    return _message_values(message)


def _message_values(message: Message) -> dict[str, Any]:
    """The fields that are set, under their proto names, in the form the plain encoding has."""
    return {
        field.name: [_field_value(field, item) for item in value] if field.is_repeated else _field_value(field, value)
        for field, value in message.ListFields()
    }


def _field_value(field: FieldDescriptor, value: Any) -> Any:
    if field.enum_type is not None:
        known = field.enum_type.values_by_number.get(value)
        if known is None:
            return str(value)
        prefix = _enum_prefix(field.enum_type.name)
        return known.name.removeprefix(prefix).lower()
    if isinstance(value, Timestamp):
        if not FIRST_SECOND <= value.seconds <= LAST_SECOND:
            raise MalformedRow(f"{field.full_name}: {value.seconds} seconds is out of range")
        return datetime.fromtimestamp(value.seconds, UTC).replace(microsecond=value.nanos // 1000 % 1_000_000)
    if isinstance(value, Message):
        return _message_values(value)
    return value


@cache
def _enum_prefix(name: str) -> str:
    """``PrintJobState`` to ``PRINT_JOB_STATE_``."""
    return "".join("_" + c if c.isupper() and i else c for i, c in enumerate(name)).upper() + "_"


# ---- values to records ----------------------------------------------------------------------------------

Convert = Callable[[Any, str], Any]


def _build(record: type, values: Mapping[str, Any], where: str) -> Any:
    arguments: dict[str, Any] = {}
    for name, convert in _converters(record).items():
        value = values.get(name)
        if value is None:
            continue
        arguments[name] = convert(value, f"{where}.{name}")
        if isinstance(arguments[name], StrEnum):
            arguments[RAW_STATE] = str(value)
    try:
        return record(**arguments)
    except TypeError as error:
        raise MalformedRow(f"{where}: {error}") from error


@cache
def _converters(record: type) -> dict[str, Convert]:
    hints = typing.get_type_hints(record)
    return {field.name: _converter(hints[field.name]) for field in fields(record) if field.name != RAW_STATE}


def _converter(hint: Any) -> Convert:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _converter(next(a for a in arguments if a is not type(None)))
    if origin is tuple:
        item = _converter(arguments[0])
        return lambda value, where: _many(item, value, where)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return lambda value, where: _state(hint, value, where)
    scalar: Convert | None = {str: _text, int: _whole, bool: _flag, datetime: _time}.get(hint)
    if scalar is not None:
        return scalar
    return lambda value, where: _nested(hint, value, where)


def _many(item: Convert, value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise MalformedRow(f"{where}: expected a list, found {type(value).__name__}")
    return tuple(item(entry, f"{where}[{index}]") for index, entry in enumerate(value))


def _nested(record: type, value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise MalformedRow(f"{where}: expected a map, found {type(value).__name__}")
    return _build(record, value, where)


def _state(states: type[StrEnum], value: Any, where: str) -> StrEnum:
    text = _text(value, where)
    try:
        return states(text)
    except ValueError:
        return states("unknown")


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise MalformedRow(f"{where}: expected text, found {type(value).__name__}")
    return value


def _whole(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedRow(f"{where}: expected a whole number, found {type(value).__name__}")
    return value


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise MalformedRow(f"{where}: expected true or false, found {type(value).__name__}")
    return value


def _time(value: Any, where: str) -> datetime:
    if isinstance(value, datetime):
        return value
    text = _text(value, where)
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise MalformedRow(f"{where}: no RFC 3339 time") from error
