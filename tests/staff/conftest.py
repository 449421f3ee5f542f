"""Colleagues of every role, and an admin's browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from dashboard.roles import Role
from support.models import AuditEvent

Colleague = Callable[..., User]
Send = Callable[..., Any]


@pytest.fixture
def colleague(db: None) -> Colleague:
    """Makes somebody with roles: ``colleague("ben", Role.OPS)``."""

    def make(name: str, *roles: Role, **more: Any) -> User:
        person = User.objects.create_user(name, **({"first_name": name.title()} | more))
        person.groups.set(Group.objects.filter(name__in=roles))
        return person

    return make


@pytest.fixture
def ben(colleague: Colleague) -> User:
    """An agent."""
    return colleague("ben", Role.AGENT)


@pytest.fixture
def admin(colleague: Colleague) -> Client:
    """An admin's browser."""
    return browser_of(colleague("ana", Role.ADMIN))


def browser_of(person: User) -> Client:
    """Somebody's browser, signed in."""
    client = Client()
    client.force_login(person)
    return client


def told() -> list[tuple[str, str]]:
    """Types and reasons of what was audited, oldest first."""
    return [
        (event.type, event.reason.text if hasattr(event, "reason") else "")
        for event in AuditEvent.objects.order_by("number")
    ]
