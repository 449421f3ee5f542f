"""Who asks for something: a member of staff or a program, with what they may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AnonymousUser, User

from dashboard.models import ApiToken
from dashboard.permissions import Permission, allowed
from dashboard.roles import Role, roles_of
from support.audit.record import Actor

COPIES: Final = frozenset({Permission.REPRINT, Permission.REROUTE})


@dataclass(frozen=True, slots=True)
class Asker:
    """``scopes`` are None for people; a program has no permission that is not among its scopes.

    ``request`` is the id of the request that they approve: for its reprint, deciding is enough. ``bulk`` is the id of
    the bulk job of theirs that asks.
    """

    actor: Actor
    roles: frozenset[Role]
    scopes: frozenset[str] | None = None
    person: User | None = None
    token: ApiToken | None = None
    request: str = ""
    bulk: str = ""

    @classmethod
    def staff(cls, person: User | AnonymousUser) -> Asker:
        """Somebody signed in."""
        return cls(Actor.staff(person), roles_of(person), person=person if isinstance(person, User) else None)

    @classmethod
    def program(cls, token: ApiToken) -> Asker:
        """The program behind a token."""
        actor = Actor(f"token:{token.pk}", token.role)
        return cls(actor, frozenset({Role(token.role)}), frozenset(token.scopes), token=token)

    def may(self, permission: Permission, *, own: bool | None = None) -> bool:
        """Whether they hold a permission; ``own`` as ``dashboard.permissions.allowed`` takes it."""
        if self.request and permission in COPIES:
            permission, own = Permission.DECIDE_REQUEST, False
        return allowed(self.roles, permission, own=own, scopes=self.scopes)
