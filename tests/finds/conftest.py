"""Find on hits made by hand, and people who search."""

from __future__ import annotations

import pytest
from django.test import Client

from dashboard.roles import Role
from tests.web.conftest import SignIn, Told, sign_in, told, without_redis

__all__ = ["sign_in", "told", "without_redis"]

PAGE = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}


@pytest.fixture
def agent(sign_in: SignIn, told: Told) -> Client:
    """An agent's browser, on pages with data made by hand."""
    return sign_in(Role.AGENT)


def types(client: Client, *steps: str) -> list[int]:
    """Type, a step at a time; the status of each answer."""
    return [client.post("/find/typing/", {"q": words}, headers=PAGE).status_code for words in steps]
