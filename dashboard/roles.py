"""Who somebody is here: six roles, each a Django group of the same name, as far as Cognito allows it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone


class Role(StrEnum):
    """A job at the desk; its value is the group's name."""

    AGENT = "agent"
    SENIOR = "senior"
    OPS = "ops"
    MANAGER = "manager"
    ADMIN = "admin"
    AUDITOR = "auditor"


def roles_of(person: AbstractBaseUser | AnonymousUser) -> frozenset[Role]:
    """The roles somebody holds now: read once a request, so a removed role counts at the next.

    They are those that were granted here and, of whoever comes through Cognito, are allowed by its groups, while it
    has confirmed them within COGNITO_GRACE_MINUTES. Groups that are no role of ours say nothing. A superuser holds no
    role by being one.
    """
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    held: frozenset[Role] | None = getattr(person, "_printdesk_roles", None)
    if held is None:
        member = ("user__member__subject", "user__member__cap", "user__member__confirmed_at")
        granted = Group.objects.filter(user=person.pk, name__in=list(Role)).values_list("name", *member)
        held = frozenset(Role(name) for name, *limits in granted if _allows(name, *limits))
        person._printdesk_roles = held  # type: ignore[attr-defined]
    return held


def confirmed_since() -> datetime:
    """Whom Cognito has not confirmed since then holds nothing."""
    return timezone.now() - timedelta(minutes=settings.COGNITO_GRACE_MINUTES)


def _allows(role: str, subject: str | None, cap: list[str] | None, confirmed_at: datetime | None) -> bool:
    if subject is not None and (confirmed_at is None or confirmed_at < confirmed_since()):
        return False
    return cap is None or role in cap


def create_groups(**_signal: Any) -> None:
    """Make sure that each role has its group; runs after every migrate."""
    for role in Role:
        Group.objects.get_or_create(name=role.value)
