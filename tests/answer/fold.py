"""From rows as the backend wrote them to the snapshot of an order, without any of the engine's machinery."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from orders.contract.decode import decode
from orders.contract.encode import spell_item
from orders.contract.model import Order, Print, Printer, PrintJob, Record, Render, Shipment
from orders.contract.tables import SOURCE_TABLES
from orders.snapshot import OrderSnapshot

NOW = datetime(2026, 11, 22, 21, tzinfo=UTC)


def records(rows: Iterable[tuple[str, dict[str, Any]]]) -> list[Record]:
    """The last state of every row, decoded, in the order in which the rows first appeared."""
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for table, item in rows:
        last[(table, item[SOURCE_TABLES[table].key])] = item
    return [decode(SOURCE_TABLES[table], spell_item(item)) for (table, _), item in last.items()]


def fold(order_id: str, rows: Iterable[tuple[str, dict[str, Any]]]) -> OrderSnapshot:
    """The snapshot of one order from all that was written about it."""
    known = records(rows)
    return OrderSnapshot(
        order_id=order_id,
        order=next((row for row in known if isinstance(row, Order)), None),
        renders=tuple(row for row in known if isinstance(row, Render)),
        print_jobs=tuple(row for row in known if isinstance(row, PrintJob)),
        parcels=tuple(row for row in known if isinstance(row, Shipment)),
        prints={row.print_id: row for row in known if isinstance(row, Print)},
    )


def printers(rows: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, Printer]:
    """The printers among the rows, by id."""
    return {row.printer_id: row for row in records(rows) if isinstance(row, Printer)}
