"""An order made by hand, and people who may have its personal data shown."""

from __future__ import annotations

import pytest
from django.test import Client

from dashboard.roles import Role
from tests.web import stories
from tests.web.conftest import SignIn, Told, sign_in, told

__all__ = ["sign_in", "told"]

ORDER = f"/orders/{stories.ORDER_ID}/"
CUSTOMER = f"/customers/{stories.USER_ID}/"
ASKED = {"kind": "identify", "words": "she calls about her order"}
PERSONAL = ("Inge Brandt", "inge@example.com", "+49 228 555 0194", "Am Hof 1", "Sommer in Ligurien")


@pytest.fixture
def agent(sign_in: SignIn, told: Told) -> Client:
    """An agent's browser, on pages with data made by hand."""
    return sign_in(Role.AGENT)


def shown(client: Client, address: str = ORDER) -> set[str]:
    """Which of the personal values stand on a page."""
    body = client.get(address).content.decode()
    return {value for value in PERSONAL if value in body}
