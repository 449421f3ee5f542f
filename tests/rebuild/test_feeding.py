"""A candidate misses no batch: not even one of a run that stood still all the time it was waited for."""

from __future__ import annotations

from random import Random

import pytest
from django.conf import settings

from orders.projections import keys
from orders.projections.apply import Applier
from orders.projections.feeds import Feeds
from orders.projections.standing import begin, feed
from orders.streams.lease import EXPIRY_SECONDS
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.fakes.wire import Fault
from tests.streams import backend
from tests.streams.world import Worker, World

PAUSES = range(20, 50)
"""Before each call from the taking of the slot to the first checkpoint."""


class PausedOnce:
    """Stands still before the n-th call."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, _: str) -> Fault:
        self.left -= 1
        return Fault.PAUSED if self.left == -1 else Fault.NONE


class Feeding:
    """A world with a candidate beside its projection, fed from some moment on."""

    def __init__(self) -> None:
        self.world = World(Random(1), faults={}, life=None)
        self.candidate = MemoryTable()
        for worker in self.world.workers:
            worker._applier = self._feeds(worker)

    def begin(self) -> None:
        """As a rebuild does: from now on, and until no run is left that holds a lease it took before."""
        control = self.world.plain_control
        before = {row["holder"] for row in self._leases() if row["holder"]}
        feed(control, begin(control))
        while before & {row["holder"] for row in self._leases()}:
            self.world.clock.sleep(EXPIRY_SECONDS / 2 + 1)
            self.world.run()

    def has(self, order_id: str) -> bool:
        """Whether the candidate knows an order."""
        return self.candidate.get((f"O#{order_id}", keys.HEAD), consistent=True) is not None

    def _leases(self) -> list[dict[str, str]]:
        control = self.world.plain_control
        return [*control.query_all("SLOTS"), *control.query_all("SHARDS")]

    def _feeds(self, worker: Worker) -> Feeds:
        def make(table: str) -> Applier:
            rows = self.world.projection if table == settings.PROJECTION_TABLE else self.candidate
            return Applier(MemoryStore(rows, worker.wire), threads=1)

        return Feeds(MemoryStore(self.world.control, worker.wire), make)


@pytest.mark.parametrize("number", PAUSES)
def test_a_run_that_stood_still_while_feeding_began(number: int) -> None:
    feeding = Feeding()
    world = feeding.world
    paused, _ = world.workers

    def pause() -> None:
        feeding.begin()
        world.backend.put("orders", backend.order("o2"))

    with world.time():
        world.backend.put("orders", backend.order("o1"))
        world.run(paused)
        paused.wire.choose, paused.wire.paused = PausedOnce(number), pause
        world.run(paused)
        world.settle()
    assert feeding.has("o2")
