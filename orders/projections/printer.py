"""A printer's own rows: how it is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orders.contract.model import Print, Printer, Record
from orders.find.rows import printer_rows
from orders.projections.search import search_row
from orders.store import Row


def derive(_: str, records: Iterable[Record], __: Mapping[str, Print]) -> list[Row]:
    """Search rows of the printer."""
    return [search_row(row) for record in records if isinstance(record, Printer) for row in printer_rows(record)]
