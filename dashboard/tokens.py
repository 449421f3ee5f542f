"""Making, reading and marking the tokens of programs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from dashboard.models import ApiToken
from dashboard.permissions import FOR_PEOPLE, Permission, may
from dashboard.roles import Role

KIND: Final = "pdk_"
"""What tokens begin with, so that scanners find one that was committed or mailed by mistake."""

SHOWN: Final = len(KIND) + 6
LONGEST: Final = 200
LONGEST_NAME: Final = 100
MOST_DAYS: Final = 3650
LIFETIME: Final = timedelta(days=365)
MARK_USE_EVERY: Final = timedelta(minutes=1)


def create_token(
    name: str, role: Role, *, scopes: Collection[Permission] = (), lifetime: timedelta = LIFETIME
) -> tuple[ApiToken, str]:
    """A new token and its one and only plain text; without ``scopes`` it gets all that a program of the role may."""
    plain = KIND + secrets.token_urlsafe(32)
    now = timezone.now()
    token = ApiToken.objects.create(
        name=name,
        prefix=plain[:SHOWN],
        digest=digest_of(plain),
        role=role,
        scopes=sorted(scopes or scopes_for(role)),
        created_at=now,
        expires_at=now + lifetime,
    )
    return token, plain


def scopes_for(role: Role) -> frozenset[Permission]:
    """All that a program with this role may today."""
    return frozenset(permission for permission in Permission if may([role], permission)) - FOR_PEOPLE


def live_token(plain: str) -> ApiToken | None:
    """The token, if it is known, not revoked and not expired."""
    if not plain.startswith(KIND) or len(plain) > LONGEST:
        return None
    token = ApiToken.objects.filter(digest=digest_of(plain)).first()
    return token if token is not None and token.is_live(timezone.now()) else None


def mark_used(token: ApiToken, now: datetime) -> None:
    """Remember when it was last used, to the minute: not a write for every read."""
    seen = token.last_used_at
    if seen is None or now - seen >= MARK_USE_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - MARK_USE_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def digest_of(plain: str) -> str:
    """What is stored of a token. It holds 256 random bits, so it needs no salt and no slow hash."""
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
