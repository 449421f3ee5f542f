"""The real week as projection rows, once or many times over, written straight into the table.

What the pump would have written in the end is planned here from the last images, without streams: a benchmark of
pages is about reading. Further copies have ids, numbers, e-mails and tracking numbers of their own, and the
same names, so that popular names grow more popular as they do in life.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bench.world import LOG
from orders.changes import Change, fence
from orders.contract.encode import spell_item
from orders.contract.tables import SOURCE_TABLES
from orders.projections.aggregate import Aggregate
from orders.projections.plan import plan
from orders.projections.route import group
from orders.store import Row, Store

OWN = ("user_id", "order_id", "print_job_id", "shipment_id", "order_number", "tracking_number", "printer_reference")
CHUNK = 500


@dataclass(slots=True)
class Asked:
    """What a benchmark types: real values of random orders, so that every search finds something."""

    numbers: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    tracking: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)


def load(store: Store, copies: range) -> None:
    """Write these copies of the week; copy 0 is the week itself."""
    changes = list(_log())
    with ThreadPoolExecutor(4) as threads:
        for copy in copies:
            rows = list(_rows(_copied(changes, copy)))
            parts = [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]
            list(threads.map(store.put_many, parts))


def asked(count: int, seed: int = 7) -> Asked:
    """Values from the week to search for."""
    rng, found = random.Random(seed), Asked()  # noqa: S311  the same questions each time
    last: dict[str, dict[str, dict[str, Any]]] = {}
    for change in _log():
        last.setdefault(change["table"], {})[change["item"][SOURCE_TABLES[change["table"]].key]] = change["item"]
    for order in rng.sample(list(last["orders"].values()), count):
        found.numbers.append(order["order_number"])
        found.orders.append(order["order_id"])
    for user in rng.sample(list(last["users"].values()), count):
        found.emails.append(user["email"][:6])
        found.names.append(max(user["name"].split(), key=len))
    found.tracking = [parcel["tracking_number"] for parcel in rng.sample(list(last["shipments"].values()), count)]
    return found


def _log() -> Iterator[dict[str, Any]]:
    with gzip.open(LOG, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _copied(changes: list[dict[str, Any]], copy: int) -> Iterator[Change]:
    for number, change in enumerate(changes, start=1):
        if copy and change["table"] == "printers":
            continue
        table = SOURCE_TABLES[change["table"]]
        item = _renamed(change["item"], copy) if copy else change["item"]
        at = datetime.fromisoformat(change["at"]).astimezone(UTC)
        yield Change(table, item[table.key], fence(1, str(number)), None, spell_item(item), at, sequence=str(number))


def _renamed(item: dict[str, Any], copy: int) -> dict[str, Any]:
    renamed = {name: f"{value}{copy:02d}" if name in OWN else value for name, value in item.items()}
    if "print_job_ids" in item:
        renamed["print_job_ids"] = [f"{job}{copy:02d}" for job in item["print_job_ids"]]
    if "email" in item:
        renamed["email"] = item["email"].replace("@", f".{copy:02d}@")
    return renamed


def _rows(changes: Iterator[Change]) -> Iterator[Row]:
    grouped, _ = group(changes)
    written: dict[tuple[str, str], Row] = {}
    for pk, own in grouped.items():
        made = plan(Aggregate(pk), own, {}, datetime.now(UTC))
        made.after.version, made.after.heard_at = 1, datetime.now(UTC).isoformat()
        for row in [*made.after.head_rows(), *made.facts, *made.derived]:
            written[row["pk"], row["sk"]] = row
    return iter(written.values())
