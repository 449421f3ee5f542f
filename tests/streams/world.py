"""A small world in memory: the backend, its streams, the projection, and processes that come and go.

Everything happens on one clock and by one seed. Faults come through each process's wire; a process that is paused
between two calls lets others run until they have taken its leases.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from orders.changes import parse
from orders.contract.decode import MalformedRow
from orders.contract.model import Record
from orders.contract.tables import SOURCE_TABLES
from orders.projections import keys
from orders.projections.apply import Applier
from orders.projections.digest import Contents, against_source, read_contents
from orders.projections.feeds import Feeds
from orders.store import Key
from orders.streams import lineage
from orders.streams.keeper import keep
from orders.streams.lease import EXPIRY_SECONDS, Seen, Watch
from orders.streams.lineage import COUNTS, Lineage
from orders.streams.pump import SLOTS, Pump
from tests.fakes.backend import FakeBackend
from tests.fakes.clock import Clock
from tests.fakes.store import MemoryStore
from tests.fakes.streams import FakeShard, FakeStreams
from tests.fakes.table import MemoryTable
from tests.fakes.wire import Chance, Fault, Killed, Wire
from tests.streams.folding import fold

RUN_SECONDS = 2.0
FAULTS = {Fault.THROTTLED: 0.004, Fault.LOST: 0.004, Fault.REPEATED: 0.006, Fault.PAUSED: 0.004}
CALLS_OF_A_LIFE = 300
MOST_ROUNDS = 60


class World:
    """Where a history is told and applied. A process lives for at most ``life`` calls, None: until it is told."""

    def __init__(
        self,
        rng: Random,
        *,
        workers: int = 2,
        faults: dict[Fault, float] | None = None,
        life: int | None = CALLS_OF_A_LIFE,
    ) -> None:
        self.rng, self.clock = rng, Clock(time.monotonic())
        self.faults = FAULTS if faults is None else faults
        self.service = FakeStreams(self.clock, rng, repeats=0.2, short=0.1)
        self.backend = FakeBackend(self.service)
        self.projection, self.control = MemoryTable(stale=rng), MemoryTable()
        self.slots, self.life = workers, life
        self.kills = 0
        self.calm = False
        self.workers = [Worker(self) for _ in range(workers)]
        self._busy: set[Worker] = set()
        self._keeper = Watch()

    @contextmanager
    def time(self) -> Iterator[None]:
        """The engine's waiting takes no time."""
        with pytest.MonkeyPatch.context() as patch:
            for module in ("streams.pump", "streams.shard", "projections.apply"):
                patch.setattr(f"orders.{module}.time", self.clock)
            yield

    def run(self, worker: Worker | None = None) -> None:
        """Let a process that has nothing to do take the slots that are free or stand still."""
        idle = [each for each in self.workers if each not in self._busy]
        worker = worker or (self.rng.choice(idle) if idle else None)
        if worker is None:
            return
        asked: list[tuple[int, Seen]] = []
        keep(self.plain_control, self.slots, self._stood_still, lambda slot, known: asked.append((slot, known)))
        self._busy.add(worker)
        try:
            for slot, known in asked[:1]:
                worker.run(slot, known)
        except Killed:
            self.kills += 1
            worker.restart()
        finally:
            self._busy.discard(worker)

    def pause(self) -> None:
        """Time passes for a process that stands still: the others see that, and take what it held."""
        for _ in range(3):
            self.run()
            self.clock.sleep(EXPIRY_SECONDS / 2 + 1)
        self.run()

    def settle(self) -> None:
        """From here on nothing goes wrong, until all is applied. Fails where that does not come."""
        self.calm = True
        for _ in range(MOST_ROUNDS):
            if self.caught_up():
                return
            self.run()
            self.clock.sleep(1)
        raise AssertionError("the engine does not catch up")

    def caught_up(self) -> bool:
        """Whether every record is behind a checkpoint."""
        rows = {row["shard"]: row for row in self.plain_control.query_all(lineage.SHARDS)}
        shards = [shard for stream in self.service.streams.values() for shard in stream.shards.values()]
        return all(
            shard.shard_id in rows
            and (rows[shard.shard_id]["state"] == lineage.DONE or not shard.closed)
            and (not shard.records or int(rows[shard.shard_id].get("sequence") or 0) >= shard.sequences[-1])
            for shard in shards
        )

    def position(self, shard: FakeShard) -> int:
        """How many of a shard's records are behind its checkpoint."""
        rows = (row for row in self.plain_control.query_all(lineage.SHARDS) if row["shard"] == shard.shard_id)
        return max((bisect_right(shard.sequences, int(row.get("sequence") or 0)) for row in rows), default=0)

    # ---- what came of it ----------------------------------------------------------------------------------

    @property
    def plain_control(self) -> MemoryStore:
        """The control table over a wire of nobody's."""
        return MemoryStore(self.control)

    def contents(self) -> Contents:
        """The projection as it is."""
        return read_contents(MemoryStore(self.projection))

    def folded(self) -> Contents:
        """The direct fold: the last image of every row, applied to an empty projection."""
        return fold((table, key, image) for table, rows in self.backend.rows.items() for key, image in rows.items())

    def differences(self) -> list[str]:
        """What is not as the direct fold, or not counted once."""
        contents, folded = self.contents(), self.folded()
        found = against_source(contents, self.backend.client(Wire()))
        if contents.digest() != folded.digest():
            found.append("the digest is not that of the direct fold")
        if contents.quarantined != folded.quarantined:
            found.append(f"set aside: {contents.quarantined ^ folded.quarantined}")
        found += [
            f"no journal entry {key[1]}" for key in self._told_of() if self.projection.get(key, consistent=True) is None
        ]
        return found + self.unbalanced()

    def unbalanced(self) -> list[str]:
        """Where what was received is not what became of it."""
        counted = self.counted()
        fits = counted["received"] == sum(counted[name] for name in COUNTS[1:])
        return [] if fits else [f"the counts do not balance: {dict(counted)}"]

    def counted(self) -> Counter[str]:
        """What became of the records, over all shards."""
        control = self.plain_control
        rows = control.query_all(lineage.SHARDS) + control.query_all(lineage.TABLES)
        return Counter({name: sum(row.get(name, 0) for row in rows) for name in COUNTS})

    def _told_of(self) -> Iterator[Key]:
        """The journal entries of every record that changed a state within one order, or deleted a row."""
        for stream in self.service.streams.values():
            for record in (record for shard in stream.shards.values() for record in shard.records):
                change = parse(record, SOURCE_TABLES[stream.table], 1)
                with suppress(MalformedRow):
                    old, new = change.previous(), change.record()
                    order_id = getattr(old, "order_id", "")
                    if order_id and (new is None or (_stage(new) != _stage(old) and _stage(new)[0] == order_id)):
                        yield f"O#{order_id}", keys.journal_sk(stream.table, change.key, change.fence)

    def _stood_still(self, slot: int, known: Seen) -> bool:
        return self._keeper.expired((SLOTS, str(slot)), known, self.clock.now)


