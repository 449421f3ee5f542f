"""The proof that a seed decides everything: some steps of the company, and the digest of its tables then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from demo.simulator import services
from demo.simulator.clock import Clock
from demo.simulator.world import Item, World, Written

START = datetime(2026, 11, 2, tzinfo=UTC).timestamp()


def fresh(seed: int, start: float = START) -> World:
    """A company on its first day, at ``start``."""
    world = World(seed, Clock.with_history(start, 0, 1.0), start)
    services.begin(world)
    return world


def play(world: World, steps: int) -> Iterator[Written]:
    """What so many steps write."""
    yield from world.take_written()
    for _ in range(steps):
        yield from world.step()


def digest(seed: int, steps: int) -> str:
    """The digest of the source tables after so many steps, as hex."""
    rows: dict[tuple[str, str], Item | None] = {}
    for row in play(fresh(seed), steps):
        rows[row.table, row.key] = row.encoded
    text = json.dumps(sorted((*key, item) for key, item in rows.items()), default=bytes.hex, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
