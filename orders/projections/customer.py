"""A customer's own rows: how they are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orders.contract.model import Print, Record, User
from orders.find.rows import customer_rows
from orders.projections.search import search_row
from orders.store import Row


def derive(_: str, records: Iterable[Record], __: Mapping[str, Print]) -> list[Row]:
    """Search rows of the customer."""
    return [search_row(row) for record in records if isinstance(record, User) for row in customer_rows(record)]
