"""What a report finds, each in one sentence by a stated rule; "" is never said, but why nothing is.

A group speaks only where enough arrived (``ENOUGH``), and a period only where most of it has been decided
(``is_settled``): of what was placed yesterday only the fast ones have arrived.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from orders.sla.facts import Unit
from orders.sla.report.answer import Answer, Figures, Stage
from orders.sla.report.compare import Beside, Week
from orders.sla.report.definitions import Class
from support.shown.report_aims import ENOUGH, Aims, arrived, is_enough, is_settled
from support.shown.report_words import CAME, DONE, STAGES, UNITS, hours, named, percent, plural

SMALLEST: Final = 0.005
"""In points: less is not told with two decimals."""

WHOLE_WAYS: Final = ("paid_to_handed_over", "placed_to_delivered")
FEW: Final = f"Fewer than {ENOUGH}"


def of_all(answer: Answer, target: float) -> str:
    """How many came as promised, and how that stands to the target."""
    total, what = answer.total, UNITS[answer.question.unit]
    if total.on_time_pct is None:
        done = DONE[answer.question.unit]
        return f"None of these {what} has {done} yet." if total.units else f"There are no {what} in these days."
    late, did = total.classes[Class.LATE], CAME[answer.question.unit]
    said = f"{percent(total.on_time_pct)} of {arrived(total):,} {what} {did} as promised, {late:,} {did} late"
    said += "" if is_settled(total) else " so far"
    if not is_enough(total):
        return f"{said}: too few to judge."
    return f"{said}: {_to_target(total.on_time_pct, target)}."


def _to_target(value: float, target: float) -> str:
    gap = abs(value - target)
    name = f"the target of {target:g} %"
    return f"{name} is met" if value >= target else f"{gap:.2f} points below {name}"


def of_trend(groups: Sequence[Figures], aims: Aims, dimension: str) -> str:
    """How many of the settled periods met their target, and how the last of them stands to the one before."""
    told = [each for each in groups if is_enough(each) and is_settled(each)]
    if not told:
        return f"No {dimension} can be judged yet: {FEW.lower()} arrived in each, or much of it is still open."
    met = sum(1 for each in told if (each.on_time_pct or 0) >= aims.of(each.key))
    said = f"{met} of {len(told)} {plural(dimension)} that can be judged met the target"
    return f"{said}; {_last(told)}." if len(told) > 1 else f"{said}."


def _last(told: Sequence[Figures]) -> str:
    before, last = told[-2:]
    return f"{_name(last)} was {_change(last, before)} {_name(before)}"


def _change(now: Figures, before: Figures) -> str:
    change = (now.on_time_pct or 0) - (before.on_time_pct or 0)
    if abs(change) < SMALLEST:
        return "as good as"
    return f"{abs(change):.2f} points {'better' if change > 0 else 'worse'} than"


def of_weeks(weeks: Sequence[Week]) -> str:
    """How this week stands to the last one and to the same a year ago."""
    totals = {week.which: week.answer.total for week in weeks}
    this = totals[Beside.THIS]
    if not is_enough(this):
        return f"{FEW} of this week arrived so far: too few to compare."
    if not is_settled(this):
        return "Much of this week is still open: what arrived so far are the fast ones, and it is not compared yet."
    said = [
        f"{_change(this, totals[each])} {NAMES[each]}" for each in (Beside.LAST, Beside.YEAR) if _fair(totals[each])
    ]
    return f"This week is {' and '.join(said)}." if said else "There is no other week of which enough arrived."


NAMES: Final = {Beside.LAST: "last week", Beside.YEAR: "the same week last year"}


def _fair(figures: Figures) -> bool:
    return is_enough(figures) and is_settled(figures)


def of_groups(groups: Sequence[Figures], aims: Aims, dimension: str) -> str:
    """How many groups miss their target, and which of them is the worst."""
    told = [each for each in groups if is_enough(each)]
    if not told:
        return f"{FEW} in each of these {plural(dimension)}: too few to compare."
    below = [each for each in told if (each.on_time_pct or 0) < aims.of(each.key)]
    if not below:
        return f"{_all(told, dimension)} with enough to judge met the target."
    worst = min(below, key=lambda each: (each.on_time_pct or 0, -arrived(each)))
    said = f"{len(below)} of {len(told)} {plural(dimension)} with enough to judge missed the target"
    return f"{said}; the worst is {_name(worst)} with {percent(worst.on_time_pct)} of {arrived(worst):,}."


def _all(told: Sequence[Figures], dimension: str) -> str:
    return f"All {len(told)} {plural(dimension)}" if len(told) > 1 else f"The one {dimension}"


def of_stages(stages: Mapping[str, Stage], unit: Unit) -> str:
    """How long it took in the middle, and where most of that goes."""
    steps = {name: stage for name, stage in stages.items() if name not in WHOLE_WAYS and stage.n >= ENOUGH}
    longest = max(steps, key=lambda name: (steps[name].percentiles["p50"] or 0, name), default="")
    if not longest:
        return f"{FEW} {UNITS[unit]} went through each stage: too few to say how long one takes."
    whole = stages["placed_to_delivered"]
    said = f"The longest stage is {STAGES[longest]}: half took {hours(steps[longest].percentiles['p50'])} or less"
    said += f", one in ten more than {hours(steps[longest].percentiles['p90'])}"
    way = f" The whole way took {hours(whole.percentiles['p50'])} in the middle." if whole.n >= ENOUGH else ""
    return f"{said}.{way}"


def of_transit(groups: Sequence[Figures], stage: str) -> str:
    """Which group is the slowest, by the time that nine in ten do not exceed."""
    told = [each for each in groups if each.stages[stage].n >= ENOUGH]
    if len(told) < 2:  # noqa: PLR2004  one is not slower than itself
        return f"{FEW} parcels in all but one group, or in all: too few to compare how long they travel."
    slow, fast = (pick(told, key=lambda each: each.stages[stage].percentiles["p90"] or 0) for pick in (max, min))
    times = [hours(each.stages[stage].percentiles["p90"]) for each in (slow, fast)]
    return f"Nine in ten of {_name(slow)} travel up to {times[0]}; the fastest, {_name(fast)}, up to {times[1]}."


def of_breaches(counts: Mapping[Class, int], worst: timedelta | None) -> str:
    """How many broke their promise, and by how much at most."""
    if worst is None:
        return "Nothing broke its promise in these days."
    late, overdue, silent = (counts[each] for each in (Class.LATE, Class.OVERDUE, Class.NO_SCAN))
    said = f"{late:,} late, {overdue:,} overdue, {silent:,} with no delivery scan"
    return f"{said}; the worst by {length(worst)}."


def length(time: timedelta) -> str:
    """Days and hours, or less."""
    minutes = int(time.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    parts = [f"{days} d" if days else "", f"{rest // 60} h" if rest // 60 else "", f"{rest % 60} min"]
    return " ".join([each for each in parts if each][:2])


def _name(figures: Figures) -> str:
    return " · ".join(named(value, dimension) for dimension, value in figures.key.items())
