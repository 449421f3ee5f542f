"""The long run in memory: a million records, each fifth told twice, each fifth out of turn, and hundreds of deaths.

``SOAK_RECORDS`` and ``SOAK_KILLS`` make it shorter. ``make soak`` prints its figures.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest
from tqdm import tqdm

from tests.fakes.streams import FakeShard
from tests.fakes.wire import Fault
from tests.streams.histories import MAKERS, STATES
from tests.streams.world import World

RECORDS = int(os.environ.get("SOAK_RECORDS", "1000000"))
KILLS = int(os.environ.get("SOAK_KILLS", "500"))

WAVE = 4_000
ACTIVE_ORDERS, RECORDS_AN_ORDER = 400, 60
OUT_OF_TURN = 0.2
LATEST = 50
CALLS_TO_DEATH = 150
KEPT_RECORDS = 2_000
FAULTS = {Fault.THROTTLED: 0.00003, Fault.LOST: 0.00003, Fault.REPEATED: 0.0001, Fault.PAUSED: 0.00001}
REPEATED_ANSWERS, MOST_REPEATED = 0.4, 1_000
"""Of each answer so many, about half of it again: a fifth of all records."""

Written = tuple[str, dict[str, Any]]


def written(rng: Random, records: int) -> Iterator[Written]:
    """Rows as the backend writes them: a few hundred orders at a time."""
    for number in range(records):
        order = number // RECORDS_AN_ORDER + rng.randrange(ACTIVE_ORDERS)
        table = rng.choice(tuple(STATES))
        key = {"orders": f"o{order}", "users": f"u{order // 3}", "prints": f"p{order}"}.get(table)
        more: dict[str, Any] = {} if table == "users" else {"state": rng.choice(STATES[table])}
        match table:
            case "orders":
                more |= {"user_id": f"u{order // 3}", "total": rng.randrange(10_000)}
            case "users":
                more |= {"name": f"Ana {rng.choice('ABCDEFGH')}. Reyes"}
            case "prints":
                more |= {"photos_uploaded": rng.randrange(10)}
            case _:
                more |= {"order_id": f"o{order}", "print_id": f"p{order}"}
        yield table, MAKERS[table](key or f"{table}-{order}-{rng.randrange(2)}", **more, updated_at=stamp(number))


def stamp(number: int) -> str:
    """A time of its own for every record, so that each is a change."""
    return f"2026-11-{1 + number // 86_400 % 28:02}T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"


def out_of_turn(rng: Random, rows: Iterator[Written]) -> Iterator[Written]:
    """Each fifth comes later, among other rows' changes; a row's own keep their order."""
    late: list[Written] = []
    for row in rows:
        key = next(iter(row[1].values()))
        if rng.random() < OUT_OF_TURN or any(key == next(iter(other[1].values())) for other in late):
            late.append(row)
        else:
            yield row
        if len(late) > LATEST:
            yield late.pop(0)
    yield from late


def trim(world: World) -> None:
    """Forget records that were read long ago, as a stream does after a day."""
    for stream in world.service.streams.values():
        for shard in stream.shards.values():
            read = world.position(shard)
            shard.trim(max(0, read - shard.cut - KEPT_RECORDS))


def disturb(world: World) -> None:
    """Now and then a shard splits."""
    stream = world.rng.choice(list(world.backend.streams.values()))
    if len(stream.open) < 4 and world.rng.random() < 0.05:
        shard: FakeShard = world.rng.choice(stream.open)
        stream.split(shard, world.rng.choice((1, 2)))
    stream.leap()


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # a death may find the heartbeat
def test_a_million_records_end_as_the_direct_fold() -> None:
    world, began = World(Random(1), faults=FAULTS, life=None), time.monotonic()
    cpu_began = time.process_time()
    world.service.repeats, world.service.most_repeated = REPEATED_ANSWERS, MOST_REPEATED
    rows, told = out_of_turn(world.rng, written(world.rng, RECORDS)), 0
    with world.time(), tqdm(total=RECORDS, unit="record") as progress:
        while told < RECORDS:
            for table, item in islice(rows, WAVE):
                world.backend.put(table, item)
            told = min(RECORDS, told + WAVE)
            while not world.caught_up():
                worker = world.rng.choice(world.workers)
                if world.kills < KILLS * told / RECORDS:
                    worker.chance.dies_in = world.rng.randrange(CALLS_TO_DEATH)
                world.run(worker)
                world.clock.sleep(3)
            trim(world)
            disturb(world)
            progress.update(WAVE)
        world.settle()
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu_began
    contents, folded = world.contents(), world.folded()
    told, again = world.service.told, world.service.repeated
    tell(f"{RECORDS:,} records, told {told + again:,} times, in {seconds:,.0f} s, {cpu:,.0f} s of them on the CPU")
    tell(f"{world.kills} kills, {len(contents.facets):,} facets, {len(contents.derived):,} derived rows")
    tell(f"digest {contents.digest()[:16]}, of the direct fold {folded.digest()[:16]}")
    assert contents.digest() == folded.digest()
    assert contents.quarantined == folded.quarantined
    assert world.unbalanced() == []
    assert world.kills >= KILLS * 0.9


def tell(line: str) -> None:
    """A figure on the terminal."""
    sys.stderr.write(f"\n{line}")
