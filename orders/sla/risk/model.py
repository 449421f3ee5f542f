"""The model: for each stage how it usually ends, and for each lane how much faster or slower than that.

A lane's speed is how many orders ended the stage, by how many would have by the lane above it; both are taken with
LANE_WEIGHT orders more, so that a lane of few orders is as the one above.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from orders.sla.facts import Fact
from orders.sla.report.blame_budgets import CHAIN, budgets
from orders.sla.risk.hazards import STEP, STEPS, Hazard, Seen, added, fitted, lengths
from orders.sla.risk.histories import LAST, History

VERSION: Final = 1
LANE_WEIGHT: Final = 20
NOTCH: Final = math.log(1.1)
"""Speeds are kept in steps of ten per cent, so that orders of alike lanes share their sums."""

CARRIAGE: Final = 5
"""The number of the stage that depends on the address; the others do on the printer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """``following`` is the boundary that comes after each, as most orders have it; ``hazards`` are by stage;
    ``notches`` are the speeds of lanes, by "stage lane". ``at`` is up to when anything is known, in microseconds;
    ``orders`` how many it was made of, ``ended`` how many of these ended each stage.
    """

    at: int
    orders: int
    following: Mapping[int, int]
    hazards: Mapping[int, Hazard]
    notches: Mapping[str, int]
    ended: Mapping[int, int]
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def chance(self, order: History, at: int) -> float:
        """That an open order will not be there by its promise."""
        promise = at if order.promise is None else order.promise
        begun = min(max(at - order.since, 0) // STEP, STEPS - 1)
        left = min(max(promise - at, 0) // STEP, STEPS - 1)
        route = self._route(order.stage, order.fact)
        key = ("chance", route, begun, left)
        if key not in self.kept:
            self.kept[key] = self._chance(route, begun, left)
        return float(self.kept[key])

    def usual(self, order: History) -> int:
        """How long half of the orders of its lane take for the stage in which it is, in microseconds."""
        stage, notch = self._route(order.stage, order.fact)[0]
        total = 0.0
        for step, chance in enumerate(self._lengths(stage, notch, 0)):
            total += chance
            if total >= 1 / 2:
                return (2 * step + 1) * STEP // 2
        return STEPS * STEP

    def _route(self, stage: int, fact: Fact) -> tuple[tuple[int, int], ...]:
        """The stages that are still to come, each with the speed of its lane."""
        found = []
        while stage < LAST:
            found.append((stage, self._notch(stage, fact)))
            stage = self.following.get(stage, stage + 1)
        return tuple(found)

    def _notch(self, stage: int, fact: Fact) -> int:
        """Of the narrowest lane that is known."""
        return next(
            (self.notches[key] for lane in reversed(lanes(stage, fact)) if (key := f"{stage} {lane}") in self.notches),
            0,
        )

    def _lengths(self, stage: int, notch: int, after: int) -> tuple[float, ...]:
        key = ("lengths", stage, notch, after)
        if key not in self.kept:
            self.kept[key] = lengths(self.hazards[stage], math.exp(notch * NOTCH), after)
        found: tuple[float, ...] = self.kept[key]
        return found

    def _chance(self, route: tuple[tuple[int, int], ...], begun: int, left: int) -> float:
        now = self._lengths(*route[0], begun)
        if len(route) == 1:
            return max(0.0, 1 - sum(now[: left + 1]))
        there = self._there(route[1:])
        return max(0.0, 1 - sum(chance * there[left - step] for step, chance in enumerate(now[: left + 1])))

    def _there(self, route: tuple[tuple[int, int], ...]) -> tuple[float, ...]:
        """The chance to be there within so many steps, from the beginning of a stage on."""
        key = ("there", route)
        if key not in self.kept:
            first = self._lengths(*route[0], 0)
            self.kept[key] = _summed(first) if len(route) == 1 else added(first, self._there(route[1:]))
        found: tuple[float, ...] = self.kept[key]
        return found


def lanes(stage: int, fact: Fact) -> list[str]:
    """The lanes of an order in a stage, from wide to narrow."""
    method, printer = fact["shipping_method"], (fact["printers"] or [""])[0]
    if stage == CARRIAGE:
        place = (method, fact["country"], fact["region"], printer)
        return ["/".join(place[:length]) for length in range(1, len(place) + 1)]
    return [method, f"{method}//{printer}"] if printer else [method]


def train(orders: Sequence[History], at: int) -> Model:
    """From what was known at an instant."""
    spans = [span for each in orders for span in _spans(each, at)]
    following = _following(spans)
    hazards: dict[int, Hazard] = {}
    notches: dict[str, int] = {}
    ended: dict[int, int] = {}
    for stage in range(LAST):
        own = [span for span in spans if span.stage == stage]
        whole = _seen(own)
        allowed = sum(budgets().usual.hours[name] for name in CHAIN[stage : following.get(stage, stage + 1)])
        hazards[stage], ended[stage] = fitted(whole, allowed), sum(whole.ended)
        notches |= _notches(stage, own, hazards[stage])
    return Model(at=at, orders=len(orders), following=following, hazards=hazards, notches=notches, ended=ended)


@dataclass(frozen=True, slots=True)
class _Span:
    """An order in a stage: ``end`` is the boundary that it reached next, None where it goes on."""

    stage: int
    length: int
    end: int | None
    fact: Fact


def _spans(order: History, at: int) -> list[_Span]:
    reached = [(number, end) for number, end in enumerate(order.ends) if end is not None]
    found = [_Span(stage, max(ended - began, 0), end, order.fact) for (stage, began), (end, ended) in pairwise(reached)]
    if reached and reached[-1][0] < LAST:
        stage, began = reached[-1]
        found.append(_Span(stage, at - began, None, order.fact))
    return found


def _following(spans: Iterable[_Span]) -> dict[int, int]:
    counted: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for span in spans:
        if span.end is not None:
            counted[span.stage][span.end] += 1
    return {stage: min(ends, key=lambda end: (-ends[end], end)) for stage, ends in counted.items()}


def _seen(spans: Iterable[_Span]) -> Seen:
    seen = Seen()
    for span in spans:
        seen.add(span.length, ended=span.end is not None)
    return seen


def _notches(stage: int, spans: Iterable[_Span], hazard: Hazard) -> dict[str, int]:
    """The speeds of the lanes of a stage, each beside the lane above it."""
    sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    above: dict[str, str] = {}
    until = _summed(hazard)
    for span in spans:
        expected = until[min(span.length // STEP, STEPS - 1)]
        wider = ""
        for lane in lanes(stage, span.fact):
            sums[lane][0] += span.end is not None
            sums[lane][1] += expected
            above[lane], wider = wider, lane
    speeds = {"": 1.0}
    for lane, wider in above.items():
        ended, expected = sums[lane]
        speeds[lane] = speeds[wider] * (ended + LANE_WEIGHT) / (expected * speeds[wider] + LANE_WEIGHT)
    return {f"{stage} {lane}": round(math.log(speeds[lane]) / NOTCH) for lane in above}


def _summed(chances: Iterable[float]) -> tuple[float, ...]:
    total, found = 0.0, []
    for chance in chances:
        total += chance
        found.append(total)
    return tuple(found)
