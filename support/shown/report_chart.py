"""The trend of a report as a drawing: a line over its periods, and the target that counted then as another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Final

from orders.sla.report.answer import Figures
from orders.sla.report.definitions import PERIOD_DIMENSIONS
from orders.sla.report.periods import day_number, label, month_number, number_of
from orders.sla.report.question import Question
from support.shown.report_aims import Aims, arrived, days_of, is_enough, is_settled, still_open
from support.shown.report_links import Behind
from support.shown.report_words import percent

WIDTH: Final = 720
HEIGHT: Final = 240
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 20, 26
APART: Final = 24
"""How far apart points are at least, so that each can be pressed."""

MOST: Final = 120
"""With more periods, points are not links: the table below has them."""

STEP, WIDE_STEP = 10, 20
HIGH: Final = 50
"""From here on the axis has a line for each ten per cent."""

LOWEST_TOP: Final = 90
FEWEST: Final = 2
MOST_LABELS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period in which something arrived; ``x`` and ``y`` in the drawing. ``settled`` is not where much of it is
    still open, or too little arrived.
    """

    x: float
    y: float
    words: str
    settled: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """``lowest`` is where the axis begins, in per cent: above 0 where nothing is below it, and then it is said.
    ``line`` and ``open_line`` are the settled points, and those after them that are not.
    """

    points: Sequence[Point]
    linked: bool
    line: str
    open_line: str
    labels: Sequence[tuple[float, str]]
    target: str
    steps: Sequence[tuple[float, float, str]]
    lowest: int
    levels: Sequence[tuple[float, int]]
    width: int
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM

    @property
    def right(self) -> int:
        """Where the plot ends."""
        return self.width - RIGHT


class _Plot:
    """Where days and percentages are in the drawing."""

    def __init__(self, dimension: str, numbers: range, lowest: int) -> None:
        self.dimension, self.numbers, self.lowest = dimension, numbers, lowest
        linked = len(numbers) <= MOST
        self.width = max(WIDTH, LEFT + RIGHT + APART * len(numbers)) if linked else WIDTH
        self.each = (self.width - LEFT - RIGHT) / len(numbers)

    def middle(self, number: int) -> float:
        return round(LEFT + (number - self.numbers.start + 0.5) * self.each, 1)

    def begins(self, day: date) -> float:
        """Where a day begins, within its period."""
        number = number_in(self.dimension, day)
        first, last = days_of(self.dimension, number)
        part = (day - first).days / ((last - first).days + 1)
        return round(LEFT + (number - self.numbers.start + part) * self.each, 1)

    def y(self, value: float) -> float:
        return round(TOP + (100 - value) / (100 - self.lowest) * (HEIGHT - TOP - BOTTOM), 1)


def trend(question: Question, groups: Sequence[Figures], aims: Aims, behind: Behind) -> Chart | None:
    """The on-time percentage of each period of the first dimension; None where it is none, or of less than two."""
    if len(question.by) != 1 or question.by[0] not in PERIOD_DIMENSIONS:
        return None
    dimension = question.by[0]
    told = {number_of(dimension, figures.key[dimension] or ""): figures for figures in groups if arrived(figures)}
    if len(told) < FEWEST:
        return None
    plot = _Plot(dimension, numbers_of(question, dimension), _lowest(told, aims))
    points = [_point(number, figures, plot, behind) for number, figures in sorted(told.items())]
    steps = _steps(aims, plot)
    return Chart(
        points=points,
        linked=len(plot.numbers) <= MOST,
        line=_line([each for each in points if each.settled]),
        open_line=_line(_unsettled(points)),
        labels=_labels(plot),
        target=_path(steps, plot),
        steps=steps,
        lowest=plot.lowest,
        levels=_levels(plot),
        width=plot.width,
    )


def numbers_of(question: Question, dimension: str) -> range:
    """The numbers of every day, week or month that a question covers."""
    return range(number_in(dimension, question.start), number_in(dimension, question.end) + 1)


def number_in(dimension: str, day: date) -> int:
    """The number of the period that a day is in."""
    if dimension == "month":
        return month_number(day)
    return day_number(day) if dimension == "day" else number_of("week", _week(day))


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _lowest(told: Mapping[int, Figures], aims: Aims) -> int:
    least = min(*(each.on_time_pct or 0 for each in told.values()), *(value for _, value in aims.steps()))
    return min(LOWEST_TOP, max(0, STEP * floor((least - 1) / STEP)))


def _point(number: int, figures: Figures, plot: _Plot, behind: Behind) -> Point:
    name = label(plot.dimension, number)
    open_words = "" if is_settled(figures) else f", {100 * still_open(figures):.0f} % still open"
    return Point(
        x=plot.middle(number),
        y=plot.y(figures.on_time_pct or 0),
        words=f"{name}: {percent(figures.on_time_pct)} of {arrived(figures):,} on time{open_words}",
        settled=is_settled(figures) and is_enough(figures),
        address=behind.link(figures.key.items()),
    )


def _line(points: Sequence[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points)


def _unsettled(points: Sequence[Point]) -> list[Point]:
    """From the last settled point on."""
    settled = [number for number, point in enumerate(points) if point.settled]
    return list(points[settled[-1] if settled else 0 :])


def _labels(plot: _Plot) -> list[tuple[float, str]]:
    every = -(-len(plot.numbers) // MOST_LABELS)
    return [(plot.middle(number), label(plot.dimension, number)) for number in plot.numbers[::every]]


def _steps(aims: Aims, plot: _Plot) -> list[tuple[float, float, str]]:
    """Where each target begins, how high it is, and its words."""
    found = aims.steps()
    return [
        (LEFT if number == 0 else plot.begins(day), plot.y(value), f"target {value:g} %")
        for number, (day, value) in enumerate(found)
    ]


def _path(steps: Sequence[tuple[float, float, str]], plot: _Plot) -> str:
    first, *others = steps
    rest = "".join(f"H{x}V{y}" for x, y, _ in others)
    return f"M{first[0]} {first[1]}{rest}H{plot.width - RIGHT}"


def _levels(plot: _Plot) -> list[tuple[float, int]]:
    step = STEP if plot.lowest >= HIGH else WIDE_STEP
    return [(plot.y(level), level) for level in range(plot.lowest, 101, step)]
