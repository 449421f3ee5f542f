"""A desk with one order on it, loaded through the streams, and programs that may ask about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import create_token
from orders.streams.engine import drain
from tests.find.conftest import calls
from tests.streams import backend

__all__ = ["calls"]

SECRETS = (
    "Inge", "Brandt", "inge.brandt", "example.com", "+492285550194", "2285550194", "Am Hof", "Bonn", "53111",
    "Ligurien", "Ulla",
)  # fmt: skip
"""Everything personal that ``desk`` holds."""

Program = Callable[..., APIClient]


@pytest.fixture
def desk(cloud: str) -> str:
    """One order of two lines, with everything personal that an order can hold; in both encodings. Its id."""
    address = {"name": "Inge Brandt", "line1": "Am Hof 1", "city": "Bonn", "postcode": "53111", "country": "DE"}
    lines = [
        {"line_id": number, "print_id": f"p{number}", "product": "photobook", "quantity": 1, "unit_price": 4990}
        for number in ("1", "2")
    ]
    inge = backend.user(
        "u-77", name="Inge Brandt", email="inge.brandt@example.com", phone="+492285550194", locale="de-DE"
    )
    backend.put("users", backend.packed("users", inge))
    backend.put("prints", backend.design("p1", user_id="u-77", title="Sommer in Ligurien"))
    backend.put("prints", backend.packed("prints", backend.design("p2", user_id="u-77", title="Ullas Kalender")))
    order = backend.order(
        "o-4821", order_number="PX-4821-0773", user_id="u-77", state="preparing", lines=lines, ship_to=address,
        nickname="Ulla", gift={"note": "for Ulla"},
    )  # fmt: skip
    backend.put("orders", order)
    failure = {"code": "asset_missing", "message": "page 7 of Sommer in Ligurien: missing", "page": 7}
    backend.put("renders", backend.render("r-71c0", "o-4821", print_id="p1", state="failed", failure=failure))
    backend.put("renders", backend.packed("renders", backend.render("r-22aa", "o-4821", line_id="2", print_id="p2")))
    backend.put("print_jobs", backend.job("job-88", "o-4821", line_id="2", cost=1250, currency="EUR"))
    scan = {"at": backend.at(200), "code": "DLV", "description": "Handed to Brandt in Bonn", "location": "Bonn"}
    parcel = backend.parcel(
        "s-5", "o-4821", print_job_ids=["job-88"], tracking_number="00340434161094042557", scans=[scan]
    )
    backend.put("shipments", parcel)
    drain()
    return "o-4821"


@pytest.fixture
def program(db: None) -> Program:
    """A client with a fresh token of a role."""

    def make(role: Role = Role.AGENT, *scopes: Permission) -> APIClient:
        client = APIClient()
        _, plain = create_token("a test's program", role, scopes=scopes)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
        return client

    return make
