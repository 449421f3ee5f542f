"""The trend of a report as a drawing: a line over its periods, with the target as a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

from orders.sla.report.answer import Figures

WIDTH: Final = 720
HEIGHT: Final = 220
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 16, 26
STEP, WIDE_STEP = 10, 20
HIGH: Final = 50
"""From here on the axis has a line for each ten per cent."""

FEWEST: Final = 2
MOST_LABELS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period; ``x`` and ``y`` in the drawing. ``label`` is shown under it where there is room."""

    x: float
    y: float
    name: str
    percent: float
    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """``lowest`` is where the axis begins, in per cent: above 0 where nothing is below it, and then it is said."""

    points: Sequence[Point]
    line: str
    target: float
    target_y: float
    lowest: int
    levels: Sequence[tuple[float, int]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def trend(groups: Sequence[tuple[Figures, str]], target: float) -> Chart | None:
    """The on-time percentage of each period in which anything arrived, each with its address; None of less than two."""
    told = [(figures, address, figures.on_time_pct) for figures, address in groups if figures.on_time_pct is not None]
    if len(told) < FEWEST:
        return None
    least = min(target, *(value for *_, value in told))
    lowest = min(90, max(0, STEP * floor((least - 1) / STEP)))
    every = -(-len(told) // MOST_LABELS)
    points = [
        Point(
            x=_x(number, len(told)),
            y=_y(value, lowest),
            name=next(iter(figures.key.values())) or "none",
            percent=value,
            label=(next(iter(figures.key.values())) or "") if number % every == 0 else "",
            address=address,
        )
        for number, (figures, address, value) in enumerate(told)
    ]
    levels = [(_y(level, lowest), level) for level in range(lowest, 101, STEP if lowest >= HIGH else WIDE_STEP)]
    return Chart(
        points=points,
        line=" ".join(f"{point.x},{point.y}" for point in points),
        target=target,
        target_y=_y(target, lowest),
        lowest=lowest,
        levels=levels,
    )


def _x(number: int, count: int) -> float:
    return round(LEFT + 20 + number * (WIDTH - LEFT - RIGHT - 40) / (count - 1), 1)


def _y(percent: float, lowest: int) -> float:
    return round(TOP + (100 - percent) / (100 - lowest) * (HEIGHT - TOP - BOTTOM), 1)
