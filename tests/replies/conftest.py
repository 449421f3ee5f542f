"""An order made by hand whose reply is “photo missing” in German, and a manager who changes words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dashboard.roles import Role
from tests.web import stories
from tests.web.conftest import SignIn, Told, sign_in, told

__all__ = ["sign_in", "told"]

ORDER = f"/orders/{stories.ORDER_ID}/"
TEXT = "/replies/photo_missing/de/"
WORDS = "dein Foto{where} fehlt uns noch."
HTMX = {"HX-Request": "true"}

Save = Callable[..., Any]


@pytest.fixture
def manager(sign_in: SignIn, told: Told) -> Client:
    """A manager's browser."""
    return sign_in(Role.MANAGER)


@pytest.fixture
def save(manager: Client) -> Save:
    """Saves words over a version: ``save("dein Foto{where} fehlt.", base=1)``."""

    def go(text: str = WORDS, base: int = 0, reason: str = "shorter", address: str = TEXT) -> Any:
        return manager.post(address, {"text": text, "base": base, "reason": reason})

    return go


def body(client: Client, address: str = ORDER, **headers: str) -> str:
    """What a page says."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()
