"""A manager who sets targets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User

from dashboard.roles import Role
from support.commands.asker import Asker
from support.targets.add import Version, add
from support.targets.models import Target
from tests.web.conftest import SignIn, sign_in

__all__ = ["SignIn", "sign_in"]

Set = Callable[..., Target]


def a_manager(name: str = "mara") -> User:
    """Somebody who may set targets."""
    person, _ = User.objects.get_or_create(username=name)
    person.groups.add(Group.objects.get(name=Role.MANAGER))
    return person


@pytest.fixture
def set_target(db: None) -> Set:
    """Lets a number count from a day on: ``set_target("2026-10-01", "90", country="DE")``; None takes it back."""
    asker = Asker.staff(a_manager())

    def go(starts_on: str, per_cent: str | None, *, country: str = "", product: str = "") -> Target:
        number = None if per_cent is None else Decimal(per_cent)
        wanted = Version(country=country, product=product, starts_on=date.fromisoformat(starts_on), per_cent=number)
        return add(asker, wanted, "Agreed with the printers")

    return go
