"""A printer's own rows: how it is found, and its place in the list of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orders.contract.model import Print, Printer, Record
from orders.find.rows import printer_rows
from orders.projections import keys
from orders.projections.search import search_row
from orders.store import Row


def derive(_: str, records: Iterable[Record], __: Mapping[str, Print]) -> list[Row]:
    """Search rows of the printer, and its row in the list."""
    printers = [record for record in records if isinstance(record, Printer)]
    rows = [search_row(row) for printer in printers for row in printer_rows(printer)]
    return rows + [_listed(printer) for printer in printers]


def _listed(printer: Printer) -> Row:
    pk, sk = keys.listed_printer(printer.printer_id)
    return {"pk": pk, "sk": sk, "kind": "printer", "id": printer.printer_id}
