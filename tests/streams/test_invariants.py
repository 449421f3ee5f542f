"""The invariants of the projection, on random histories: each fails for an engine that leaves one guard out."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.changes import Change
from orders.contract.model import Order, PrintJob, Shipment
from orders.projections import payload
from orders.projections.apply import Applier
from orders.projections.digest import Contents, derived_differences, read_contents
from orders.projections.plan import digest
from orders.store import Put, Store
from orders.streams.engine import Engine
from tests.streams import backend
from tests.streams.backend import record
from tests.streams.histories import STATES, random_item

SEEDS = st.integers(0, 2**32)
ON_THE_EMULATOR = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def history(seed: int, length: int = 40) -> list[Change]:
    """Changes of a few orders over all tables: both encodings, deletes, rows that move from order to order,
    sequence numbers that grow by a digit.
    """
    rng, changes = random.Random(seed), []
    before: dict[tuple[str, int], dict[str, Any] | None] = {}
    for sequence in range(int("9" * 21) - length // 2, int("9" * 21) + length // 2):
        table, number = rng.choice(list(STATES)), rng.randrange(3)
        old = before.get((table, number))
        item = None if old and rng.random() < 0.15 else random_item(rng, table, number)
        if item is not None and table != "users" and rng.random() < 0.3:
            item = backend.packed(table, item)
        changes.append(record(table, item, sequence, old=old))
        before[table, number] = item
    return changes


def shuffled(changes: Sequence[Change], seed: int) -> list[Change]:
    """Another order in which they may come: each row's own changes keep theirs."""
    rng = random.Random(seed)
    queues: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        queues.setdefault((change.table.name, change.key), []).append(change)
    mixed: list[Change] = []
    while queues:
        row = rng.choice(list(queues))
        mixed.append(queues[row].pop(0))
        if not queues[row]:
            del queues[row]
    return mixed


def in_batches(applier: Applier, changes: Sequence[Change], rng: random.Random) -> None:
    """Apply in batches of random sizes."""
    start = 0
    while start < len(changes):
        size = rng.choice((1, 2, 5, 20))
        applier.apply(changes[start : start + size])
        start += size


def last_images(changes: Sequence[Change]) -> dict[tuple[str, str], Any]:
    """The direct fold: the last image of each row that was not deleted."""
    last = {(change.table.name, change.key): change.new for change in changes}
    return {row: image for row, image in last.items() if image is not None}


def facets(contents: Contents) -> dict[tuple[str, str], Any]:
    return {(facet.table.name, facet.key): facet.image for facet in contents.facets.values()}


@given(seed=SEEDS)
@ON_THE_EMULATOR
def test_1_the_last_image_of_each_row_wins(new_applier: Callable[[], Applier], seed: int) -> None:
    changes, rng, applier = history(seed), random.Random(seed), new_applier()
    in_batches(applier, changes, rng)
    in_batches(applier, changes[rng.randrange(len(changes)) :], rng)  # from an old checkpoint
    assert facets(read_contents(applier.store)) == last_images(changes)


@given(seed=SEEDS)
@ON_THE_EMULATOR
def test_15_once_three_times_or_shuffled_gives_one_digest(new_applier: Callable[[], Applier], seed: int) -> None:
    changes, digests = history(seed), set()
    for order in (changes, changes * 3, shuffled(changes, seed)):
        applier = new_applier()
        in_batches(applier, order, random.Random(seed))
        digests.add(read_contents(applier.store).digest())
    assert len(digests) == 1


@given(seed=SEEDS)
@ON_THE_EMULATOR
def test_3_tables_that_change_one_order_at_once_lose_nothing(new_applier: Callable[[], Applier], seed: int) -> None:
    changes, applier = history(seed), new_applier()
    by_table = [[change for change in changes if change.table.name == table] for table in STATES]
    pumps = [Applier(applier.store, threads=2) for _ in by_table]
    with ThreadPoolExecutor(len(pumps)) as threads:
        list(threads.map(lambda pump, part: in_batches(pump, part, random.Random(seed)), pumps, by_table))
    contents = read_contents(applier.store)
    assert facets(contents) == last_images(changes)
    assert list(derived_differences(contents)) == []


@given(seed=SEEDS)
@ON_THE_EMULATOR
def test_13_doubled_pumps_change_nothing(new_applier: Callable[[], Applier], seed: int) -> None:
    changes, applier, alone = history(seed), new_applier(), new_applier()
    in_batches(alone, changes, random.Random(seed))
    doubles = [Applier(applier.store, threads=2) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda pump: in_batches(pump, changes, random.Random(seed)), doubles))
    assert read_contents(applier.store).digest() == read_contents(alone.store).digest()


