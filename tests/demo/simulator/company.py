"""A small company for tests: one order at a time, played until it is where a test wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from demo.simulator import commands, steps
from demo.simulator.world import Case, Item, World

MOST_STEPS = 40_000


def until(world: World, wanted: Callable[[Case], bool]) -> Case:
    """Play on until some order is as wanted; that order."""
    for _ in range(MOST_STEPS):
        world.step()
        for case in list(world.cases.values()):
            if wanted(case):
                return case
    raise AssertionError("no order came to be as wanted")


def after(world: World, hours: float) -> None:
    """Play on for so many hours of the company."""
    end = world.now + hours * 3600
    while world.next_at <= end:
        world.step()
    world.now = end


def all_rows(world: World, count: int) -> Iterator[tuple[str, Item]]:
    """What so many steps write, in the plain encoding."""
    for _ in range(count):
        for row in world.step():
            if row.item is not None:
                yield row.table, row.item


def has(table: str, state: str) -> Callable[[Case], bool]:
    """Whether a row of an order is in a state."""
    return lambda case: any(row.get("state") == state for row in case.table(table).values())


def first(case: Case, table: str, state: str) -> Item:
    """The first row of an order in a state."""
    return next(row for row in case.table(table).values() if row.get("state") == state)


def ask(world: World, kind: str, case: Case, **about: Any) -> str:
    """Give a command; why it was refused, "" where it was taken."""
    number = world.next_number("asked")
    command = {
        "command_id": f"c-{number}",
        "kind": f"COMMAND_KIND_{kind}",
        "order_id": case.order_id,
        "requested_by": "7",
        "requested_at": world.at(),
    }
    try:
        commands.take(world, command | about, lambda _table, _key: None)
    except commands.Refused as refusal:
        return str(refusal)
    return ""


def company(seed: int = 1) -> World:
    """A company on its first day."""
    return steps.fresh(seed)
