"""A source row as people may see it: decoded from either encoding, masked, and ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from orders.contract.decode import PACKED, RAW_STATE, MalformedRow, decode, plain
from orders.contract.tables import SOURCE_TABLES
from orders.story import OrderStory, RawRow
from support import masking

Shown = dict[str, Any]


def raw_rows(story: OrderStory) -> tuple[tuple[RawRow, Shown], ...]:
    """Each raw row of an unmasked story with what may be shown of it."""
    secrets = masking.story_secrets(story)
    return tuple((row, masked_image(row.table, row.image, secrets)) for row in story.raw)


def masked_image(table: str, image: Mapping[str, Any], secrets: masking.Secrets = masking.NOTHING) -> Shown:
    """The fields of one image, masked; a packed row's are those of its message, if it is one."""
    contents = image_contents(table, image).items()
    return {name: _json(masking.value(table, name, content, secrets)) for name, content in contents}


def image_contents(table: str, image: Mapping[str, Any]) -> Shown:
    """The fields of one image as they are, not to be shown; a packed row's are those of its message, if it is one."""
    return _unpacked(table, image) if PACKED in image else _plain(image)


def _plain(image: Mapping[str, Any]) -> Shown:
    try:
        return {name: plain(value) for name, value in image.items()}
    except (MalformedRow, TypeError, AttributeError, StopIteration):
        return dict.fromkeys(image, masking.MASK)


def _unpacked(table: str, image: Mapping[str, Any]) -> Shown:
    source = SOURCE_TABLES.get(table)
    if source is None:
        return dict.fromkeys(image, masking.MASK)
    try:
        whole = decode(source, image)
    except MalformedRow:
        return _plain({name: value for name, value in image.items() if name == source.key}) | {PACKED: masking.MASK}
    return _contents(whole)


def _contents(record: Any) -> Shown:
    return {field.name: getattr(record, field.name) for field in fields(record) if field.name != RAW_STATE}


def _json(content: Any) -> Any:
    match content:
        case datetime():
            return content.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case Decimal():
            return str(content)
        case bytes() | bytearray():
            return f"{masking.MASK} ({len(content)} bytes)"
        case Mapping():
            return {str(name): _json(item) for name, item in content.items()}
        case list() | tuple() | set() | frozenset():
            return [_json(item) for item in content]
        case _:
            return _json(_contents(content)) if is_dataclass(content) else content
