"""The order of the commands' tests with its parcels, and who looks at them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dashboard.roles import Role
from orders.read import load_story
from orders.story import OrderStory
from tests.commands.conftest import ORDER, Desk, Staff, desk, staff
from tests.streams import backend

__all__ = ["desk", "staff"]


def ship(desk: Desk, shipment_id: str = "s-2", **more: Any) -> None:
    """The print job of line 2 is with its carrier."""
    desk.put("shipments", backend.parcel(shipment_id, ORDER, print_job_ids=["j-2"]) | more)


def story() -> OrderStory:
    """What is known of the order now."""
    found = load_story(ORDER)
    assert found is not None
    return found


@pytest.fixture
def reader(desk: Desk, staff: Staff) -> Client:
    """An agent's browser."""
    client, person = Client(), staff(Role.AGENT).person
    assert isinstance(person, User)
    client.force_login(person)
    return client
