"""How long things take: mostly about the median, now and then much longer."""

from __future__ import annotations

import math
from random import Random


def hours(dice: Random, median: float, spread: float = 1.4) -> float:
    """A duration in hours: two in three lie between median / spread and median × spread."""
    return median * math.exp(dice.gauss(0.0, 1.0) * math.log(spread))


def minutes(dice: Random, median: float, spread: float = 1.4) -> float:
    """The same with a median in minutes; in hours."""
    return hours(dice, median / 60, spread)
