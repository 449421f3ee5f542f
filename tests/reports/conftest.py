"""A lake with orders of every class, around a midnight and a change of clocks, and a manager who asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dashboard.roles import Role
from orders.sla.lake.patch import patch_all
from orders.store import live_store
from orders.streams.engine import drain
from tests.streams import backend
from tests.web.conftest import SignIn, sign_in

__all__ = ["sign_in"]

CLOCKS_CHANGE = datetime(2026, 10, 25, tzinfo=UTC)
"""In Berlin they go back at one in the morning, UTC."""

DAYS = {"from": "2026-10-23", "to": "2026-10-27", "as_of": "2026-11-25T00:00:00Z"}
COUNTRIES = ("DE", "FR", "")
PRODUCTS = (["photobook"], ["photobook", "calendar"], ["=cmd()"])


def spelled(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def placed(number: int) -> dict[str, Any]:
    """An order, each four hours after the one before: on time, late, open or cancelled by its number."""
    at = CLOCKS_CHANGE + timedelta(hours=4 * number - 36, minutes=-1)
    ends = {0: at + timedelta(days=3), 1: at + timedelta(days=9)}.get(number % 4)
    state = {"state": "cancelled"} if number % 4 == 3 else {}
    about = {"placed_at": spelled(at), "paid_at": spelled(at + timedelta(hours=1))}
    about |= {"first_deliver_by": spelled(at + timedelta(days=5)), "deliver_by": spelled(at + timedelta(days=12))}
    about |= {"state": "delivered", "delivered_at": spelled(ends)} if ends else {}
    lines = [
        {"line_id": str(n), "print_id": f"p{n}", "product": product, "quantity": 1, "unit_price": 100}
        for n, product in enumerate(PRODUCTS[number % 3])
    ]
    ship_to = {"name": "Ines Berger", "country": COUNTRIES[number % 3], "region": "", "postcode": "53111"}
    return backend.order(f"o{number}", lines=lines, ship_to=ship_to, **about, **state)


def printed(order: dict[str, Any], number: int) -> None:
    """Its print jobs at one printer or two, in one parcel that arrives when the order does."""
    jobs = [f"j{number}-{each}" for each in {0, number % 2, 2 * (number % 4 > 1)}]
    for job in jobs:
        about = {"printer_id": f"printer-{job[-1]}", "dispatch_by": order["deliver_by"]}
        backend.put("print_jobs", backend.job(job, order["order_id"], **about))
    ends = {name: order[name] for name in ("delivered_at",) if name in order}
    state = "delivered" if ends else "in_transit"
    about = {"carrier": "dhl", "state": state, "deliver_by": order["deliver_by"], "print_job_ids": jobs} | ends
    backend.put("shipments", backend.parcel(f"s{number}", order["order_id"], **about))


@pytest.fixture
def manager(cloud: str, sign_in: SignIn) -> Client:
    """A manager's browser, on a lake of eighteen orders."""
    for number, country in enumerate(("DE", "FR", "DE")):
        backend.put("printers", {"printer_id": f"printer-{number}", "name": f"P{number}", "country": country})
    for number in range(18):
        order = placed(number)
        backend.put("orders", order)
        if number % 3 == 0:
            printed(order, number)
    drain()
    patch_all(live_store())
    return sign_in(Role.MANAGER)
