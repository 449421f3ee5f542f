"""Leases: who is let in, who is refused, and when one expires."""

from __future__ import annotations

import subprocess
import sys

import pytest

from orders.read import load_story
from orders.streams import lineage
from orders.streams.engine import Engine
from orders.streams.keeper import dismiss, keep
from orders.streams.lease import EXPIRY_SECONDS, Seen, Watch, acquire, seen
from orders.streams.owner import own_name
from orders.streams.pump import SLOTS
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.fakes.wire import Fault, Wire
from tests.streams import backend


def test_a_double_of_a_pump_goes_away(engine: Engine) -> None:
    acquire(engine.control, (SLOTS, "0"), "another", Seen("", 0, 0))
    assert engine.pump().run(0, 1.0) is False


def test_a_slot_that_stood_still_is_taken_with_its_shards(engine: Engine) -> None:
    acquire(engine.control, (SLOTS, "0"), "dead", Seen("", 0, 0))
    for row in engine.control.query_all(lineage.SHARDS):
        acquire(engine.control, (row["pk"], row["sk"]), "dead", seen(row))
    backend.put("orders", backend.order())
    assert engine.pump().run(0, 1.0, seen(engine.control.get((SLOTS, "0"))))
    assert load_story("o1") is not None


def test_a_lease_that_moved_since_is_not_taken(engine: Engine) -> None:
    lease = acquire(engine.control, (SLOTS, "0"), "alive", Seen("", 0, 0))
    assert lease is not None
    known = seen(engine.control.get((SLOTS, "0")))
    assert lease.renew()
    assert engine.pump().run(0, 1.0, known) is False


def test_a_zombies_checkpoint_is_refused(engine: Engine) -> None:
    row = engine.control.query_all(lineage.SHARDS)[0]
    key = (row["pk"], row["sk"])
    zombie = acquire(engine.control, key, "zombie", seen(row))
    acquire(engine.control, key, "heir", seen(engine.control.get(key)))
    assert zombie is not None
    assert not zombie.checkpoint("0001:9", {"received": 1})
    after = engine.control.get(key)
    assert after is not None
    assert "cp" not in after


def test_a_checkpoint_never_goes_back(engine: Engine) -> None:
    row = engine.control.query_all(lineage.SHARDS)[0]
    lease = acquire(engine.control, (row["pk"], row["sk"]), "me", seen(row))
    assert lease is not None
    assert lease.checkpoint("0001:9", {})
    assert not lease.checkpoint("0001:8", {})


def test_only_a_lease_that_stands_still_expires() -> None:
    watch, known = Watch(), Seen("owner", 1, 5)
    assert not watch.expired(("a", "b"), known, 100.0)
    assert not watch.expired(("a", "b"), known, 100.0 + EXPIRY_SECONDS - 1)
    assert watch.expired(("a", "b"), known, 100.0 + EXPIRY_SECONDS)
    assert not watch.expired(("a", "b"), Seen("owner", 1, 6), 200.0)


def test_the_keeper_asks_for_free_slots_and_for_those_that_stand_still(engine: Engine) -> None:
    asked: list[tuple[int, Seen]] = []
    acquire(engine.control, (SLOTS, "1"), "dead", Seen("", 0, 0))
    acquire(engine.control, (SLOTS, "2"), "alive", Seen("", 0, 0))
    keep(engine.control, 3, lambda slot, _: slot == 1, lambda slot, known: asked.append((slot, known)))
    assert asked == [(0, Seen("", 0, 0)), (1, Seen("dead", 1, 1))]


def test_a_pump_lets_go_of_everything_when_its_run_ends(engine: Engine) -> None:
    engine.pump().run(0, 0.5)
    rows = engine.control.query_all(lineage.SHARDS) + engine.control.query_all(SLOTS)
    assert {row["holder"] for row in rows} == {""}


def test_slots_that_are_not_asked_for_any_more_are_forgotten(engine: Engine) -> None:
    forgotten: list[int] = []
    acquire(engine.control, (SLOTS, "1"), "dead", Seen("", 0, 0))
    acquire(engine.control, (SLOTS, "2"), "alive", Seen("", 0, 0))
    dismiss(engine.control, 1, lambda slot, _: slot == 1, forgotten.append)
    assert forgotten == [1]
    assert [row["sk"] for row in engine.control.query_all(SLOTS)] == ["2"]


@pytest.mark.parametrize("fault", [Fault.REPEATED, Fault.NONE])
def test_a_lost_answer_is_recognised_by_who_asks_again(fault: Fault) -> None:
    """Each step is done, its answer lost, and the client's repetition refused by the step's own condition."""
    table = MemoryTable()
    control = MemoryStore(table, Wire(lambda name: fault if name == "update_item" else Fault.NONE))
    lease = acquire(control, ("SHARDS", "a"), "me", Seen("", 0, 0))
    assert lease is not None
    assert lease.checkpoint("0001:9", {"received": 1})
    assert not lease.checkpoint("0001:8", {"received": 1})
    row = MemoryStore(table).get(("SHARDS", "a")) or {}
    assert (row["cp"], row["received"]) == ("0001:9", 1)


def test_who_was_robbed_of_a_lease_never_has_it_again() -> None:
    control = MemoryStore(MemoryTable())
    mine = acquire(control, ("SHARDS", "a"), "me", Seen("", 0, 0))
    assert acquire(control, ("SHARDS", "a"), "thief", Seen("me", 1, 1)) is not None
    assert acquire(control, ("SHARDS", "a"), "me", Seen("me", 1, 1)) is None
    assert mine is not None
    assert [mine.renew(), mine.release(), mine.finish("done"), mine.checkpoint("0001:9", {})] == [False] * 4


def test_a_neighbour_that_died_is_not_waited_for() -> None:
    tell = "from orders.streams.owner import own_name; print(own_name())"
    owner = subprocess.run([sys.executable, "-c", tell], check=True, capture_output=True, text=True).stdout.strip()
    assert Watch().expired(("a", "b"), Seen(owner, 1, 1), 100.0)


def test_a_neighbour_that_lives_and_one_elsewhere_are_waited_for() -> None:
    for owner in (own_name(), "another-machine/4026531836:99999999:0"):
        assert not Watch().expired(("a", "b"), Seen(owner, 1, 1), 100.0)
