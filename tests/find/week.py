"""The real week's last images as typed records, read in place; None where the data is absent."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from orders.contract.decode import decode
from orders.contract.encode import spell_item
from orders.contract.model import User
from orders.contract.tables import SOURCE_TABLES
from orders.find.model import SearchRow
from orders.find.rows import customer_rows, order_rows, printer_rows
from orders.snapshot import OrderSnapshot

LOG = Path(__file__).resolve().parents[3] / "shared" / "data" / "orders-2017-W47.changelog.jsonl.gz"


@dataclass(frozen=True)
class Week:
    """Each order with its customer, and every search row of all."""

    orders: list[tuple[OrderSnapshot, User]]
    rows: list[SearchRow]


@cache
def week() -> Week | None:
    """All of it; takes seconds."""
    if not LOG.is_file():
        return None
    records = {table: _records(table, images) for table, images in _last_images().items()}
    jobs, parcels = _by_order(records["print_jobs"]), _by_order(records["shipments"])
    orders = [
        (OrderSnapshot(order_id=key, order=order, print_jobs=jobs[key], parcels=parcels[key]), order.user_id)
        for key, order in records["orders"].items()
    ]
    users = records["users"]
    rows = [row for user in users.values() for row in customer_rows(user)]
    rows += [row for printer in records["printers"].values() for row in printer_rows(printer)]
    rows += [row for snapshot, _ in orders for row in order_rows(snapshot)]
    return Week([(snapshot, users[user_id]) for snapshot, user_id in orders], rows)


def _last_images() -> dict[str, dict[str, Any]]:
    last: dict[str, dict[str, Any]] = defaultdict(dict)
    with gzip.open(LOG, "rt", encoding="utf-8") as lines:
        for line in lines:
            change = json.loads(line)
            last[change["table"]][change["item"][SOURCE_TABLES[change["table"]].key]] = change["item"]
    return last


def _records(table: str, images: dict[str, Any]) -> dict[str, Any]:
    return {key: decode(SOURCE_TABLES[table], spell_item(image)) for key, image in images.items()}


def _by_order(records: dict[str, Any]) -> defaultdict[str, tuple[Any, ...]]:
    found: defaultdict[str, tuple[Any, ...]] = defaultdict(tuple)
    for record in records.values():
        found[record.order_id] += (record,)
    return found
