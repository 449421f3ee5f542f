"""Redis as a cache that may be gone: then nothing is remembered or counted, and every page still answers."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class LossyRedisCache(RedisCache):
    """Answers as an empty cache does while Redis does not answer. What must not be lost is in PostgreSQL."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default."""
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return _gone(error, default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """What is there of these, by key; nothing."""
        try:
            return dict(super().get_many(keys, version))
        except RedisError as error:
            return dict(_gone(error, {}))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep the value, if possible."""
        try:
            super().set(key, value, timeout, version)
        except RedisError as error:
            _gone(error, None)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether it was kept because nothing was there."""
        try:
            return bool(super().add(key, value, timeout, version))
        except RedisError as error:
            return bool(_gone(error, False))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """The new count. Raises ValueError where there is none to add to, as every cache of Django's does."""
        try:
            return int(super().incr(key, delta, version))
        except RedisError as error:
            _gone(error, None)
            raise ValueError("nothing is counted while Redis does not answer") from error

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Whether something was removed."""
        try:
            return bool(super().delete(key, version))
        except RedisError as error:
            return bool(_gone(error, False))

    def delete_beginning(self, beginning: str) -> int:
        """Remove every key that begins so; how many there were, 0 while Redis does not answer."""
        try:
            client = self._cache.get_client(None, write=True)
            keys = list(client.scan_iter(match=f"{self.make_key(beginning)}*", count=1_000))
            return int(client.delete(*keys)) if keys else 0
        except RedisError as error:
            return int(_gone(error, 0))


def _gone(error: RedisError, instead: Any) -> Any:
    log.warning("Redis does not answer: %s", type(error).__name__)
    return instead
