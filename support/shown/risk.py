"""Whether the chances of being late come true, as their page shows it: a drawing, its table, and each lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from orders.sla.facts import EPOCH, MICROSECOND
from orders.sla.risk.calibration import MORNINGS, Group
from orders.sla.risk.kept import Learned
from orders.sla.risk.look import DAYS

SIZE: Final = 300
MARGIN: Final = 40
LEVELS: Final = (0, 20, 40, 60, 80, 100)
OLD: Final = timedelta(hours=1)
"""It is learned anew four times an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """Scores of about one chance; ``x`` and ``y`` in the drawing."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What was said to the right, what came true upwards; ``levels`` are places with their per cents."""

    dots: Sequence[Dot]
    line: str
    levels: Sequence[tuple[float, float, int]]
    begin: int = MARGIN
    end: int = MARGIN + SIZE
    size: int = SIZE + 2 * MARGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group of scores in a table."""

    name: str
    scores: str
    figures: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPage:
    """``at`` is when it was learned, ``old`` whether that is longer ago than it should be. ``whole`` is None where
    nothing could be looked at.
    """

    at: datetime
    old: bool
    orders: int
    finding: str
    whole: Row | None
    bins: Sequence[Row]
    lanes: Sequence[Row]
    left_out: int
    drawing: Drawing | None
    threshold: str
    days: int = DAYS
    mornings: int = MORNINGS


def risk_page(found: Learned, now: datetime) -> RiskPage:
    """From what was learned last."""
    told, at = found.calibration, EPOCH + found.model.at * MICROSECOND
    return RiskPage(
        at=at,
        old=now - at > OLD,
        orders=found.model.orders,
        finding=_finding(told.whole),
        whole=_row(told.whole) if told.whole else None,
        bins=[_row(each) for each in told.bins],
        lanes=[_row(each) for each in told.lanes],
        left_out=told.left_out,
        drawing=_drawing(told.bins) if told.bins else None,
        threshold=_percent(settings.AT_RISK_CHANCE),
    )


def _row(group: Group) -> Row:
    shares = [_percent(group.said), _percent(group.late)]
    squares = [f"{value:.4f}" for value in (group.brier, group.base)]
    return Row(name=group.name, scores=f"{group.scores:,}", figures=[*shares, *squares])


def _finding(whole: Group | None) -> str:
    if whole is None:
        return "No order that was open on one of these mornings has ended yet: nothing can be compared."
    said = f"Of {whole.scores:,} scores whose outcome is known, {_percent(whole.said)} were expected late on average"
    said += f" and {_percent(whole.late)} were."
    how = "closer to what happened than" if whole.brier < whole.base else "no better than"
    return f"{said} The chances were {how} saying {_percent(whole.late)} of every order."


def _drawing(bins: Sequence[Group]) -> Drawing:
    dots = [Dot(x=_x(each.said), y=_y(each.late), words=_words(each)) for each in bins]
    return Drawing(
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        levels=[(_x(level / 100), _y(level / 100), level) for level in LEVELS],
    )


def _words(group: Group) -> str:
    late = round(group.late * group.scores)
    return f"Said {_percent(group.said)} on average: of {group.scores:,}, {late:,} were late"


def _x(share: float) -> float:
    return round(MARGIN + share * SIZE, 1)


def _y(share: float) -> float:
    return round(MARGIN + (1 - share) * SIZE, 1)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
