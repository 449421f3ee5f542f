"""The random histories of test_chaos.py can fail: an engine that leaves one guard out is found out by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import pytest

from orders import changes
from orders.changes import Change
from orders.projections import apply, keys, plan, route
from orders.projections.digest import derived_differences, read_contents
from orders.store import Condition, Row, Write
from orders.streams import pump, shard
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.streams import backend
from tests.streams.backend import record
from tests.streams.test_chaos import live

MOST_SEEDS = 15
Patch = pytest.MonkeyPatch


def no_fence(patch: Patch) -> None:
    """Whatever comes last wins."""
    patch.setattr(plan, "_is_news", lambda *_: True)


def sequences_compared_as_text(patch: Patch) -> None:
    """999 is newer than 1000."""
    patch.setattr(changes, "fence", lambda epoch, sequence: f"{epoch:04d}:{sequence}")


def no_condition_on_head(patch: Patch) -> None:
    """Who writes last wins."""
    check = MemoryTable._check

    def unless_head(self: MemoryTable, key: Any, condition: Condition | None) -> Row:
        return check(self, key, None if key[1] == keys.HEAD else condition)

    patch.setattr(MemoryTable, "_check", unless_head)


def no_transaction(patch: Patch) -> None:
    """Row by row."""

    def one_by_one(self: MemoryStore, writes: Sequence[Write]) -> None:
        for write in writes:
            self.wire.call("transact_write_items", partial(self._transact, [write]))

    patch.setattr(MemoryStore, "transact", one_by_one)


def checkpoint_before_applying(patch: Patch) -> None:
    """What was fetched counts as done."""
    fetch = shard.Shard.fetch

    def fetch_and_move(self: shard.Shard, streams: Any) -> None:
        fetch(self, streams)
        for change in self.pending[-1:]:
            self.lease.checkpoint(change.fence, {}, sequence=change.sequence)

    patch.setattr(shard.Shard, "fetch", fetch_and_move)


def no_links(patch: Patch) -> None:
    """A print does not know which orders are derived with it."""
    put_many = MemoryStore.put_many

    def without_links(self: MemoryStore, rows: Sequence[Row]) -> None:
        put_many(self, [row for row in rows if not row["sk"].startswith(keys.LINK)])

    patch.setattr(MemoryStore, "put_many", without_links)


def only_the_last_of_each_row(patch: Patch) -> None:
    """A batch is coalesced before the journal is written."""
    group: Callable[[Iterable[Change]], Any] = route.group

    def coalesced(batch: Iterable[Change]) -> Any:
        return group({(change.table.name, change.key): change for change in batch}.values())

    patch.setattr(apply, "group", coalesced)


def children_before_their_parents(patch: Patch) -> None:
    """Every shard is read at once."""
    patch.setattr(pump, "readable", lambda rows: [row for row in rows if row["state"] == "ready"])


def no_quarantine(patch: Patch) -> None:
    """A malformed row stops its batch."""

    def stop(*_: object) -> None:
        raise ValueError

    patch.setattr(plan, "_quarantine", stop)


@pytest.mark.parametrize(
    "naive",
    [
        sequences_compared_as_text,
        no_condition_on_head,
        no_transaction,
        checkpoint_before_applying,
        only_the_last_of_each_row,
        children_before_their_parents,
        no_quarantine,
    ],
)
def test_a_naive_engine_is_found_out(naive: Callable[[Patch], None], monkeypatch: Patch) -> None:
    naive(monkeypatch)
    assert any(goes_wrong(seed) for seed in range(MOST_SEEDS))


def goes_wrong(seed: int) -> bool:
    """Whether a history ends otherwise than the direct fold, or never."""
    try:
        return live(seed).differences() != []
    except (AssertionError, ValueError, KeyError):
        return True


@pytest.mark.parametrize("linked", [True, False])
def test_without_links_a_print_does_not_reach_its_orders(monkeypatch: Patch, linked: bool) -> None:
    store = MemoryStore(MemoryTable())
    if not linked:
        no_links(monkeypatch)
    with apply.Applier(store, threads=1) as applier:
        applier.apply([record("orders", backend.order(), 1)])
        applier.apply([record("prints", backend.design(state="upload_stalled"), 1)])
    assert (list(derived_differences(read_contents(store))) == []) is linked


@pytest.mark.parametrize("fenced", [True, False])
def test_without_a_fence_a_batch_that_comes_again_late_wins(monkeypatch: Patch, fenced: bool) -> None:
    store, states = MemoryStore(MemoryTable()), ("confirmed", "shipped")
    if not fenced:
        no_fence(monkeypatch)
    old, new = (record("orders", backend.order(state=state), n) for n, state in enumerate(states, 1))
    with apply.Applier(store, threads=1) as applier:
        for change in (old, new, old):
            applier.apply([change])
    (facet,) = read_contents(store).facets.values()
    assert (facet.image == new.new) is fenced
