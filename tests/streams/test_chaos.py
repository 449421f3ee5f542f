"""Whatever goes wrong, the projection becomes what a direct fold of the source gives."""

from __future__ import annotations

from random import Random

import pytest

from tests.streams import backend
from tests.streams.histories import OWNED, STATES, malformed, random_item
from tests.streams.world import World

Row = tuple[str, int]


def tell(world: World, records: int, spoiled: set[Row]) -> None:
    """The backend writes: rows of all tables, in both encodings, deleted, moved, malformed, lost by their order."""
    rng = world.rng
    for _ in range(records):
        table, number = rng.choice(list(STATES)), rng.randrange(3)
        item = random_item(rng, table, number)
        chance = rng.random()
        spoils = table != "users" and chance < (0.08 if table in OWNED else 0.04)
        (spoiled.add if spoils else spoiled.discard)((table, number))
        if spoils:
            world.backend.put(table, malformed(table, item) if chance < 0.04 else item | {"order_id": ""})
        elif chance < 0.2:
            world.backend.delete(table, str(next(iter(item.values()))))
        elif chance < 0.5 and table != "users":
            world.backend.put(table, backend.packed(table, item))
        else:
            world.backend.put(table, item)


def disturb(world: World) -> None:
    """Something that AWS does to a stream."""
    stream = world.backend.streams[world.rng.choice(list(STATES))]
    shard = world.rng.choice(stream.open)
    match world.rng.randrange(5):
        case 0:
            stream.split(shard, visible=world.clock.now + world.rng.choice((0, 3)))
        case 1:
            stream.split(shard, pieces=1)
        case 2:
            stream.leap()
        case 3:
            world.service.expire_iterators()
        case _:
            world.clock.sleep(5)


def live(seed: int, rounds: int = 12) -> World:
    """A history of kills, pauses, splits and refusals, and then calm. In the end every row is well-formed: what is
    set aside then is a fault of ours.
    """
    world, spoiled = World(Random(seed)), set[Row]()
    with world.time():
        for _ in range(rounds):
            tell(world, world.rng.randrange(25), spoiled)
            disturb(world)
            world.run()
        for table, number in sorted(spoiled):
            world.backend.put(table, random_item(world.rng, table, number))
        world.settle()
    return world


@pytest.mark.parametrize("seed", range(10))
def test_the_end_is_the_direct_fold(seed: int) -> None:
    assert live(seed).differences() == []
