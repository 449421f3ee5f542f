"""Other logs of the form of the real week, with all that goes wrong in one: counted again by code of their own."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from orders.sla.facts import facts
from orders.sla.report.answer import figures
from orders.sla.report.definitions import Class
from orders.sla.report.listing import Behind, found
from orders.sla.report.question import asked
from tests.answer.fold import fold
from tests.sla.lakes import lake

BEGAN = datetime(2026, 3, 2, tzinfo=UTC)
AS_OF = BEGAN + timedelta(days=60)
QUESTION: dict[str, Any] = {"start": "2026-03-01", "end": "2026-03-09", "as_of": AS_OF.isoformat()}
Item = dict[str, Any]
Rows = dict[str, list[tuple[str, Item]]]


def spelled(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def log(seed: int, orders: int = 120) -> Rows:
    """The changes of some orders, out of order between their tables; the last of each row counts."""
    rng = random.Random(seed)
    return {f"o{number}": list(_order(rng, f"o{number}")) for number in range(orders)}


def _order(rng: random.Random, order_id: str) -> list[tuple[str, Item]]:
    placed = BEGAN + timedelta(minutes=rng.randrange(7 * 24 * 60))
    promise = placed + timedelta(days=rng.randrange(5, 30))
    lines: list[Item] = [
        {"line_id": str(n), "print_id": f"{order_id}-{n}", "product": "book", "quantity": 1, "unit_price": 9}
        for n in range(rng.randrange(1, 4))
    ]
    own: Item = {
        "order_id": order_id,
        "user_id": "u",
        "state": rng.choice(["confirmed", "in_production", "cancelled"]),
        "currency": "EUR",
    }
    own |= {"lines": lines, "placed_at": spelled(placed), "ship_to": {"country": "DE"}, "updated_at": spelled(placed)}
    if rng.random() < 0.9:
        own["paid_at"] = spelled(placed + timedelta(hours=rng.randrange(-3, 90)))
    if rng.random() < 0.9:
        own["first_deliver_by"] = own["deliver_by"] = spelled(promise)
    told: list[tuple[str, Item]] = [("orders", own | {"state": "confirmed"}), ("orders", own)]
    if rng.random() < 0.1:
        return told
    for line in lines:
        told += _printed(rng, order_id, line["line_id"], placed)
    return sorted(told, key=lambda change: (change[0] == "shipments", change[0]))


def _printed(rng: random.Random, order_id: str, line_id: str, placed: datetime) -> list[tuple[str, Item]]:
    """A line's print job, another that replaces it, and a parcel or two of each."""
    told: list[tuple[str, Item]] = []
    for attempt in range(1 if rng.random() < 0.8 else 2):
        job_id = f"{order_id}-{line_id}-{attempt}"
        at = placed + timedelta(days=attempt * 4 + 1, hours=rng.randrange(80))
        job: Item = {
            "print_job_id": job_id,
            "order_id": order_id,
            "line_id": line_id,
            "printer_id": f"p{rng.randrange(3)}",
        }
        job |= {
            "state": rng.choice(["dispatched"] * 8 + ["cancelled"]),
            "submitted_at": spelled(at),
            "updated_at": spelled(at),
        }
        job |= {"reprint_of": f"{order_id}-{line_id}-0"} if attempt else {}
        told.append(("print_jobs", job))
        for number in range(rng.choice([0, 1, 1, 1, 2])):
            state = rng.choice(["delivered"] * 7 + ["in_transit", "returned", "lost", "cancelled"])
            parcel: Item = {
                "shipment_id": f"{job_id}-{number}",
                "order_id": order_id,
                "print_job_ids": [job_id],
                "state": state,
            }
            parcel |= {"handed_over_at": spelled(at), "updated_at": spelled(at)}
            if state in ("delivered", "returned"):
                parcel["delivered_at"] = spelled(at + timedelta(hours=rng.randrange(10, 600)))
            told += [("shipments", parcel | {"state": "in_transit"}), ("shipments", parcel)]
    return told


def came(own: list[tuple[str, Item]]) -> datetime | None:
    """When the last line that counts arrived complete, with the first of its print jobs that did."""
    last = {(table, item.get("shipment_id") or item.get("print_job_id") or ""): item for table, item in own}
    order = next(item for (table, _), item in last.items() if table == "orders")
    jobs = [item for (table, _), item in last.items() if table == "print_jobs"]
    parcels = [item for (table, _), item in last.items() if table == "shipments"]
    if not parcels:
        return None
    times = []
    for line in order["lines"]:
        of_line = [job for job in jobs if job["line_id"] == line["line_id"]]
        if of_line and all(job["state"] == "cancelled" for job in of_line):
            continue
        times.append(min((at for job in of_line if (at := arrived(job, parcels))), default=None))
    if not times:
        ends = [delivered(parcel) for parcel in parcels if parcel["state"] != "cancelled"]
        times = ends or [None]
    return None if None in times else max(time for time in times if time)


def arrived(job: Item, parcels: list[Item]) -> datetime | None:
    own = [
        parcel
        for parcel in parcels
        if job["print_job_id"] in parcel["print_job_ids"] and parcel["state"] != "cancelled"
    ]
    ends = [delivered(parcel) for parcel in own]
    return max(end for end in ends if end) if ends and None not in ends else None


def delivered(parcel: Item) -> datetime | None:
    return datetime.fromisoformat(parcel["delivered_at"]) if parcel["state"] == "delivered" else None


def outcome(own: list[tuple[str, Item]]) -> str:
    """On time, late, cancelled, or anything else."""
    order = [item for table, item in own if table == "orders"][-1]
    if order["state"] == "cancelled":
        return "cancelled"
    there, promise = came(own), order.get("first_deliver_by")
    if there is None or there > AS_OF or promise is None:
        return "other"
    return "on_time" if there <= datetime.fromisoformat(promise) else "late"


@pytest.mark.parametrize("seed", range(12))
def test_a_log_with_oddities(seed: int, tmp_path: Path) -> None:
    written = log(seed)
    expected = Counter(outcome(own) for own in written.values())
    with lake(tmp_path, (facts(fold(order_id, own))[0] for order_id, own in written.items())) as engine:
        _, total = figures(asked(**QUESTION), engine)
        late = found(asked(**QUESTION), Behind(of=Class.LATE), engine, most=1000).rows
    classes = {each: total.classes[each] for each in Class}
    assert total.units == len(written) == sum(classes.values())
    assert classes[Class.ON_TIME] == expected["on_time"] > 0
    assert classes[Class.CANCELLED] == expected["cancelled"] > 0
    # What never arrives is late too.
    assert {row["id"] for row in late if row["done_at"]} == {
        id_ for id_, own in written.items() if outcome(own) == "late"
    }
    assert classes[Class.LATE] == len(late) > 0
