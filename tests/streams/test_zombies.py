"""A worker that is paused between two calls, loses its leases and wakes: it changes nothing."""

from __future__ import annotations

from random import Random

import pytest

from orders.projections import keys
from orders.store import Row
from orders.streams.lease import EXPIRY_SECONDS
from tests.fakes.wire import Fault
from tests.streams import backend
from tests.streams.world import World

PAUSES = range(0, 80, 5)


class Pause:
    """Pauses before the n-th call."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, _: str) -> Fault:
        self.left -= 1
        return Fault.PAUSED if self.left == -1 else Fault.NONE


def rows(world: World) -> dict[tuple[str, str], Row]:
    """All that is stored and tells of changes or positions: no heartbeats, no times of fetching."""
    stored = {
        (pk, sk): row
        for table in (world.projection, world.control)
        for pk, partition in table.partitions.items()
        for sk, (row, _) in partition.rows.items()
    }
    stored.pop(keys.FRESHNESS, None)
    return {key: row for key, row in stored.items() if key[0] not in ("SHARDS", "SLOTS")} | {
        (pk, sk): {"cp": row.get("cp", ""), "state": row["state"], "received": row.get("received", 0)}
        for (pk, sk), row in stored.items()
        if pk == "SHARDS"
    }


@pytest.mark.parametrize("number", PAUSES)
def test_a_worker_that_wakes_late_changes_nothing(number: int) -> None:
    world = World(Random(number), faults={}, life=None)
    zombie, _ = world.workers
    before: list[dict[tuple[str, str], Row]] = []

    def pause() -> None:
        """Others take over, and go on with a later change of every row."""
        for _ in range(3):
            world.clock.sleep(EXPIRY_SECONDS / 2 + 1)
            world.run()
        change(world, "shipped")
        while not world.caught_up():
            world.run()
            world.clock.sleep(1)
        before.append(rows(world))

    with world.time():
        world.run(zombie)
        change(world, "confirmed")
        zombie.wire.choose, zombie.wire.paused = Pause(number), pause
        world.run(zombie)
        assert len(before) == 1
        assert rows(world) == before[0]
        world.settle()
    assert world.differences() == []


def change(world: World, state: str) -> None:
    """A change of every row, told apart by the order's state."""
    for number in range(3):
        world.backend.put("orders", backend.order(f"o{number}", state=state))
        world.backend.put("renders", backend.render(f"r{number}", f"o{number}", failure={"code": state}))
    world.backend.put("prints", backend.design(title=state))
