"""A company in which nothing is wrong, for a thousand days: rates differ between subjects and from day to day, and that
is all. Counted is how often a rule would open an incident.

Each subject's orders are numbered as they come. Only an order that goes wrong can raise an alarm (see the rule), so
looking at each of those is looking as often as one can: no beat finds more. Orders go wrong independently of each other
within a day; the day's own rate is drawn anew each day, around the subject's, which is drawn around everybody's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, log
from random import Random

from support.incidents.rule import LEAST, WINDOWS, Baseline, Count

DAYS = 1_000
HISTORY = 14
SUBJECTS_DIFFER, DAYS_DIFFER = 0.3, 0.15
"""Standard deviations of the rates of subjects and of days, as shares of the rate."""

Rule = Callable[[Count, Baseline], bool]


@dataclass(frozen=True)
class Subject:
    """So many orders a day; the rate that is usual for its signal, and its own."""

    a_day: float
    usual: float
    rate: float


def renders(a_day: float, dice: Random) -> Iterator[Subject]:
    """Forty template versions, two renderer versions, twelve failure codes, and each of those with each."""
    shares = [dice.paretovariate(1.2) for _ in range(40)]
    codes = [dice.paretovariate(1.5) for _ in range(12)]
    rates = [0.05 * code / sum(codes) for code in codes]
    volumes = [a_day * share / sum(shares) for share in shares] + [a_day * 0.9, a_day * 0.1]
    for volume in volumes:
        yield of(volume, 0.05, dice)
        yield from (of(volume, rate, dice) for rate in rates)
    yield from (Subject(a_day, rate, rate) for rate in rates)


def jobs(a_day: float, dice: Random, printers: int, products: int) -> Iterator[Subject]:
    """Rejects and errors of printers, and of each with each product."""
    shares = [dice.paretovariate(1.1) for _ in range(printers)]
    for share in shares:
        volume = a_day * share / sum(shares)
        for _signal in range(2):
            whole = of(volume, 0.02, dice)
            yield whole
            yield from (Subject(volume / products, 0.02, whole.rate) for _ in range(products if products > 1 else 0))


def of(a_day: float, usual: float, dice: Random) -> Subject:
    """A subject with a rate of its own."""
    return Subject(a_day, usual, min(0.9, usual * spread(dice, SUBJECTS_DIFFER)))


def spread(dice: Random, differ: float) -> float:
    """A factor around one."""
    return dice.gammavariate(1 / differ**2, differ**2)


def went_wrong(subject: Subject, dice: Random) -> list[int]:
    """The numbers of the orders that go wrong in all these days."""
    found: list[int] = []
    a_block = max(20, round(subject.a_day))  # of a subject with few orders, some days at once
    last = round(subject.a_day * DAYS)
    for begin in range(0, last, a_block):
        rate = min(0.95, subject.rate * spread(dice, DAYS_DIFFER))
        at, scale = begin, log(1 - rate)
        while (at := at + int(log(1 - dice.random()) / scale)) < min(begin + a_block, last):
            found.append(at)
            at += 1
    return found


def false_alarms(subject: Subject, bad: list[int], rule: Rule) -> int:
    """How many incidents a rule opens for a subject; what it finds within a day of the last is the same."""
    days = {at for window in WINDOWS for at in _in_window(subject, bad, window, rule)}
    return sum(1 for day in days if day - 1 not in days)


def _in_window(subject: Subject, bad: list[int], window: int, rule: Rule) -> Iterator[int]:
    """The days of the alarms in one window. What is not twice what is usual is no alarm of any rule here."""
    few = max(LEAST, ceil(2 * window * subject.rate))
    reach = ceil(subject.a_day * HISTORY)
    for place in range(few - 1, len(bad)):
        at = bad[place]
        if at - bad[place - few + 1] >= window:
            continue
        inside = place + 1 - bisect_left(bad, at - window + 1, 0, place)
        begin, oldest = max(0, at - window + 1), max(0, at - reach)
        before = place + 1 - inside
        own = Count(before - bisect_left(bad, oldest, 0, before), max(0, begin - oldest))
        everybody = Count(round(subject.usual * 20_000), 20_000)
        if rule(Count(inside, at + 1 - begin), Baseline(own, everybody, subject.usual)):
            yield int(at / subject.a_day)
