"""How often the pages of customers may be asked for from one address: counted by the minute in Redis, where no address
stands. Without Redis nobody is counted.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Final

from django.core.cache import cache
from django.utils.crypto import salted_hmac

MOST: Final = 120
"""Requests a minute: twenty photos take some forty."""

MINUTE: Final = 60


def too_many(address: str) -> bool:
    """Count one more request from an address; whether that is too many."""
    whose = salted_hmac("support.evidence.pace", address).hexdigest()[:24]
    key = f"evidence:{whose}:{int(time.time()) // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    with suppress(ValueError):
        return cache.incr(key) > MOST
    return False
