"""Who calls the API: a program with a bearer token, or, for the schema, a signed-in member of staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from dashboard.models import ApiToken
from dashboard.permissions import Permission, allowed
from dashboard.roles import Role, roles_of
from dashboard.tokens import live_token, mark_used

REALM = 'Bearer realm="printdesk"'


@dataclass(frozen=True, slots=True)
class Program:
    """The caller behind a token, in the place of a user."""

    token: ApiToken
    is_authenticated: bool = True
    is_active: bool = True

    @property
    def pk(self) -> str:
        """A key of its own, never a user's."""
        return f"token-{self.token.pk}"


class BearerToken(BaseAuthentication):
    """``Authorization: Bearer <token>``."""

    def authenticate(self, request: Request) -> tuple[Program, ApiToken] | None:
        """None where no token is given; raises where one is given that opens nothing."""
        kind, _, plain = request.headers.get("Authorization", "").strip().partition(" ")
        if kind.lower() != "bearer":
            return None
        token = live_token(plain.strip())
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        mark_used(token, timezone.now())
        return Program(token), token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return REALM


def caller_may(request: Request, permission: Permission, *, own: bool | None = None) -> bool:
    """Whether the caller's role gives the permission and, for a token, its scopes include it; ``own`` as
    ``dashboard.permissions.allowed`` takes it.
    """
    token = request.auth
    if isinstance(token, ApiToken):
        return allowed([Role(token.role)], permission, own=own, scopes=token.scopes)
    return allowed(roles_of(request.user), permission, own=own)
