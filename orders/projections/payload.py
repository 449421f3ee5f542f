"""Payloads of rows: JSON, compressed where that pays, spilled into rows of their own where one cannot hold it.

DynamoDB's limit for an item is 400 KB. A row whose payload is longer than ``PART_BYTES`` keeps the first part
and says in ``parts`` how many there are; the others lie beside it under its key with a mark and their number.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

from orders.store import Row

PART_BYTES = 300_000
COMPRESS_FROM = 700
"""Bytes. A write costs by the KB begun: a HEAD of a usual order has 1.2 KB as JSON, and half of that compressed."""

PART_MARK = "\x1f"
JSON_MARK, ZLIB_MARK = b"j", b"z"


def pack(value: Any) -> bytes:
    """A JSON value as bytes; bytes within become base64 text."""
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False, default=_spell_bytes)
    content = text.encode("utf-8", "surrogatepass")
    if len(content) < COMPRESS_FROM:
        return JSON_MARK + content
    return ZLIB_MARK + zlib.compress(content, 1)


def unpack(payload: bytes) -> Any:
    """The value that ``pack`` was given, with bytes still as base64 text."""
    mark, content = payload[:1], payload[1:]
    if mark == ZLIB_MARK:
        content = zlib.decompress(content)
    return json.loads(content.decode("utf-8", "surrogatepass"))


def image_values(image: Mapping[str, Any]) -> Mapping[str, Any]:
    """An unpacked image with its binary values as bytes again."""
    return {name: _read_bytes(value) for name, value in image.items()}


def split(row: Row) -> list[Row]:
    """The rows that hold ``row``: itself, or itself with its first part and the others beside it."""
    payload = row["payload"]
    if len(payload) <= PART_BYTES:
        return [row]
    parts = [payload[start : start + PART_BYTES] for start in range(0, len(payload), PART_BYTES)]
    head = row | {"payload": parts[0], "parts": len(parts)}
    rest = [{"pk": row["pk"], "sk": part_key(row["sk"], n), "payload": part} for n, part in enumerate(parts) if n]
    return [head, *rest]


def join(row: Row, beside: Mapping[str, Row]) -> bytes | None:
    """The whole payload of a row, or None where a part is missing; ``beside`` has the partition's rows by sk."""
    count = row.get("parts", 1)
    parts = [row, *(beside.get(part_key(row["sk"], n)) for n in range(1, count))]
    if any(part is None for part in parts):
        return None
    return b"".join(part["payload"] for part in parts if part is not None)


def part_key(sk: str, number: int) -> str:
    """The key of a further part of a row."""
    return f"{sk}{PART_MARK}{number}"


def _spell_bytes(value: Any) -> Any:
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _read_bytes(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1:
        kind, content = next(iter(value.items()))
        match kind:
            case "B":
                return {kind: base64.b64decode(content)}
            case "BS":
                return {kind: [base64.b64decode(item) for item in content]}
            case "M":
                return {kind: image_values(content)}
            case "L":
                return {kind: [_read_bytes(item) for item in content]}
    return value
