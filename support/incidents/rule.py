"""When there is too much of something: a pure rule over counts, with a stated rate of false alarms.

Of the last ``n`` orders of a subject so many went wrong. What was to be expected is a belief about its rate: what the
subject did before, and as long as it did little, what all others did (so a version without a history is judged by
everybody's rate). The belief is a beta distribution that is never worth more than ``STEADY`` orders, because rates
differ from day to day even where nothing is wrong. The chance that so many or more go wrong is then the exact upper
tail of a beta-binomial distribution. An incident is opened where that chance is at most ``level``: one false alarm a
month, divided by how many orders are looked at in a month, and by the windows that each of them is looked at in.

A window is the last so many orders, not the last so many minutes. Only an order that goes wrong can raise the number of
those in a window, so looking more often finds the same thing sooner and nothing more: the number of looks does not
count, the number of orders does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma
from typing import Final

WINDOWS: Final = (4, 8, 16, 32, 64, 128, 256, 512, 1024)
"""How many of a subject's last orders are looked at together."""

LEAST: Final = 3
"""Fewer than so many orders are no incident, however unlikely they are."""

NEW: Final = 60
"""So many orders of its own weigh as much in the belief about a subject as what all others did."""

STEADY: Final = 1_000
"""A belief is worth no more than so many orders: at 5 % a day's true rate differs by a seventh, without any cause."""

UNKNOWN: Final = 50
"""So many orders weigh as much in the rate of all others as what is usual anywhere."""

DAYS: Final = 30
"""At most one false alarm is to be expected in so many quiet days."""

QUIET: Final = 1_000
"""So many orders a day are assumed where there are fewer."""


@dataclass(frozen=True, slots=True)
class Count:
    """``bad`` of ``all``, in orders."""

    bad: int
    all: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is known apart from the window: the subject's ``own`` orders before it, everybody ``else_``'s, and the rate
    that is ``usual`` where nothing is known.
    """

    own: Count
    else_: Count
    usual: float


@dataclass(frozen=True, slots=True)
class Belief:
    """A beta distribution of a rate; ``alpha`` + ``beta`` is how many orders it is worth."""

    alpha: float
    beta: float

    @property
    def rate(self) -> float:
        """Its mean."""
        return self.alpha / (self.alpha + self.beta)


def level(seen_a_day: float) -> float:
    """The chance from which on an incident is opened, where so many orders a day are seen under all subjects."""
    return 1 / (DAYS * len(WINDOWS) * max(seen_a_day, QUIET))


def belief(baseline: Baseline) -> Belief:
    """What is believed of a subject's rate."""
    everybody = (baseline.else_.bad + UNKNOWN * baseline.usual) / (baseline.else_.all + UNKNOWN)
    rate = (baseline.own.bad + NEW * everybody) / (baseline.own.all + NEW)
    worth = min(baseline.own.all + NEW, STEADY)
    return Belief(rate * worth, (1 - rate) * worth)


def chance(recent: Count, held: Belief) -> float:
    """How likely so many or more of ``recent.all`` go wrong: the upper tail of a beta-binomial distribution."""
    if recent.bad <= recent.all * held.rate:
        return 1.0
    return _tail(recent.bad, recent.all, held.alpha, held.beta)


def alarms(recent: Count, held: Belief, at: float) -> bool:
    """Whether an incident is to be opened, at a level."""
    return recent.bad >= LEAST and chance(recent, held) <= at


@lru_cache(maxsize=10_000)
def fewest(seen: int, held: Belief, at: float) -> int:
    """How many of so many must go wrong for an alarm; one more than there are where nothing suffices."""
    low, high = LEAST, seen + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if alarms(Count(middle, seen), held, at) else (middle + 1, high)
    return low


def _tail(bad: int, seen: int, alpha: float, beta: float) -> float:
    """Summed from ``bad`` upwards until the rest adds nothing."""
    choose = lgamma(seen + 1) - lgamma(bad + 1) - lgamma(seen - bad + 1)
    total = term = exp(choose + _beta(bad + alpha, seen - bad + beta) - _beta(alpha, beta))
    for k in range(bad, seen):
        term *= (seen - k) / (k + 1) * (k + alpha) / (seen - k - 1 + beta)
        total += term
        if term < total * 1e-9:
            break
    return min(total, 1.0)


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