class Worker:
    """One process: its clients, its cache, its view of time. After its death another takes its place."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.restart()

    def restart(self) -> None:
        """Begin with nothing, as a new process does; it will die as well."""
        life = self.world.life
        self.chance = Chance(self.world.rng, self.world.faults, self.world.rng.randrange(life) if life else None)
        self.wire = Wire(self._choose, self.world.pause)
        self.watch = Watch()
        self._applier: Feeds | None = None

    def run(self, slot: int, known: Seen | None) -> None:
        """One run of a pump; what AWS refuses ends it, as it ends a task."""
        world = self.world
        control, projection = MemoryStore(world.control, self.wire), MemoryStore(world.projection, self.wire)
        streams = world.service.client(self.wire, f"worker {id(self)}")
        chart = Lineage(control, world.backend.client(self.wire), streams)
        try:
            self._applier = self._applier or Feeds(control, lambda _: Applier(projection, threads=1))
            chart.sync()
            Pump(control, self._applier, streams, chart, self.watch).run(slot, RUN_SECONDS, known)
        except (ClientError, BotoCoreError):
            pass

    def _choose(self, name: str) -> Fault:
        return Fault.NONE if self.world.calm else self.chance(name)


def _stage(record: Record | None) -> tuple[str, str]:
    return getattr(record, "order_id", ""), getattr(record, "raw_state", "")
