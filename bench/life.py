"""The life of an order as its rows change: from the first photo of its print to the parcel at the door.

Every order has the same 24 changes, in this order, of rows as long as real ones. ``Lives`` spreads many orders evenly
over their lives, so that every batch brings changes of every table, and a new order begins where one has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
HOURS_A_STEP = 7
NAMES = ("Ines Berger", "Jean-Luc Moreau", "Marta Nowak", "Sofia Rossi", "Pieter de Vries", "Aoife Ní Bhriain")
SCANS = (
    "Shipment data received",
    "Picked up by the carrier",
    "Processed in the parcel centre",
    "Arrived in the region",
)

Change = tuple[str, dict[str, Any]]
"""Table and row, as the backend writes it."""


class Lives:
    """Orders at every step of their lives at once. ``records`` is how many changes of an order one batch brings."""

    def __init__(self, name: str, orders: int, records: int) -> None:
        self.name = name
        self.orders = orders
        self.records = records
        self.batches = len(life("", 0)) // records
        self._turn = 0

    def first(self) -> Iterator[list[Change]]:
        """Batches until every order is where it belongs; to be applied before anything is measured."""
        for _ in range(self.batches - 1):
            yield self.batch(begun=True)

    def batch(self, *, begun: bool = False) -> list[Change]:
        """The next changes of every order, ``records`` of each; ``begun``: of those that have begun only."""
        changes: list[Change] = []
        for number in range(self.orders):
            generation, step = divmod(self._turn - number % self.batches, self.batches)
            if generation < 0 and begun:
                continue
            whole = life(f"{self.name}{number:05d}g{generation}", number)
            changes += whole[step * self.records : (step + 1) * self.records]
        self._turn += 1
        return changes


def life(name: str, number: int) -> list[Change]:
    """Every change of one order's rows, first to last."""
    order, design, render, job, parcel = (f"{kind}_{name}" for kind in ("ord", "prt", "rnd", "job", "shp"))
    ids = {"order_id": order, "line_id": f"lin_{name}", "print_id": design}
    made: list[Change] = [("users", _user(name, number))]
    for state, uploaded in (("uploading", 20), ("uploaded", 48)):
        made.append(("prints", _print(design, name, state, uploaded)))
    made += [("orders", _order(ids, name, number, state)) for state in ("awaiting_payment", "confirmed")]
    made.append(("prints", _print(design, name, "locked", 48)))
    made += [("renders", _render(render, ids, state)) for state in ("queued", "rendering", "ready")]
    made.append(("orders", _order(ids, name, number, "preparing")))
    made += [("print_jobs", _job(job, ids, render, state)) for state in ("submitted", "accepted")]
    made.append(("orders", _order(ids, name, number, "in_production")))
    made += [("print_jobs", _job(job, ids, render, state)) for state in ("in_production", "printed", "dispatched")]
    made += [("shipments", _parcel(parcel, ids, job, state, scans)) for state, scans in PARCEL[:2]]
    made.append(("orders", _order(ids, name, number, "shipped")))
    made += [("shipments", _parcel(parcel, ids, job, state, scans)) for state, scans in PARCEL[2:]]
    made.append(("orders", _order(ids, name, number, "delivered")))
    return [(table, row | {"updated_at": _at(step)}) for step, (table, row) in enumerate(made)]


PARCEL = (
    ("label_created", 0),
    ("picked_up", 1),
    ("in_transit", 2),
    ("in_transit", 4),
    ("out_for_delivery", 5),
    ("delivered", 6),
)


def _at(step: float) -> str:
    return (START + timedelta(hours=HOURS_A_STEP * step)).isoformat().replace("+00:00", "Z")


def _user(name: str, number: int) -> dict[str, Any]:
    return {
        "user_id": f"usr_{name}",
        "email": f"{name}@example.com",
        "name": NAMES[number % len(NAMES)],
        "phone": f"+49 221 {number:06d}",
        "locale": "de-DE",
        "country": "DE",
        "created_at": _at(0),
    }


def _print(design: str, name: str, state: str, uploaded: int) -> dict[str, Any]:
    return {
        "print_id": design,
        "user_id": f"usr_{name}",
        "product": "photobook_square_21",
        "title": "Summer by the sea",
        "template_id": "coast",
        "template_version": "14",
        "page_count": 48,
        "photo_count": 48,
        "photos_uploaded": uploaded,
        "state": state,
        "cover_key": f"covers/{design}.jpg",
    }


def _order(ids: dict[str, str], name: str, number: int, state: str) -> dict[str, Any]:
    paid = {} if state == "awaiting_payment" else {"paid_at": _at(4), "payment_reference": f"pay_{name}"}
    return {
        "order_id": ids["order_id"],
        "order_number": f"PX-{name}",
        "user_id": f"usr_{name}",
        "state": state,
        "currency": "EUR",
        "total": 5480,
        "lines": [
            {
                "line_id": ids["line_id"],
                "print_id": ids["print_id"],
                "product": "photobook_square_21",
                "quantity": 1,
                "unit_price": 4990,
            }
        ],
        "ship_to": {
            "name": NAMES[number % len(NAMES)],
            "line1": "Brüderstraße 21",
            "city": "Bonn",
            "region": "NW",
            "postcode": f"{53111 + number % 900}",
            "country": "DE",
        },
        "shipping_method": "standard",
        "placed_at": _at(3),
        "dispatch_by": _at(17),
        "deliver_by": _at(30),
        "first_deliver_by": _at(30),
    } | paid


def _render(render: str, ids: dict[str, str], state: str) -> dict[str, Any]:
    began = {"queued_at": _at(6)} | ({} if state == "queued" else {"started_at": _at(7)})
    files = {
        "finished_at": _at(8),
        "pdf_key": f"files/{render}.pdf",
        "checksum": "sha256:7f3a9c1e55d0b2",
        "page_count": 48,
    }
    return (
        {"render_id": render, **ids, "attempt": 1, "state": state, "renderer_version": "5.12.1"}
        | began
        | (files if state == "ready" else {})
    )


def _job(job: str, ids: dict[str, str], render: str, state: str) -> dict[str, Any]:
    return {
        "print_job_id": job,
        "order_id": ids["order_id"],
        "line_id": ids["line_id"],
        "render_id": render,
        "printer_id": "koeln",
        "printer_reference": f"KD-{job}",
        "state": state,
        "raw_status": state.upper(),
        "cost": 1890,
        "currency": "EUR",
        "submitted_at": _at(10),
        "dispatch_by": _at(17),
    } | {
        name: _at(step)
        for name, step, since in (("accepted_at", 11, 1), ("printed_at", 14, 3), ("dispatched_at", 15, 4))
        if ("submitted", "accepted", "in_production", "printed", "dispatched").index(state) >= since
    }


def _parcel(parcel: str, ids: dict[str, str], job: str, state: str, scans: int) -> dict[str, Any]:
    return (
        {
            "shipment_id": parcel,
            "order_id": ids["order_id"],
            "print_job_ids": [job],
            "printer_id": "koeln",
            "carrier": "dhl",
            "service": "paket",
            "tracking_number": f"0034{parcel}",
            "tracking_url": f"https://tracking.example.com/{parcel}",
            "state": state,
            "scans": [
                {"at": _at(17 + n / 2), "code": f"E{n}", "description": SCANS[n % len(SCANS)], "location": "Bonn, DE"}
                for n in range(scans)
            ],
            "eta": _at(23),
            "deliver_by": _at(30),
        }
        | ({"handed_over_at": _at(17)} if scans else {})
        | ({"delivered_at": _at(22)} if state == "delivered" else {})
    )
