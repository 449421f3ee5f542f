"""The printers, as their rows say."""

from __future__ import annotations

from collections.abc import Iterable

from orders.contract.model import Printer
from orders.projections import keys
from orders.projections.facet import facet_from
from orders.store import MAX_BATCH_GET, Key, Row, Store, live_store


def find_printer(printer_id: str, store: Store | None = None) -> Printer | None:
    """A printer by its id, None where none is known."""
    if not keys.usable(printer_id):
        return None
    row = (store or live_store()).get(_key(printer_id))
    return next(iter(_printers([row] if row else ())), None)


def every_printer(store: Store | None = None) -> list[Printer]:
    """All of them by name, at most a hundred: one Query and one batch read."""
    store = store or live_store()
    listed = store.query(keys.PRINTERS, limit=MAX_BATCH_GET).rows
    rows = store.get_many([_key(row["id"]) for row in listed]) if listed else {}
    return sorted(_printers(rows.values()), key=lambda printer: (printer.name.casefold(), printer.printer_id))


def _key(printer_id: str) -> Key:
    return f"P#{printer_id}", keys.facet_sk("printers", printer_id)


def _printers(rows: Iterable[Row]) -> list[Printer]:
    facets = [facet_from(row, {}) for row in rows]
    records = [facet.readable for facet in facets if facet is not None]
    return [record for record in records if isinstance(record, Printer)]
