"""The budgets of the stages: how long each may take before what comes after it has to hurry, by lane."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from orders.sla.report.definitions import STAGES

CHAIN: Final = (
    "placed_to_paid", "paid_to_files_ready", "files_ready_to_accepted", "accepted_to_dispatched",
    "dispatched_to_handed_over", "handed_over_to_delivered",
)  # fmt: skip
"""The stages one after the other: each begins where the one before ends."""

BOUNDARIES: Final = (STAGES[CHAIN[0]][0], *(STAGES[stage][1] for stage in CHAIN))
"""The columns of their ends, the first stage's beginning before them."""

FILE: Final = Path(__file__).parents[1] / "budgets.toml"
A_NAME: Final = re.compile(r"[\w.-]*", re.ASCII)
MICROSECONDS_AN_HOUR: Final = 3_600_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A shipping method, a country, or both; "" where any is meant. ``hours`` are those of each stage of ``CHAIN``."""

    shipping_method: str
    country: str
    hours: Mapping[str, float]

    def left_after(self, boundary: int) -> int:
        """What all stages after a boundary may take together, in microseconds."""
        return round(sum(self.hours[stage] for stage in CHAIN[boundary:]) * MICROSECONDS_AN_HOUR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """``lanes`` are the narrower ones first, and ``usual`` for the orders of none of them."""

    version: str
    usual: Lane
    lanes: Sequence[Lane]

    def lane(self, shipping_method: str, country: str) -> Lane:
        """The narrowest lane of an order."""
        own = {("", ""), (shipping_method, ""), ("", country), (shipping_method, country)}
        return next((lane for lane in self.lanes if (lane.shipping_method, lane.country) in own), self.usual)


class BadBudgets(ValueError):
    """The file of the budgets makes no sense; the text says where."""


@cache
def budgets() -> Budgets:
    """Those in force. Raises BadBudgets."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Budgets:
    """Budgets out of their file. Raises BadBudgets."""
    try:
        told = tomllib.loads(text)
        usual = _lane({}, told["usual"], {})
        lanes = [_lane(each, {**told["usual"], **_hours(each)}, each) for each in told.get("lane", ())]
        version = str(told["version"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadBudgets(f"The budgets cannot be read: {error}") from error
    if len({(lane.shipping_method, lane.country) for lane in lanes}) < len(lanes):
        raise BadBudgets("A lane is there twice.")
    # A method and a country are narrower than either; of one of them, a method decides.
    lanes.sort(key=lambda lane: (not (lane.shipping_method and lane.country), not lane.shipping_method))
    return Budgets(version=version, usual=usual, lanes=tuple(lanes))


def _hours(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in ("shipping_method", "country")}


def _lane(named: Mapping[str, Any], hours: Mapping[str, Any], told: Mapping[str, Any]) -> Lane:
    method, country = str(named.get("shipping_method", "")), str(named.get("country", ""))
    if told and not (method or country):
        raise BadBudgets("A lane names neither a shipping method nor a country.")
    if not (A_NAME.fullmatch(method) and A_NAME.fullmatch(country)):
        raise BadBudgets(f"A lane has a name that is none: {method!r}, {country!r}.")
    if set(hours) != set(CHAIN):
        raise BadBudgets(f"Stages are missing or unknown: {sorted(set(hours) ^ set(CHAIN))}.")
    if not all(isinstance(each, int | float) and each >= 0 for each in hours.values()):
        raise BadBudgets("A budget is a number of hours, 0 or more.")
    return Lane(shipping_method=method, country=country, hours=MappingProxyType(dict(hours)))
