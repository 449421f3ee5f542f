"""``GET customers/…``: who they are, open orders, and past ones by page."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from orders.streams.engine import drain
from support.api import cursors
from tests.api.conftest import Program
from tests.streams import backend


def test_a_customer(desk: str, program: Program) -> None:
    told = program().get("/api/v1/customers/u-77").json()
    assert (told["user_id"], told["known"], told["country"], told["locale"]) == ("u-77", True, "DE", "de-DE")
    assert (told["name"], told["email"], told["phone"]) == ("I••• B•••", "i•••@e•••.com", "••• 94")
    assert [order["order_number"] for order in told["open_orders"]] == ["PX-4821-0773"]
    assert told["open_orders"][0]["situation"] == "render_failed"
    assert told["orders"] == "http://testserver/api/v1/customers/u-77/orders"
    assert (told["escalations"], told["notes"]) == ([], [])


@pytest.fixture
def many(cloud: str) -> None:
    """A customer with sixty past orders."""
    backend.put("users", backend.user("u-many"))
    for number in range(60):
        placed = backend.at(number)
        delivered = {"state": "delivered", "delivered_at": backend.at(3000), "placed_at": placed}
        backend.put("orders", backend.order(f"o{number:02}", user_id="u-many", lines=[], **delivered))
    drain()


def _followed(client: APIClient, url: str | None) -> list[str]:
    numbers: list[str] = []
    while url:
        page = client.get(url).json()
        numbers += [order["order_id"] for order in page["results"]]
        url = page["next"]
    return numbers


@pytest.mark.usefixtures("many")
def test_past_orders_are_paged_newest_first_without_gaps_or_repeats(program: Program) -> None:
    assert _followed(program(), "/api/v1/customers/u-many/orders") == [f"o{number:02}" for number in range(59, -1, -1)]


def _refused(client: APIClient, cursor: str) -> bool:
    answer = client.get("/api/v1/customers/u-many/orders", {"cursor": cursor})
    return answer.status_code == 400 and "cursor" in answer.json()["errors"]


@pytest.mark.parametrize("cursor", ["x", "%00", "a" * 3000, "🦄", "{}", "1:2:3"])
def test_a_malformed_cursor_is_refused(cloud: str, program: Program, cursor: str) -> None:
    assert _refused(program(), cursor)


def test_a_cursor_that_was_changed_or_made_for_another_list_is_refused(cloud: str, program: Program) -> None:
    assert _refused(program(), cursors.sealed("u-other", "UEFTVCM="))
    assert _refused(program(), cursors.sealed("u-many", "UEFTVCM=")[:-1])


def test_a_cursor_of_ours_with_a_position_of_nobodys_is_refused(cloud: str, program: Program) -> None:
    assert _refused(program(), cursors.sealed("u-many", "TkFNRQ=="))
