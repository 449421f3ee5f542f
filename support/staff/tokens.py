"""Making and revoking the tokens of programs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from dashboard.models import ApiToken
from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import LONGEST_NAME, MOST_DAYS, create_token, scopes_for
from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.commands.refusals import Invalid, NotThere
from support.models import AuditEvent
from support.staff.deciding import Changed, deciding, kept

MADE = EventType("token.made", "made the API token “{name}” with the role {role}; days until it ends: {days}")
REVOKED = EventType("token.revoked", "revoked the API token “{name}”")


def make(
    who: User, name: str, role: Role, scopes: Collection[str], days: int, reason: str, key: str
) -> tuple[ApiToken, str]:
    """The token and its plain text, which is told this once. ``key`` stands for one form: sent twice, the second time
    raises Changed. Raises Invalid, NotAllowed.
    """
    chosen = frozenset(Permission(scope) for scope in scopes if scope in scopes_for(role))
    _check(name, chosen, scopes, days)
    with deciding(who, Permission.MANAGE_TOKENS, reason) as actor:
        if AuditEvent.objects.filter(type=MADE.name, details__key=key).exists():
            raise Changed
        return _make(actor, name, role, chosen, days, reason, key=key)


@transaction.atomic
def make_at_shell(
    actor: Actor, name: str, role: Role, scopes: Collection[Permission], days: int, reason: str
) -> tuple[ApiToken, str]:
    """As ``make``, by somebody at a machine of ours; without ``scopes`` it may all that a program of the role may."""
    return _make(actor, name, role, scopes, days, reason)


def _make(
    actor: Actor, name: str, role: Role, scopes: Collection[Permission], days: int, reason: str, **form: str
) -> tuple[ApiToken, str]:
    token, plain = create_token(name.strip(), role, scopes=scopes, lifetime=timedelta(days=days))
    details = {"name": token.name, "role": role.value, "scopes": " ".join(token.scopes), "days": days}
    record(actor, MADE, Target("token", str(token.pk)), reason=kept(reason), details=details | form)
    return token, plain


def revoke(who: User, token_id: int, reason: str) -> ApiToken:
    """Let it open nothing from now on. Raises Invalid, NotAllowed, NotThere, Changed."""
    with deciding(who, Permission.MANAGE_TOKENS, reason) as actor:
        token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
        if token is None:
            raise NotThere
        if token.revoked_at is not None:
            raise Changed
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        target = Target("token", str(token.pk))
        record(actor, REVOKED, target, reason=kept(reason), details={"name": token.name})
        return token


def _check(name: str, chosen: Collection[Permission], scopes: Collection[str], days: int) -> None:
    problems = {}
    if not name.strip().isprintable() or not 0 < len(name.strip()) <= LONGEST_NAME:
        problems["name"] = f"Name it with 1 to {LONGEST_NAME} printable characters."
    if not chosen or len(chosen) != len(set(scopes)):
        problems["scopes"] = "Tick at least one thing that it may do, of those this role offers."
    if not 0 < days <= MOST_DAYS:
        problems["days"] = f"Type a number of days from 1 to {MOST_DAYS}."
    if problems:
        raise Invalid(**problems)
