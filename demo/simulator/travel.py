"""How parcels travel: the steps of ``parcels.toml``, and how long each one takes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from demo.simulator.company import PARCELS, PRINTERS, pick
from demo.simulator.country import COUNTRIES, distance, has_customs
from demo.simulator.spread import hours
from demo.simulator.world import HOUR, Case, World

_TOLD: dict[str, Any] = tomllib.loads(Path(__file__).with_name("parcels.toml").read_text(encoding="utf-8"))
WAYS: dict[str, list[str]] = _TOLD["ways"]
STEPS: dict[str, dict[str, Any]] = _TOLD["steps"]


@dataclass(frozen=True, slots=True)
class Route:
    """From where to where a parcel goes, and how fast: two countries and a shipping method."""

    origin: str
    destination: str
    method: str

    @property
    def transit(self) -> dict[str, Any]:
        """The figures of its distance."""
        figures: dict[str, Any] = PARCELS["transit"][distance(self.origin, self.destination)]
        return figures

    @property
    def leg(self) -> float:
        """The hours between two hubs, in the middle."""
        return float(self.transit[self.method]) / (self.hubs + 1)

    @property
    def hubs(self) -> int:
        """How many there are on the way."""
        return int(self.transit["hubs"])


def route(case: Case, printer: str) -> Route:
    """The route of a parcel of an order."""
    order = case.order
    return Route(PRINTERS[printer]["country"], order["ship_to"]["country"], order.get("shipping_method", "standard"))


def way(dice: Random, along: Route) -> list[str]:
    """The steps that a parcel will take."""
    steps: list[str] = []
    for name in WAYS[pick(dice, PARCELS["fates"])]:
        steps += ["hub"] * along.hubs if name == "hubs" else [name]
        if name == "hubs" and has_customs(along.origin, along.destination):
            steps += WAYS["customs"] if dice.random() < PARCELS["held_by_customs"] else []
    return steps


def pace(world: World, along: Route, step: str, dice: Random) -> float:
    """The hours until the carrier takes a step."""
    doing = STEPS[step]
    median = doing["hours"] if "hours" in doing else doing["leg"] * along.leg
    took = hours(dice, median, doing.get("spread", 1.4))
    if "leg" in doing and world.scenarios.hits("carrier-late", along.destination):
        took *= PARCELS["late"]["times"]
    return took + _until_day(world.now + took * HOUR, along.destination, doing.get("day"), dice)


def end_of_day(world: World, days: int, country: str) -> str:
    """The last minute of the day so many days from now, there."""
    return world.at(days * 24 + 24 - _local_hour(world.now, country) - 1 / 60)


def _until_day(moment: float, country: str, day: list[int] | None, dice: Random) -> float:
    """Hours from a moment to one within the carrier's day there; 0 where it is within, or any time will do."""
    begins, ends = day or (0, 24)
    hour = _local_hour(moment, country)
    return 0.0 if begins <= hour < ends else (begins - hour) % 24 + dice.random() * (ends - begins)


def _local_hour(moment: float, country: str) -> float:
    return (moment / HOUR + float(COUNTRIES[country]["utc"])) % 24
