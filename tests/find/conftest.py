"""A projection table to search, a way to fill it, and a count of what a search asks of DynamoDB."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from orders import cloud as clients
from orders.find.model import SearchRow
from orders.projections.search import search_row
from orders.store import Put, Store, live_store

Fill = Callable[[Iterable[SearchRow]], None]


@pytest.fixture
def store(cloud: str) -> Store:
    """The empty projection table of the emulator."""
    return live_store()


@pytest.fixture
def fill(store: Store) -> Fill:
    """Write search rows."""

    def write(rows: Iterable[SearchRow]) -> None:
        distinct = list({(row.pk, row.sk): Put(search_row(row)) for row in rows}.values())
        for start in range(0, len(distinct), 100):
            store.transact(distinct[start : start + 100])

    return write


@pytest.fixture
def calls(cloud: str) -> Iterator[Counter[str]]:
    """How often each DynamoDB operation is called, and ``most rows`` that one Query may read."""
    counted: Counter[str] = Counter()

    def count(model: Any, params: Any, **_rest: Any) -> None:
        counted[model.name] += 1

    def limit(params: dict[str, Any], **_rest: Any) -> None:
        counted["most rows"] = max(counted["most rows"], params.get("Limit", 1_000_000))

    events = clients.dynamodb().meta.events
    events.register("before-call.dynamodb.*", count)
    events.register("provide-client-params.dynamodb.Query", limit)
    yield counted
    events.unregister("before-call.dynamodb.*", count)
    events.unregister("provide-client-params.dynamodb.Query", limit)
