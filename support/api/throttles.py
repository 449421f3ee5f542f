"""How often a token may call: a count a minute in Redis, raised by one atomic step, so parallel calls all count."""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

log = logging.getLogger(__name__)

MINUTE = 60


class PerMinute(BaseThrottle):
    """At most ``settings.API_CALLS_A_MINUTE[view.rate]`` calls of that rate a minute and caller.

    Without Redis nobody is counted and everybody is served: it protects capacity, and guards no limit on money.
    """

    def __init__(self) -> None:
        self.left_of_minute = MINUTE

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this call is within the minute's number."""
        now = int(time.time())
        self.left_of_minute = MINUTE - now % MINUTE
        rate = getattr(view, "rate", "read")
        key = f"api-rate:{rate}:{getattr(request.user, 'pk', None) or self.get_ident(request)}:{now // MINUTE}"
        try:
            allowed: int = settings.API_CALLS_A_MINUTE[rate]
            return _counted(key) <= allowed
        except RedisError as error:
            log.warning("calls are not counted, Redis does not answer: %s", type(error).__name__)
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return self.left_of_minute


def _counted(key: str) -> int:
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # the key was evicted between the two steps
        return 1
