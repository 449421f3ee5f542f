"""Search rows as projection rows."""

from __future__ import annotations

from orders.find.model import SearchRow
from orders.store import Row


def search_row(row: SearchRow) -> Row:
    """The projection row of a search row."""
    return {"pk": row.pk, "sk": row.sk, **row.shown}
