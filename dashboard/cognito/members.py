"""Members who come through Cognito: who they are here, and what its groups let them keep of their roles.

A role is held where it was granted here and Cognito's groups allow it (``roles_of``). Cognito grants a role once, when
it first names it; whoever is then stripped of it here stays so. Between two sign-ins it only takes away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.utils import timezone

from dashboard.models import Member
from dashboard.roles import Role

LONGEST_NAME: Final = 150
LONGEST_EMAIL: Final = 254
LONGEST_SUBJECT: Final = 200
GROUPS: Final = "cognito:groups"


@transaction.atomic
def admit(claims: Mapping[str, Any]) -> User:
    """The member whom an ID token names, made at their first sign-in; their roles as Cognito has them now."""
    subject = _text(claims["sub"], LONGEST_SUBJECT)
    if not Member.objects.filter(subject=subject).exists():
        _join(subject, claims)
    member = Member.objects.select_for_update().select_related("user").get(subject=subject)
    _rename(member.user, claims)
    grant(member, roles_in(claims.get(GROUPS)))
    return member.user


def grant(member: Member, allowed: frozenset[Role]) -> None:
    """Take note of what Cognito allows now, and give what it had not allowed before."""
    anew = allowed.difference(member.cap or ())
    member.user.groups.add(*Group.objects.filter(name__in=anew))
    member.cap = sorted(allowed)
    member.confirmed_at = timezone.now()
    member.save()


def roles_in(groups: object) -> frozenset[Role]:
    """The roles among Cognito's groups; other groups are no business of ours."""
    names = groups if isinstance(groups, list) else []
    return frozenset(role for role in Role if role in names)


def _join(subject: str, claims: Mapping[str, Any]) -> None:
    """A new account, which has no password. Nobody who is here already is taken for them: names can be chosen."""
    try:
        with transaction.atomic():
            person = User.objects.create_user(_free_name(subject, claims))
            Member.objects.create(user=person, subject=subject)
    except IntegrityError:  # the same person, in another tab, at the same moment
        if not Member.objects.filter(subject=subject).exists():
            raise


def _free_name(subject: str, claims: Mapping[str, Any]) -> str:
    wanted = _text(claims.get("cognito:username"), LONGEST_NAME) or subject[:LONGEST_NAME]
    if not User.objects.filter(username__iexact=wanted).exists():
        return wanted
    return f"{wanted[: LONGEST_NAME - 37]}-{subject[:36]}"


def _rename(person: User, claims: Mapping[str, Any]) -> None:
    first = _text(claims.get("given_name") or claims.get("name"), LONGEST_NAME)
    if not first:
        return
    person.first_name = first
    person.last_name = _text(claims.get("family_name"), LONGEST_NAME)
    person.email = _text(claims.get("email"), LONGEST_EMAIL)
    person.save(update_fields=["first_name", "last_name", "email"])


def _text(value: object, longest: int) -> str:
    """What PostgreSQL takes of a claim: no NUL, no half characters."""
    given = value if isinstance(value, str) else ""
    return given.encode("utf-8", "replace").decode().replace("\0", "")[:longest]
