"""A queue as one moment: what reading it costs, how long it holds, who reads it, and what happens without Redis or
DynamoDB.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.cache import cache

from orders.projections import keys
from orders.queues import read_queue
from orders.store import Store, live_store
from support.queues import snapshot as module
from support.queues.packed import pack, unpack
from support.queues.snapshot import forget_here, kept, snapshot
from tests.find.conftest import calls
from tests.queues.conftest import NOW, QUEUE, Desk, a_row, as_kept
from tests.web.conftest import without_redis

__all__ = ["calls", "without_redis"]

MANY = 10_000


@pytest.fixture
def crowded(cloud: str) -> Store:
    """Ten thousand rows that are due and some that are not, in the emulator."""
    store = live_store()
    rows = [as_kept(a_row(n, due_at=NOW - timedelta(minutes=n), template="book@12")) for n in range(1, MANY + 1)]
    rows += [as_kept(a_row(n, due_at=NOW + timedelta(minutes=n))) for n in range(MANY + 1, MANY + 100)]
    store.put_many(rows)
    return store


def test_ten_thousand_rows_take_a_query_a_partition(crowded: Store, calls: Counter[str]) -> None:
    found = read_queue(crowded, QUEUE, NOW)
    assert [row.number for row in found.rows] == [f"PX-{n}" for n in range(MANY, 0, -1)]
    assert not found.more
    assert calls == {"Query": keys.QUEUE_SHARDS, "most rows": calls["most rows"]}


def test_a_queue_with_more_gives_those_that_are_due_longest(desk: Desk) -> None:
    desk.holds(*(a_row(n, due_at=NOW - timedelta(seconds=n)) for n in range(1, MANY + 101)))
    found = read_queue(desk, QUEUE, NOW)
    assert found.more
    assert [row.number for row in found.rows] == [f"PX-{n}" for n in range(MANY + 100, 100, -1)]


def test_nothing_that_is_due_later_is_there(desk: Desk) -> None:
    desk.holds(a_row(1), a_row(-1))
    assert [row.number for row in snapshot(QUEUE).rows] == ["PX-1"]


def test_everybody_sees_the_same_moment_for_one_reading(desk: Desk) -> None:
    desk.holds(a_row(1))
    first = snapshot(QUEUE)
    assert snapshot(QUEUE).id == first.id
    assert desk.asked["query"] == keys.QUEUE_SHARDS


def test_many_at_once_wait_for_one_reader(desk: Desk) -> None:
    desk.holds(a_row(1))
    together = Barrier(8)

    def look(_: int) -> str:
        together.wait()
        return snapshot(QUEUE).id

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(look, range(8)))
    assert len(ids) == 1
    assert desk.asked["query"] == keys.QUEUE_SHARDS


def test_it_is_read_anew_when_it_is_old(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.holds(a_row(1))
    snapshot(QUEUE)
    desk.put(as_kept(a_row(2)))
    monkeypatch.setattr(module, "RENEWED_AFTER", timedelta(0))
    assert len(snapshot(QUEUE).rows) == 2


def test_the_old_one_is_shown_while_somebody_reads(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.holds(a_row(1))
    snapshot(QUEUE)
    monkeypatch.setattr(module, "RENEWED_AFTER", timedelta(0))
    cache.add(f"queue:{QUEUE}:lock", 1, 10)
    desk.put(as_kept(a_row(2)))
    assert len(snapshot(QUEUE).rows) == 1


def test_it_is_found_by_its_id_by_other_processes_too(desk: Desk) -> None:
    desk.holds(a_row(1))
    first = snapshot(QUEUE)
    forget_here()
    assert kept(QUEUE, first.id) == first
    assert kept("late", first.id) is None
    assert kept(QUEUE, "no such") is None


def test_the_same_rows_have_the_same_id(desk: Desk) -> None:
    desk.holds(a_row(1))
    first = snapshot(QUEUE)
    cache.clear()
    assert snapshot(QUEUE).id == first.id
    desk.holds(a_row(2))
    assert snapshot(QUEUE).id != first.id


def test_without_redis_everybody_reads_for_themselves(desk: Desk, without_redis: None) -> None:
    desk.put(as_kept(a_row(1)))
    assert [len(snapshot(QUEUE).rows) for _ in range(2)] == [1, 1]
    assert desk.asked["query"] == 2 * keys.QUEUE_SHARDS


def test_while_dynamodb_is_away_the_last_one_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.holds(a_row(1))
    before = snapshot(QUEUE)
    cache.delete(f"queue:{QUEUE}:now")
    monkeypatch.setattr(module, "waiting", _away)
    assert snapshot(QUEUE) == before


def test_what_was_never_read_is_an_error_while_dynamodb_is_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "waiting", _away)
    with pytest.raises(EndpointConnectionError):
        snapshot(QUEUE)
    assert cache.get(f"queue:{QUEUE}:lock") is None


def test_a_queue_that_there_is_not() -> None:
    with pytest.raises(KeyError):
        snapshot("at_rest")


def test_rows_are_packed_and_unpacked_as_they_were(desk: Desk) -> None:
    desk.holds(a_row(1, promise=NOW, template="t@1"), a_row(2, since=None, printer=""))
    found = read_queue(desk, QUEUE, NOW.replace(year=2100))
    assert unpack(pack(found)) == found


def _away(*_: Any) -> Any:
    raise EndpointConnectionError(endpoint_url="https://dynamodb")
