"""Who somebody is here: six roles, each a Django group of the same name."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, Group


class Role(StrEnum):
    """A job at the desk; its value is the group's name."""

    AGENT = "agent"
    SENIOR = "senior"
    OPS = "ops"
    MANAGER = "manager"
    ADMIN = "admin"
    AUDITOR = "auditor"


def roles_of(person: AbstractBaseUser | AnonymousUser) -> frozenset[Role]:
    """The roles somebody holds now: read from the groups once a request, so a removed role counts at the next.

    Groups that are no role of ours say nothing. A superuser holds no role by being one.
    """
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    held: frozenset[Role] | None = getattr(person, "_printdesk_roles", None)
    if held is None:
        names = Group.objects.filter(user=person.pk, name__in=list(Role)).values_list("name", flat=True)
        held = frozenset(Role(name) for name in names)
        person._printdesk_roles = held  # type: ignore[attr-defined]
    return held


def create_groups(**_signal: Any) -> None:
    """Make sure that each role has its group; runs after every migrate."""
    for role in Role:
        Group.objects.get_or_create(name=role.value)
