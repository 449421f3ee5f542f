"""Who is looking at an order now: known to Redis for a few seconds, and to nobody afterwards.

Redis counts the seconds by its own clock, so that machines need not agree on theirs. Without Redis nobody is seen.
"""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from redis import Redis
from redis.exceptions import RedisError

from support.commands.people import called

log = logging.getLogger(__name__)

SECONDS: Final = 25
"""Longer than two of a page's calls."""

PATIENCE: Final = 0.5
"""Seconds; an ornament holds nobody up."""

MOST: Final = 50
LOOK: Final = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('EXPIRE', KEYS[1], ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, ARGV[3])
"""


@dataclass
class _Gone:
    """Whether Redis was away the last time, so that it is logged once and not every few seconds."""

    now: bool = False


_gone = _Gone()


def look(order_id: str, person: User) -> tuple[str, ...]:
    """Say that somebody looks at an order; the others who do, as colleagues call them. One round trip."""
    try:
        found: list[bytes] = _client(os.getpid()).eval(LOOK, 1, _key(order_id), _member(person), SECONDS, MOST)
    except RedisError as error:
        return _nobody(error)
    _gone.now = False
    told = [each.decode().partition(" ") for each in found]
    return tuple(sorted(name for number, _, name in told if number != str(person.pk)))


def leave(order_id: str, person: User) -> None:
    """They look no longer. If this is lost, a few seconds say so too."""
    try:
        _client(os.getpid()).zrem(_key(order_id), _member(person))
    except RedisError as error:
        _nobody(error)


def _nobody(error: RedisError) -> tuple[str, ...]:
    if not _gone.now:
        log.warning("nobody is seen at orders while Redis does not answer: %s", type(error).__name__)
    _gone.now = True
    return ()


def _key(order_id: str) -> str:
    return f"printdesk:presence:{hashlib.sha256(order_id.encode()).hexdigest()}"


def _member(person: User) -> str:
    return f"{person.pk} {called(person)}"


@cache
def _client(_process: int) -> Any:
    """This process's own, made after the fork."""
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, socket_keepalive=True
    )
