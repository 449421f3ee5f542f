"""A bucket, and an order whose prints and renders name pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client

from dashboard.roles import Role
from demo.artefacts import shelf
from demo.artefacts.design import Design, design_of
from demo.artefacts.objects import from_key
from demo.artefacts.pages import Fault
from orders import cloud as clouds
from orders.story import OrderStory
from tests.web import stories
from tests.web.conftest import SignIn, Told, sign_in, told

__all__ = ["sign_in", "told"]

BOOK: Design = design_of("Sommer in Ligurien", "photobook-hardcover-20x20", 48)
FAILED_PAGES = BOOK.previews({7: Fault.MISSING})


@pytest.fixture
def bucket(cloud: str) -> None:
    """The artefacts' bucket, empty."""
    shelf.create_bucket()


def put(key: str, content: bytes) -> None:
    """Put any bytes under a key."""
    clouds.s3().put_object(Bucket=settings.ARTEFACTS_BUCKET, Key=key, Body=content)


@pytest.fixture
def story(told: Told) -> OrderStory:
    """The order of the stories with a cover and the pages of a failed attempt, none of them in the bucket."""
    assert told.order is not None
    snapshot = told.order.snapshot
    failed = replace(stories.FAILED, preview_keys=FAILED_PAGES)
    prints = {**snapshot.prints, "p1": replace(snapshot.prints["p1"], cover_key=BOOK.cover_key)}
    told.order = replace(told.order, snapshot=replace(snapshot, renders=(stories.READY, failed), prints=prints))
    return told.order


@pytest.fixture
def pictures(bucket: None, story: OrderStory) -> None:
    """All pictures of that order, in the bucket."""
    shelf.put(BOOK.cover)
    for key in dict.fromkeys(FAILED_PAGES):
        page = from_key(key)
        assert page is not None
        shelf.put(page)


@pytest.fixture
def agent(sign_in: SignIn, told: Told) -> Client:
    """An agent's browser."""
    return sign_in(Role.AGENT)
