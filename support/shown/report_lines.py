"""The groups of a report as a table: how much of each came as promised, and every class with what is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from orders.sla.report.answer import Answer, Figures
from orders.sla.report.definitions import PERIOD_DIMENSIONS, SHOWN
from orders.sla.report.question import Question
from support.reports.pages import Page
from support.shown.pages import Slice, sliced
from support.shown.report_aims import Aims, Mark, arrived, is_settled, judged, still_open
from support.shown.report_links import Behind, narrowed_link, report_link
from support.shown.report_words import DIMENSIONS, STAGES, named, percent

A_PAGE: Final = 100
BAR: Final = 80

Key = Sequence[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Number:
    """A figure, and the page of what is behind it, "" where nothing is."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A group: its names with a report of each alone, how much of it came as promised beside its target, its classes
    in their order. ``bar`` is how long its bar is and ``tick`` where its target is, of ``BAR``. ``note`` says why it is
    not judged. ``taken`` and ``lengths`` are of a stage where the table has one.
    """

    names: Sequence[Number]
    percent: str
    bar: float
    mark: Mark
    target: str
    tick: float
    note: str
    units: Number
    classes: Sequence[Number]
    taken: Number
    lengths: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One page of the lines, and all together."""

    heads: Sequence[str]
    lines: Slice[Line]
    total: Line
    stage: str
    previous: str
    following: str


class Lines:
    """Makes lines of the figures of one answer."""

    def __init__(self, question: Question, aims: Aims, page: Page, stage: str = "") -> None:
        self.question, self.aims, self.page, self.stage = question, aims, page, stage
        self.behind = Behind(question, page)

    def table(self, groups: Sequence[Figures], total: Figures, heads: Sequence[str], number: int) -> Table:
        """Of groups in the order in which they are told."""
        shown = sliced(groups, number, A_PAGE)
        return Table(
            heads=[DIMENSIONS[each] for each in heads],
            lines=shown.of([self.line(figures) for figures in shown.items]),
            total=self.line(total),
            stage=STAGES.get(self.stage, ""),
            previous=self._turn(shown.previous),
            following=self._turn(shown.next),
        )

    def line(self, figures: Figures, *, names: Sequence[Number] | None = None, key: Key | None = None) -> Line:
        """Of one group; ``names`` and ``key`` are other ones than its own."""
        own, value, target = list(figures.key.items()), figures.on_time_pct, self.aims.of(figures.key)
        behind = own if key is None else key
        return Line(
            names=[Number(named(each, name), self.alone(name, each)) for name, each in own] if names is None else names,
            percent=percent(value),
            bar=round(BAR * value / 100, 1) if value is not None else 0.0,
            mark=judged(value, target, arrived(figures)),
            target=f"{target:g} %",
            tick=round(BAR * target / 100, 1),
            note=_note(figures),
            units=self._number(figures.units, self.behind.link(behind)),
            classes=[self._number(figures.classes[each], self.behind.link(behind, each)) for each in SHOWN],
            taken=self._taken(figures),
            lengths=self._lengths(figures),
        )

    def _taken(self, figures: Figures) -> Number:
        if not self.stage:
            return Number("")
        key = figures.key.items()
        return self._number(figures.stages[self.stage].n, self.behind.link(key, stage=self.stage))

    def _lengths(self, figures: Figures) -> list[str]:
        if not self.stage:
            return []
        return ["–" if each is None else f"{each:,.1f}" for each in figures.stages[self.stage].percentiles.values()]

    def alone(self, dimension: str, value: str | None) -> str:
        """The same report of one value."""
        return narrowed_link(self.question, self.page, dimension, value)

    def _number(self, count: int, address: str) -> Number:
        return Number(f"{count:,}", address if count else "")

    def _turn(self, number: int | None) -> str:
        return report_link(self.question, self.page, rows=str(number)) if number else ""


def told_order(answer: Answer) -> list[Figures]:
    """Periods as time goes; other groups with the most units first."""
    by = answer.question.by
    if by and by[0] in PERIOD_DIMENSIONS:
        return answer.rows
    return sorted(answer.rows, key=lambda each: -each.units)


def _note(figures: Figures) -> str:
    return "" if is_settled(figures) else f"{100 * still_open(figures):.0f} % still open"
