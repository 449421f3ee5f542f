"""Lanes as a map from where things are printed to where they go, and as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from orders.sla.report.answer import Figures
from orders.sla.report.lanes import Lane
from orders.sla.report.question import Question
from support.reports.pages import LANES
from support.shown.pages import Slice, sliced
from support.shown.report_aims import Aims, arrived, is_enough
from support.shown.report_heat import Cell, cell
from support.shown.report_lines import A_PAGE, Line, Lines, Number
from support.shown.report_links import report_link
from support.shown.report_words import named, percent

MOST_COLUMNS: Final = 20

Key = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneMap:
    """``rows`` are origins with a cell for each destination, None where nothing goes there; ``left_out`` says how many
    destinations are in the table alone.
    """

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell | None]]]
    left_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanesShown:
    """The lanes of a report; ``destination`` is what their other end is."""

    finding: str
    destination: str
    map: LaneMap
    lines: Slice[Line]
    previous: str
    following: str


def lanes_shown(question: Question, lanes: Sequence[Lane], aims: Aims, destination: str, number: int) -> LanesShown:
    """Those with most units first."""
    lines, shown = _LaneLines(question, aims, destination), sliced(lanes, number, A_PAGE)
    turn = {step: report_link(question, LANES, rows=str(at)) if at else "" for step, at in
            (("previous", shown.previous), ("following", shown.next))}  # fmt: skip
    return LanesShown(
        finding=of_lanes(lanes, aims, destination),
        destination=destination,
        map=_map(lanes, lines),
        lines=shown.of([lines.lane(each) for each in shown.items]),
        previous=turn["previous"],
        following=turn["following"],
    )


def of_lanes(lanes: Sequence[Lane], aims: Aims, destination: str) -> str:
    """How many lanes miss the target of their destination, and which is the worst."""
    told = [(lane, figures) for lane in lanes if is_enough(figures := figures_of(lane, destination))]
    if not told:
        return "Too few arrived on each lane to compare them."
    below = [(lane, each) for lane, each in told if (each.on_time_pct or 0) < aims.of(each.key)]
    if not below:
        all_told = f"All {len(told)} lanes" if len(told) > 1 else "The one lane"
        return f"{all_told} with enough to judge met the target."
    worst, figures = min(below, key=lambda pair: (pair[1].on_time_pct or 0, -arrived(pair[1])))
    said = f"{len(below)} of {len(told)} lanes with enough to judge missed the target; the worst is"
    return f"{said} {name_of(worst, destination)} with {percent(figures.on_time_pct)} of {arrived(figures):,}."


def figures_of(lane: Lane, destination: str) -> Figures:
    """A lane as a group of its destination, which decides its target."""
    return Figures(key={destination: lane.destination}, units=lane.units, classes=lane.classes, stages={})


def name_of(lane: Lane, destination: str) -> str:
    """From where to where."""
    return f"{origin_words(lane.origin)} → {named(lane.destination, destination)}"


def origin_words(origin: str | None) -> str:
    """A printer's country, or that none is known."""
    return "origin not known" if origin is None else named(origin, "country")


class _LaneLines(Lines):
    """Lines of lanes, whose drill-down names the printers of their origin."""

    def __init__(self, question: Question, aims: Aims, destination: str) -> None:
        super().__init__(question, aims, LANES)
        self.destination = destination

    def key(self, lane: Lane) -> Key:
        return [*(("printer", printer) for printer in lane.printers), (self.destination, lane.destination)]

    def lane(self, lane: Lane) -> Line:
        names = [
            Number(origin_words(lane.origin)),
            Number(named(lane.destination, self.destination), self.alone(self.destination, lane.destination)),
        ]
        return self.line(figures_of(lane, self.destination), names=names, key=self.key(lane))

    def cell(self, lane: Lane) -> Cell:
        address = self.behind.link(self.key(lane))
        made = cell(figures_of(lane, self.destination), self.aims, address)
        words = f"{origin_words(lane.origin)} → {made.words}"
        return Cell(text=made.text, mark=made.mark, address=made.address, words=words)


def _map(lanes: Sequence[Lane], lines: _LaneLines) -> LaneMap:
    volumes: Counter[str | None] = Counter()
    for lane in lanes:
        volumes[lane.destination] += lane.units
    shown = [each for each, _ in volumes.most_common(MOST_COLUMNS)]
    origins = list(dict.fromkeys(lane.origin for lane in lanes))
    ends = {(lane.origin, lane.destination): lane for lane in lanes}
    rest = len(volumes) - len(shown)
    return LaneMap(
        columns=[each or "none" for each in shown],
        rows=[(origin_words(each), [_cell(ends.get((each, to)), lines) for to in shown]) for each in origins],
        left_out=f"{rest} more destinations are in the table below, not in the map." if rest else "",
    )


def _cell(lane: Lane | None, lines: _LaneLines) -> Cell | None:
    return lines.cell(lane) if lane else None