class Crash(Exception):
    """The process is gone."""


class CrashingStore(Store):
    """Dies at its n-th write: before it is stored, or after it and before anybody hears of it."""

    def __init__(self, table: str, client: Any, dies_at: int, *, stored: bool) -> None:
        super().__init__(table, client)
        self.left, self.stored = dies_at, stored

    def transact(self, writes: Sequence[Any]) -> None:
        self.left -= 1
        if self.left < 0 and not self.stored:
            raise Crash
        super().transact(writes)
        if self.left < 0:
            raise Crash

    def put(self, row: Any, condition: Any = None) -> None:
        self.left -= 1
        if self.left < 0:
            raise Crash
        super().put(row, condition)


@given(seed=SEEDS, stored=st.booleans())
@ON_THE_EMULATOR
def test_4_after_any_crash_the_facts_add_up(new_applier: Callable[[], Applier], seed: int, stored: bool) -> None:
    changes, applier, rng = history(seed), new_applier(), random.Random(seed)
    done = 0
    while done < len(changes):
        store = CrashingStore(applier.store.table, applier.store.client, rng.randrange(12), stored=stored)
        batch = changes[done : done + 10]
        try:
            Applier(store, threads=2).apply(batch)
        except Crash:
            continue  # nothing was checkpointed: the batch comes again
        done += len(batch)
    contents = read_contents(applier.store)
    assert sums_over_facts(contents) == sums_over_source(changes)
    assert list(derived_differences(contents)) == []


def sums_over_facts(contents: Contents) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (pk, _), row in contents.derived.items():
        if pk.startswith("S#"):
            told = payload.unpack(row["payload"])["facts"]
            sums.update(fact["unit"] for fact in told)
            sums.update({"cancelled": int(told[0]["cancelled"]), "lines' products": len(told[0]["products"])})
    return +sums


def sums_over_source(changes: Sequence[Change]) -> Counter[str]:
    last = {(change.table.name, change.key): change.record() for change in changes}
    orders = {record.order_id: record for record in last.values() if isinstance(record, Order)}
    sums: Counter[str] = Counter({"order": len(orders)})
    for order in orders.values():
        products = {line.product for line in order.lines if line.product}
        sums.update({"cancelled": int(order.state == "cancelled"), "lines' products": len(products)})
    for own in last.values():
        if isinstance(own, PrintJob | Shipment) and own.order_id in orders:
            sums["print_job" if isinstance(own, PrintJob) else "parcel"] += 1
    return +sums


def test_5_a_batch_that_fails_is_not_checkpointed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.put("orders", backend.order())
    engine = Engine.live()
    engine.chart.sync()
    with monkeypatch.context() as broken:
        broken.setattr(engine.applier.store, "transact", _gone)
        turn(engine)
    assert positions(engine) == set()
    turn(engine)
    assert len(positions(engine)) == 1
    engine.applier.__exit__()


def _gone(_: Sequence[Put]) -> None:
    raise EndpointConnectionError(endpoint_url="nowhere")


def turn(engine: Any) -> None:
    """One fetch and apply of every shard."""
    pump = engine.pump()
    pump._balance(every=0.0)
    pump._turn(pump.shards)
    for shard in pump.shards:
        shard.lease.release()


def positions(engine: Any) -> set[str]:
    """The checkpoints that are stored."""
    return {row["cp"] for row in engine.control.query_all("SHARDS") if row.get("cp")}


@given(seed=SEEDS)
@ON_THE_EMULATOR
def test_6_a_print_reaches_every_order_a_new_one_too(new_applier: Callable[[], Applier], seed: int) -> None:
    applier, rng = new_applier(), random.Random(seed)
    designs = [record("prints", backend.design(state=s), n) for n, s in enumerate(("uploading", "upload_stalled"), 1)]
    orders = [record("orders", backend.order(f"o{n}"), n + 1) for n in range(4)]
    rng.shuffle(orders)
    pumps = [Applier(applier.store, threads=1) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        work = threads.map(lambda pump, part: in_batches(pump, part, rng), pumps, (designs, orders))
        list(work)
    contents = read_contents(applier.store)
    stuck = [row for (pk, _), row in contents.derived.items() if pk.startswith("W#stuck_uploads")]
    assert len(stuck) == 4
    assert list(derived_differences(contents)) == []


def test_a_digest_does_not_depend_on_who_counts(store: Store) -> None:
    assert digest({"a": 1, "b": b"x"}) == digest({"b": b"x", "a": 1})
