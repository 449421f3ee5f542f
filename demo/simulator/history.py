"""What the company did before anybody looked, played at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from demo.simulator import services
from demo.simulator.clock import Clock
from demo.simulator.pace import Pace
from demo.simulator.world import World, Written

TOLD_WHOLE_DAYS = 1
"""Orders that moved so lately keep every change of their rows; of others the last of each row is written."""


def play(pace: Pace, now: float) -> tuple[World, list[Written]]:
    """The company as it is at ``now`` (our seconds), and what it wrote, an order's rows together, oldest first."""
    began = now - pace.days * 86_400
    world = World(pace.seed, Clock.with_history(now, pace.days, pace.speed), began)
    services.begin(world)
    written = world.take_written()
    lately = {""}
    while world.next_at <= now:
        wrote = world.step()
        written += wrote
        if world.now > now - TOLD_WHOLE_DAYS * 86_400:
            lately.update(row.order_id for row in wrote)
    world.now = now
    return world, list(_shortened(written, lately))


def _shortened(written: Iterable[Written], lately: set[str]) -> Iterator[Written]:
    by_order: dict[str, list[Written]] = {}
    for row in written:
        by_order.setdefault(row.order_id, []).append(row)
    return chain.from_iterable(rows if order in lately else _last(rows) for order, rows in by_order.items())


def _last(rows: list[Written]) -> list[Written]:
    """The last of each row."""
    return list({(row.table, row.key): row for row in rows}.values())
