"""The world on disk, so that a demo that is stopped, or dies, goes on where it was."""

from __future__ import annotations

import heapq
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from demo.simulator.clock import Clock, Stretch
from demo.simulator.scenario import Scenarios
from demo.simulator.world import Act, Case, World


def save(world: World, file: Path) -> None:
    """Write the world in one step: whoever reads finds the one before or this one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half_written = file.with_suffix(".new")
    half_written.write_text(json.dumps(_plain(world), ensure_ascii=False))
    half_written.replace(file)


def load(file: Path) -> World:
    """The world as it was saved. Raises FileNotFoundError, and ValueError or KeyError where it is no world of ours."""
    told = json.loads(file.read_text())
    clock = Clock([Stretch(**stretch) for stretch in told["clock"]])
    world = World(told["seed"], clock, told["now"], Scenarios(told["scenarios"]))
    world.cases = {order_id: Case(order_id, rows) for order_id, rows in told["cases"].items()}
    world.agenda = [Act(*planned) for planned in told["agenda"]]
    heapq.heapify(world.agenda)
    world.serial, world.counts = told["serial"], told["counts"]
    world.away, world.paused, world.commands = told["away"], set(told["paused"]), told["commands"]
    return world


def _plain(world: World) -> dict[str, Any]:
    return {
        "seed": world.seed,
        "now": world.now,
        "clock": [asdict(stretch) for stretch in world.clock.stretches],
        "scenarios": world.scenarios.on,
        "cases": {order_id: case.rows for order_id, case in world.cases.items()},
        "agenda": world.agenda,
        "serial": world.serial,
        "counts": world.counts,
        "away": world.away,
        "paused": sorted(world.paused),
        "commands": world.commands,
    }
