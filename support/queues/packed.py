"""A queue's rows as bytes, for Redis: the same rows give the same bytes."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from orders.queues import QueueRow, Waiting

FAST: Final = 1
"""Of zlib: a third of the length for a hundredth of a second."""

DUE_AT, SINCE, PROMISE = (QueueRow._fields.index(name) for name in ("due_at", "since", "promise"))


def pack(waiting: Waiting) -> bytes:
    """Rows of one queue."""
    told = {"more": waiting.more, "rows": waiting.rows}
    return zlib.compress(json.dumps(told, default=datetime.isoformat, separators=(",", ":")).encode(), FAST)


def unpack(packed: bytes) -> Waiting:
    """The rows again. What many of them say is kept once."""
    told = json.loads(zlib.decompress(packed))
    return Waiting(tuple(_rows(told["rows"])), told["more"])


def digest(packed: bytes) -> str:
    """A name of these bytes."""
    return hashlib.sha256(packed).hexdigest()[:24]


def _rows(rows: list[list[Any]]) -> Iterator[QueueRow]:
    share: dict[Any, Any] = {}
    keep, read, make = share.setdefault, datetime.fromisoformat, QueueRow._make
    for values in rows:
        for place in (DUE_AT, SINCE, PROMISE):
            if values[place]:
                values[place] = read(values[place])
        yield make(map(keep, values, values))
