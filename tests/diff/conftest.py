"""A line with two attempts of one book: in the new one page 7 is right and page 9 looks otherwise."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from dashboard.roles import Role
from orders.contract.model import RenderState
from support.renders import fingerprints
from tests.pictures.conftest import bucket, put
from tests.web import stories
from tests.web.conftest import SignIn, Told, sign_in, told

__all__ = ["bucket", "sign_in", "told"]

COMPARE = f"/orders/{stories.ORDER_ID}/lines/l1/renders/compare/"
OLD, NEW = "r-71bf", "r-71c0"

Attempts = Callable[..., None]


def key(attempt: str, page: int) -> str:
    """Where the backend keeps a page of an attempt."""
    return f"renders/{attempt}/{page:03}.png"


@pytest.fixture(autouse=True)
def _known_nothing() -> None:
    """No test knows what another has seen in its bucket."""
    fingerprints.forget()


@pytest.fixture
def attempts(told: Told) -> Attempts:
    """Gives line 1 two attempts of so many pages; the old one failed at page 7."""

    def make(old: int = 12, new: int = 12, **about: Any) -> None:
        assert told.order is not None
        keys = [tuple(key(attempt, page + 1) for page in range(many)) for attempt, many in ((OLD, old), (NEW, new))]
        failed = replace(stories.FAILED, render_id=OLD, attempt=1, preview_keys=keys[0])
        ready = replace(
            stories.FAILED, render_id=NEW, attempt=2, preview_keys=keys[1], state=RenderState.READY, failure=None,
            renderer_version="9.4.2", **about,
        )  # fmt: skip
        told.order = replace(told.order, snapshot=replace(told.order.snapshot, renders=(failed, ready)))

    return make


@pytest.fixture
def book(attempts: Attempts, bucket: None) -> Attempts:
    """The two attempts with their pictures: pages 7 and 9 are different ones."""

    def make(old: int = 12, new: int = 12) -> None:
        attempts(old, new)
        for attempt, many in ((OLD, old), (NEW, new)):
            for page in range(1, many + 1):
                other = attempt == NEW and page in {7, 9}
                put(key(attempt, page), _drawn(page + 100 * other))

    return make


@pytest.fixture
def agent(sign_in: SignIn, told: Told) -> Client:
    """An agent's browser."""
    return sign_in(Role.AGENT)


def _drawn(number: int) -> bytes:
    """A picture of one colour for each number."""
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (number * 15 % 256, 90, 120)).save(file, "PNG")
    return file.getvalue()


def body(client: Client, query: str = "") -> str:
    """What the page says."""
    answer = client.get(COMPARE + query)
    assert answer.status_code == 200
    return answer.content.decode()
