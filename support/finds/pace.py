"""How often somebody may search: counted by the minute in Redis. Without Redis nobody is counted, and all find."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache

from dashboard.limits import Limit, limit
from dashboard.roles import roles_of

MINUTE: Final = 60


def count(person: User | AnonymousUser) -> datetime | None:
    """Count a search; None where it is within the limit, else when one may go on."""
    most = limit(roles_of(person), Limit.FINDS_A_MINUTE)
    if most is None:
        return None
    minute = int(time.time()) // MINUTE
    if _counted(f"finds:{person.pk}:{minute}") <= most:
        return None
    return datetime.fromtimestamp((minute + 1) * MINUTE, UTC)


def _counted(key: str) -> int:
    """One more; 1 where nothing can be counted."""
    cache.add(key, 0, 2 * MINUTE)
    with suppress(ValueError):
        return cache.incr(key)
    return 1
