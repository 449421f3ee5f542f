"""Two hundred shards and ten workers: fair shares, that move when a worker dies or joins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from orders.projections.apply import Applier
from orders.projections.feeds import Feeds
from orders.streams.lease import EXPIRY_SECONDS, Lease, Watch
from orders.streams.lineage import Lineage
from orders.streams.pump import Pump
from tests.fakes.store import MemoryStore
from tests.fakes.wire import Wire
from tests.streams import backend
from tests.streams.world import World

SHARDS, WORKERS = 200, 10
PATIENCE = 3 * EXPIRY_SECONDS


class Station:
    """A worker in the middle of a run that does not end."""

    def __init__(self, world: World, slot: int) -> None:
        wire, control = Wire(), world.plain_control
        streams = world.service.client(wire, f"station {slot} {id(self)}")
        feeds = Feeds(control, lambda _: Applier(MemoryStore(world.projection), threads=1))
        self.pump = Pump(control, feeds, streams, Lineage(control, world.backend.client(wire), streams), Watch())
        lease = self.pump._take_slot(slot, None)
        assert lease is not None
        self.lease: Lease = lease

    def work(self) -> None:
        """A turn of everything it holds, and its heartbeat."""
        self.pump._balance(every=0.0)
        self.pump._turn(self.pump.shards)
        self.lease.renew()
        for shard in self.pump.shards:
            shard.tell()

    @property
    def shards(self) -> set[str]:
        return {shard.shard_id for shard in self.pump.shards}


class Hall:
    """Stations at work side by side, a second a round."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stations = [Station(world, slot) for slot in range(WORKERS)]
        self.most_readers = 0

    def work(self, rounds: int) -> None:
        """Some seconds of everybody's work."""
        for _ in range(rounds):
            for station in self.stations:
                station.work()
            now = self.world.clock.now
            readers = Counter(s for s, by in self.world.service.readers.items() for at in by.values() if at == now)
            self.most_readers = max(self.most_readers, *readers.values())
            self.world.clock.sleep(1)

    def shares(self) -> list[int]:
        """How many shards each holds, as long as nobody holds another's."""
        held = [station.shards for station in self.stations]
        assert len(set().union(*held)) == sum(map(len, held))
        return sorted(map(len, held))


@pytest.fixture
def hall() -> Iterator[Hall]:
    """Ten workers that have been at work for a while."""
    world = World(Random(0), workers=1, faults={})
    world.calm, world.service.repeats, world.service.short = True, 0, 0
    stream = world.backend.streams["users"]
    stream.split(stream.open[0], pieces=SHARDS - len(world.backend.streams) + 1)
    with world.time():
        world.settle()
        made = Hall(world)
        made.work(3)
        yield made


def test_shares_are_fair(hall: Hall) -> None:
    assert hall.shares() == [SHARDS // WORKERS] * WORKERS


def test_a_dead_workers_shards_move_to_the_others(hall: Hall) -> None:
    hall.stations.pop()
    hall.work(PATIENCE)
    assert hall.shares() == [22] * 7 + [23] * 2


def test_a_worker_that_joins_gets_its_share(hall: Hall) -> None:
    hall.stations.append(Station(hall.world, WORKERS))
    hall.work(3)
    assert hall.shares() == [18] * 9 + [19] * 2


def test_a_shard_has_one_reader_and_two_while_it_moves(hall: Hall) -> None:
    for number in range(400):
        hall.world.backend.put("users", backend.user(f"u{number}"))
    hall.work(2)
    assert hall.most_readers == 1
    hall.stations.pop(0)
    hall.work(PATIENCE)
    hall.stations.append(Station(hall.world, WORKERS))
    hall.work(3)
    assert hall.most_readers <= 2
    assert hall.world.counted()["received"] == hall.world.counted()["applied"] == 400
