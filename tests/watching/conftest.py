"""The order of the commands' tests, and people at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dashboard.roles import Role
from support.watching import presence
from tests.commands.conftest import Desk, Staff, desk, staff

__all__ = ["desk", "staff"]

Somebody = Callable[..., User]


@pytest.fixture
def moving(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The order, for who follows it too."""
    monkeypatch.setattr("support.watching.follow.live_store", lambda: desk.store)
    return desk


@pytest.fixture
def somebody(desk: Desk, staff: Staff) -> Somebody:
    """Makes a colleague of a name."""

    def make(name: str = "Ana", role: Role = Role.AGENT) -> User:
        person = staff(role).person
        assert person is not None
        person.first_name = name
        person.save()
        return User.objects.get(pk=person.pk)

    return make


@pytest.fixture
def browser_of(db: None) -> Callable[[User], Client]:
    """A browser signed in as somebody."""

    def make(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def no_redis(settings: object) -> Iterator[None]:
    """Nobody answers where Redis was."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    presence._client.cache_clear()
    yield
    presence._client.cache_clear()
    presence._gone.now = False
