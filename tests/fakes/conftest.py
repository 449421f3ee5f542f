"""Both twins of a store."""

from __future__ import annotations

import pytest

from orders.store import Store, live_store
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable


@pytest.fixture(params=["memory", "emulator"])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty table: the twin in memory, then the emulator's."""
    if request.param == "memory":
        return MemoryStore(MemoryTable())
    request.getfixturevalue("cloud")
    return live_store()
