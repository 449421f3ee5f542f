"""A row's name within its queue: its order and what of it is meant, as a checkbox and an address can hold it."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Final, NamedTuple

from orders.queues import QueueRow

LONGEST: Final = 4_000


class RowKey(NamedTuple):
    """What a row is about within its queue; ``sub`` as the row's, "" for the whole order."""

    order_id: str
    sub: str


def key_of(row: QueueRow) -> RowKey:
    """A row's key."""
    return RowKey(row.order_id, row.sub)


def row_id(row: QueueRow) -> str:
    """The row's name: letters, digits, ``-`` and ``_``."""
    told = json.dumps(key_of(row), separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def read_row_id(text: str) -> RowKey:
    """The key behind a name. Raises ValueError where it is none of ours."""
    if len(text) > LONGEST:
        raise ValueError("this is no row")
    try:
        told = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, RecursionError, ValueError) as error:
        raise ValueError("this is no row") from error
    match told:
        case [str(order_id), str(sub)] if order_id and _storable(order_id) and _storable(sub):
            return RowKey(order_id, sub)
    raise ValueError("this is no row")


def _storable(text: str) -> bool:
    """Whether PostgreSQL takes it."""
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
