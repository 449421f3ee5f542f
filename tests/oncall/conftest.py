"""The engine's parts, on the worker's own emulator."""

from tests.streams.conftest import applier, engine, store
from tests.web.conftest import sign_in, without_redis

__all__ = ["applier", "engine", "sign_in", "store", "without_redis"]
