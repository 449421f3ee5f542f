"""Words tried on a real order, found by its number alone."""

from __future__ import annotations

import pytest
from django.test import Client

from dashboard.roles import Role
from orders.streams.engine import drain
from tests.streams import backend
from tests.web.conftest import SignIn, sign_in

__all__ = ["sign_in"]


@pytest.fixture
def manager(cloud: str, sign_in: SignIn) -> Client:
    """A manager, with one order whose render has failed."""
    failure = {"code": "asset_missing", "message": "page 7", "page": 7}
    backend.put("users", backend.user())
    backend.put("prints", backend.design())
    backend.put("orders", backend.order())
    backend.put("renders", backend.render(state="failed", failure=failure))
    drain()
    return sign_in(Role.MANAGER)


def _tried(client: Client, order: str, key: str = "photo_missing", text: str = "one of yours{where}.") -> str:
    sent = {"text": text, "order": order}
    answer = client.post(f"/replies/{key}/en/preview/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_as_the_order_s_reply(manager: Client) -> None:
    page = _tried(manager, "px o1")
    assert "Order PX-o1, as it is now" in page
    assert page.count("one of yours on page 7.") > 1


def test_an_order_in_another_situation_says_which(manager: Client) -> None:
    assert "its reply is “Photo missing”" in _tried(manager, "PX-o1", "delivered", "there.")


@pytest.mark.parametrize("number", ["nobody", "ines", "ines@example.com", "x" * 80, "\0", "o"])
def test_nothing_else_finds_an_order(manager: Client, number: str) -> None:
    assert "No order has this number." in _tried(manager, number)
