"""From when to when changes were lost: counted from the last fetch, and not forgotten for newer losses."""

from __future__ import annotations

from random import Random

import pytest

from orders.projections import keys, payload
from orders.streams import lineage
from orders.streams.engine import Engine
from orders.streams.lease import acquire, seen
from orders.streams.resync import KEPT_GAPS, note_gap
from orders.streams.shard import Shard
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.streams import backend
from tests.streams.world import World


def gaps(store: MemoryStore) -> list[list[str]]:
    """The gaps that pages read."""
    row = store.get(keys.FRESHNESS)
    assert row is not None
    return list(payload.unpack(row["payload"]))


def hour(day: int, minute: int = 0) -> str:
    return f"2026-11-{day:02}T09:{minute:02}:00+00:00"


def test_tables_that_lose_the_same_hour_make_one_gap() -> None:
    store = MemoryStore(MemoryTable())
    for day in range(1, 4):
        for table in range(7):
            note_gap(store, hour(day, table), hour(day, 30 + table))
    assert gaps(store) == [[hour(day), hour(day, 36)] for day in range(1, 4)]


def test_the_oldest_of_too_many_goes() -> None:
    store = MemoryStore(MemoryTable())
    for day in range(1, KEPT_GAPS + 3):
        note_gap(store, hour(day), hour(day, 1))
    assert [start for start, _ in gaps(store)] == [hour(day) for day in range(3, KEPT_GAPS + 3)]


def test_a_run_that_cannot_fetch_leaves_when_the_last_one_did() -> None:
    world = World(Random(1), faults={}, life=None)
    with world.time():
        world.backend.put("orders", backend.order())
        world.settle()
    control = world.plain_control
    row = next(row for row in control.query_all(lineage.SHARDS) if row["table"] == "orders")
    lease = acquire(control, (row["pk"], row["sk"]), "another", seen(row))
    assert lease is not None
    Shard.of(row, lease).tell()
    told = control.get((row["pk"], row["sk"]))
    assert told is not None
    assert told["fetched"] == row["fetched"] != ""


@pytest.mark.usefixtures("cloud")
def test_a_loss_told_when_the_tables_were_just_made_anew_stops_no_stream() -> None:
    """By a process of before, whose stream is gone with everything else."""
    backend.put("orders", backend.order())
    engine = Engine.live()
    engine.chart.ask_for_resync("orders", hour(1), hour(2))
    engine.chart.sync()
    row = engine.control.get((lineage.TABLES, "orders"))
    assert row is not None
    assert (row["stream_epoch"], row["resync"]) == (1, lineage.NEEDED)
    engine.applier.__exit__()
