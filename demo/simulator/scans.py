"""What a carrier's scanner reports of a parcel: mostly right, in the carrier's own words."""

from __future__ import annotations

from random import Random
from typing import Any

from demo.simulator import carriers
from demo.simulator.company import SCANS
from demo.simulator.country import town
from demo.simulator.spread import hours
from demo.simulator.travel import Route
from demo.simulator.world import Item, World


def scans(world: World, parcel: Item, doing: dict[str, Any], along: Route, city: str, dice: Random) -> list[Item]:
    """The scan of a step; now and then twice, at an odd time, in capitals or without a place."""
    carrier = parcel["carrier"]
    said = carriers.words(carrier, doing["says"], along.destination)
    scan = {
        "at": world.at(_odd_hours(dice, first="scans" not in parcel)),
        "code": carriers.code(carrier, doing["says"]),
        "description": said.upper() if dice.random() < SCANS["capitals"] else said,
        "location": _place(doing.get("place", ""), along, city, dice),
    }
    scan = {name: value for name, value in scan.items() if value}
    return [scan, dict(scan)] if dice.random() < SCANS["twice"] else [scan]


def _odd_hours(dice: Random, *, first: bool) -> float:
    """How far the time of a scan is from when it came: mostly not at all."""
    fate = dice.random()
    if fate < SCANS["ahead"]:
        return float(dice.choice(SCANS["ahead_hours"]))
    if fate < SCANS["ahead"] + SCANS["earlier"] and not first:
        return -hours(dice, SCANS["earlier_hours"])
    return 0.0


def _place(where: str, along: Route, city: str, dice: Random) -> str:
    """A town at the printer's, on the way, behind the border, or the customer's own."""
    if dice.random() < SCANS["no_place"]:
        return ""
    countries = {"origin": [along.origin], "way": [along.origin, along.destination], "border": [along.destination]}
    return town(dice, dice.choice(countries[where])) if where in countries else city * (where == "town")
