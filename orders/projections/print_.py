"""A print has no rows of its own: it is found and shown by the orders that buy it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orders.contract.model import Print, Record
from orders.store import Row


def derive(_: str, __: Iterable[Record], ___: Mapping[str, Print]) -> list[Row]:
    """Nothing; its orders are derived again when it changes."""
    return []
