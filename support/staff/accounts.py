"""Local accounts made at the shell of a machine of ours: the way in while nobody can sign in who may let people in."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from dashboard.roles import Role
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.commands.refusals import Invalid, NotThere
from support.staff.deciding import WHY, kept
from support.staff.members import REACTIVATED, ROLE_GIVEN

CREATED = EventType("staff.created", "made a local account for {target}, with the role {role}")


@transaction.atomic
def create(actor: Actor, name: str, password: str, roles: Collection[Role], reason: str) -> User:
    """A new account with these roles. Raises Invalid for a name that is taken or none, a weak password, no role, no
    reason.
    """
    _check(roles, reason)
    person = User(username=name.strip())
    person.set_password(password)
    try:
        person.full_clean(exclude=["password"])
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(account=" ".join(error.messages)) from error
    person.save()
    _give(person, roles)
    role = ", ".join(sorted(roles))
    record(actor, CREATED, Target("staff", str(person.pk)), reason=kept(reason), details={"role": role})
    return person


@transaction.atomic
def restore(actor: Actor, name: str, roles: Collection[Role], reason: str) -> list[str]:
    """Let somebody in again who has an account, with these roles beside their own; what was changed, in words. Raises
    Invalid, and NotThere where there is no such account.
    """
    _check(roles, reason)
    person = User.objects.select_for_update(no_key=True).filter(username=name.strip()).first()
    if person is None:
        raise NotThere
    held = set(person.groups.values_list("name", flat=True))
    about, missing = Target("staff", str(person.pk)), [role for role in roles if role not in held]
    if not person.is_active:
        User.objects.filter(pk=person.pk).update(is_active=True)
        record(actor, REACTIVATED, about, reason=kept(reason))
    for role in missing:
        _give(person, [role])
        record(actor, ROLE_GIVEN, about, reason=kept(reason), details={"role": role.value})
    return [*(["may sign in again"] if not person.is_active else []), *(f"has the role {role}" for role in missing)]


def _check(roles: Collection[Role], reason: str) -> None:
    if not roles:
        raise Invalid(roles="Name at least one role.")
    if not reason.strip():
        raise Invalid(reason=WHY)


def _give(person: User, roles: Collection[Role]) -> None:
    person.groups.add(*Group.objects.filter(name__in=[role.value for role in roles]))
