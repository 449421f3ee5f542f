"""People who write notes about the order of the stories, and about its customer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from dashboard.roles import Role
from support.notes.models import Note
from tests.web import stories
from tests.web.conftest import Told, sign_in, told

__all__ = ["sign_in", "told"]

ORDER = f"/orders/{stories.ORDER_ID}/"
NOTES = f"{ORDER}notes/"
CUSTOMER = f"/customers/{stories.USER_ID}/"
HTMX = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{ORDER}"}


@dataclass(frozen=True)
class Member:
    """Somebody with a browser."""

    person: User
    client: Client

    def writes(self, text: str, key: str = "k", address: str = NOTES, **headers: Any) -> Any:
        """Sends the form of a new note."""
        return self.client.post(address, {"text": text, "key": key}, **headers)

    def opens(self, address: str = ORDER) -> str:
        """A page as they see it."""
        return self.client.get(address).content.decode()


Join = Callable[..., Member]


@pytest.fixture
def join(db: None, told: Told) -> Join:
    """Makes a member of staff with a login of their own."""

    def make(login: str, role: Role = Role.AGENT, first_name: str = "") -> Member:
        person = User.objects.create_user(login, first_name=first_name or login.title())
        person.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(person)
        return Member(person, client)

    return make


@pytest.fixture
def ana(join: Join) -> Member:
    """An agent."""
    return join("ana")


@pytest.fixture
def ben(join: Join) -> Member:
    """A manager."""
    return join("ben", Role.MANAGER)


def the_note() -> Note:
    """The only one there is."""
    return Note.objects.get()
