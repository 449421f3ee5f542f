"""How a stage ends, step by step: of those that have lasted so long, which share ends in the next six hours.

Orders that have not ended a stage yet count for as long as they have lasted. Where few have been seen a log-normal
curve stands, fitted to what has been; where many have, their own shares.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

STEP: Final = 6 * 3_600_000_000
"""In microseconds."""

STEPS: Final = 280
"""Seventy days: what lasts longer counts as that."""

CURVE_WEIGHT: Final = 20
"""The curve stands for as many orders at each step."""

MEDIANS: Final = (
    1, 2, 4, 6, 9, 13, 18, 24, 32, 42, 54, 68, 84, 102, 122, 145, 170, 200, 235, 275, 320, 370, 430, 500, 600, 720, 900,
)  # fmt: skip
"""In hours."""
SPREADS: Final = (0.4, 0.55, 0.7, 0.85, 1.0, 1.2, 1.5, 1.9)
USUAL_SPREAD: Final = 0.8
USUAL_SHARE: Final = 0.7
"""Half of the orders take this share of the budget, as long as nobody has seen any."""

LEAST: Final = 1e-9

Hazard = tuple[float, ...]


@dataclass(slots=True)
class Seen:
    """How many were seen to last each step, and how many to end in it."""

    ended: list[int] = field(default_factory=lambda: [0] * STEPS)
    lasted: list[float] = field(default_factory=lambda: [0.0] * STEPS)

    def add(self, length: int, *, ended: bool) -> None:
        """One that lasted so long, in microseconds; one that goes on is taken to have lasted half of its step."""
        last = min(max(length, 0) // STEP, STEPS - 1)
        for step in range(last):
            self.lasted[step] += 1
        self.lasted[last] += 1 if ended else 0.5
        self.ended[last] += ended

    def expected(self, hazard: Hazard) -> float:
        """How many would have ended by this hazard."""
        return sum(lasted * share for lasted, share in zip(self.lasted, hazard, strict=True) if lasted)


def fitted(seen: Seen, budget_hours: float) -> Hazard:
    """The hazard of a stage: the best curve, moved by what was seen at each step."""
    usual = math.log(max(budget_hours, 1) * USUAL_SHARE)
    median, spread = max(
        ((median, spread) for median in MEDIANS for spread in SPREADS),
        key=lambda curve: _likelihood(seen, *curve) - _odd(curve, usual),
    )
    curve = _curve(median, spread)
    return tuple(
        (ended + CURVE_WEIGHT * share) / (lasted + CURVE_WEIGHT)
        for ended, lasted, share in zip(seen.ended, seen.lasted, curve, strict=True)
    )


def lengths(hazard: Hazard, factor: float = 1.0, after: int = 0) -> tuple[float, ...]:
    """The chance of each number of steps that are still to come, of what has lasted ``after`` of them."""
    left, found = 1.0, []
    for step in range(STEPS):
        share = 1 - (1 - hazard[min(after + step, STEPS - 1)]) ** factor
        found.append(left * share)
        left *= 1 - share
    return tuple(found)


def added(first: Sequence[float], then: Sequence[float]) -> tuple[float, ...]:
    """The chances of two lengths together; what is longer than STEPS is in none."""
    some = [(step, chance) for step, chance in enumerate(first) if chance > LEAST]
    return tuple(sum(chance * then[whole - step] for step, chance in some if step <= whole) for whole in range(STEPS))


def _odd(curve: tuple[float, float], usual: float) -> float:
    """How much a curve is to be explained by what was seen: as one order that was as the budget says."""
    median, spread = curve
    return (math.log(median) - usual) ** 2 / 2 + 2 * math.log(spread / USUAL_SPREAD) ** 2


def _likelihood(seen: Seen, median: float, spread: float) -> float:
    ends, lasts = _logs(median, spread)
    steps: Iterable[int] = (step for step in range(STEPS) if seen.lasted[step])
    return sum(
        seen.ended[step] * ends[step] + max(seen.lasted[step] - seen.ended[step], 0) * lasts[step] for step in steps
    )


@cache
def _logs(median: float, spread: float) -> tuple[Hazard, Hazard]:
    curve = _curve(median, spread)
    return tuple(map(math.log, curve)), tuple(math.log1p(-share) for share in curve)


@cache
def _curve(median: float, spread: float) -> Hazard:
    """The shares of a log-normal curve."""
    hours = STEP / 3_600_000_000

    def left(step: int) -> float:
        return 0.5 * math.erfc((math.log(step * hours) - math.log(median)) / spread / math.sqrt(2)) if step else 1.0

    shares = ((1 - left(step + 1) / left(step)) if left(step) > LEAST / 1000 else 0.05 for step in range(STEPS))
    return tuple(min(max(share, LEAST), 1 - LEAST) for share in shares)
