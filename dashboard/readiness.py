"""Whether the parts answer that pages need: PostgreSQL for who asks, DynamoDB for what they read, Redis for speed.

Each is asked with time limits of its own, all at once, on a connection of its own: what is asked for is the part, not
this process's luck. An answer is kept for a second, so that nobody can ask them to death here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any, Final

import psycopg
import redis
from django.conf import settings
from django.db import connection

from orders import cloud
from orders.store import Store
from orders.streams.lineage import TABLES

KEPT_SECONDS: Final = 1.0
LIMIT_SECONDS: Final = 2

log = logging.getLogger(__name__)


class State(StrEnum):
    """DEGRADED: pages answer, slower, or not counting sign-ins."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Part:
    """One part and how long its answer took."""

    name: str
    state: State
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Found:
    """All parts, and what they come to."""

    parts: tuple[Part, ...]
    state: State


def postgresql() -> None:
    """A new connection and one question: a pool may hold connections to a server that is gone."""
    told: dict[str, Any] = connection.get_connection_params()
    params = {name: told[name] for name in ("dbname", "user", "password", "host", "port") if name in told}
    with psycopg.connect(**params, connect_timeout=LIMIT_SECONDS, options="-c statement_timeout=1500") as asked:
        asked.execute("SELECT 1")


def redis_answers() -> None:
    """The cache's server and the tasks' one, where they differ."""
    for url in dict.fromkeys((settings.CACHES["default"]["LOCATION"], settings.CELERY_BROKER_URL)):
        with redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=None) as asked:
            asked.ping()


def dynamodb() -> None:
    """One read of one small row."""
    Store(settings.CONTROL_TABLE, cloud.dynamodb_probe()).get((TABLES, "users"), consistent=False)


class Readiness:
    """Asks all parts, at most once a second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: Found | None = None
        self._asked = 0.0

    def now(self) -> Found:
        """How it stands now, or stood within the last second."""
        with self._lock:
            if self._found is None or time.monotonic() - self._asked >= KEPT_SECONDS:
                self._found = _ask()
                self._asked = time.monotonic()
            return self._found


READINESS = Readiness()


def _ask() -> Found:
    wanted: dict[str, tuple[Callable[[], None], State]] = {
        "postgresql": (postgresql, State.FAILED),
        "redis": (redis_answers, State.DEGRADED),
        "dynamodb": (dynamodb, State.FAILED),
    }
    with ThreadPoolExecutor(len(wanted)) as threads:
        parts = tuple(threads.map(lambda item: _part(item[0], *item[1]), wanted.items()))
    worst = [state for state in (State.FAILED, State.DEGRADED) if any(part.state is state for part in parts)]
    return Found(parts, worst[0] if worst else State.OK)


def _part(name: str, ask: Callable[[], None], without: State) -> Part:
    began = time.monotonic()
    state = State.OK
    try:
        ask()
    except Exception as error:
        log.warning("a part does not answer", extra={"part": name, "error": type(error).__name__})
        state = without
    return Part(name, state, round((time.monotonic() - began) * 1000))
