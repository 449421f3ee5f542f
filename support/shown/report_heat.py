"""A map of two dimensions: a cell for each pair, marked by how it stands to its target. The rows with most units are
shown, the others in one row together, which leads to all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from orders.sla.report.answer import Answer, Figures
from orders.sla.report.definitions import PERIOD_DIMENSIONS, SHOWN, Class
from orders.sla.report.periods import label
from support.reports.pages import Page
from support.shown.report_aims import Aims, arrived, is_settled, judged
from support.shown.report_chart import numbers_of
from support.shown.report_lines import Number
from support.shown.report_links import Behind, narrowed_link, report_link
from support.shown.report_words import DIMENSIONS, named, percent, plural

MOST_ROWS: Final = 25
MOST_COLUMNS: Final = 60
BOTH: Final = 2
ALL: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A group of two dimensions; ``mark`` is a class of the stylesheet, ``text`` how much came as promised."""

    text: str
    mark: str
    address: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """``cells`` are None where there is nothing."""

    name: Number
    cells: Sequence[Cell | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """``columns`` have two lines each. ``others`` is the row of those that are folded, ``left_out`` says in words what
    is not drawn.
    """

    heads: tuple[str, str]
    columns: Sequence[tuple[str, str]]
    rows: Sequence[HeatRow]
    others: HeatRow | None
    left_out: str


def heat_map(answer: Answer, aims: Aims, page: Page, *, unfolded: bool = False) -> Heat | None:
    """Where the second dimension is a period; None where it is not."""
    question = answer.question
    if len(question.by) != BOTH or question.by[1] not in PERIOD_DIMENSIONS or question.by[0] in PERIOD_DIMENSIONS:
        return None
    first, second = question.by
    columns = [label(second, number) for number in numbers_of(question, second)]
    shown = columns[-MOST_COLUMNS:]
    names = [each.key[first] for each in summed(answer.rows, first)]
    kept = names if unfolded else names[:MOST_ROWS]
    folded = set(names) - set(kept)
    cells = _Cells(answer, aims, page)
    others = _others(answer, aims, page, folded, shown) if folded else None
    return Heat(
        heads=(DIMENSIONS[first], DIMENSIONS[second]),
        columns=[_two_lines(each) for each in shown],
        rows=[HeatRow(name=cells.name(each), cells=[cells.of(each, column) for column in shown]) for each in kept],
        others=others,
        left_out=_left_out(len(columns) - len(shown), second),
    )


def summed(rows: Sequence[Figures], dimension: str) -> list[Figures]:
    """Groups of two dimensions, of which the other is a period, as groups of one: each unit is in one period, so that
    they add up. Those with most units first. Stages do not add up, and are not there.
    """
    found: dict[str | None, list[Figures]] = {}
    for each in rows:
        found.setdefault(each.key[dimension], []).append(each)
    added = [_added({dimension: value}, groups) for value, groups in found.items()]
    return sorted(added, key=lambda each: (-each.units, each.key[dimension] or ""))


def _added(key: dict[str, str | None], groups: Sequence[Figures]) -> Figures:
    classes = {of: sum(each.classes[of] for each in groups) for of in SHOWN}
    return Figures(key=key, units=sum(each.units for each in groups), classes=classes, stages={})


class _Cells:
    """Makes cells of an answer's groups."""

    def __init__(self, answer: Answer, aims: Aims, page: Page) -> None:
        self.first, self.second = answer.question.by
        self.question, self.aims, self.page = answer.question, aims, page
        self.behind = Behind(answer.question, page)
        self.groups = {tuple(each.key.values()): each for each in answer.rows}

    def name(self, value: str | None) -> Number:
        return Number(named(value, self.first), narrowed_link(self.question, self.page, self.first, value))

    def of(self, value: str | None, column: str) -> Cell | None:
        figures = self.groups.get((value, column))
        return cell(figures, self.aims, self.behind.link(figures.key.items())) if figures else None


def cell(figures: Figures, aims: Aims, address: str) -> Cell:
    """Of one group."""
    value, target = figures.on_time_pct, aims.of(figures.key)
    group = " · ".join(named(each, name) for name, each in figures.key.items())
    settled = "" if is_settled(figures) else f", {figures.classes[Class.OPEN]:,} still open"
    return Cell(
        text="–" if value is None else f"{value:.0f}",
        mark=judged(value, target, arrived(figures)).value,
        address=address,
        words=f"{group}: {percent(value)} of {arrived(figures):,} on time, target {target:g} %{settled}",
    )


def _others(answer: Answer, aims: Aims, page: Page, folded: set[str | None], columns: Sequence[str]) -> HeatRow:
    """All that is folded, each cell with the way to the rows it is made of."""
    first, second = answer.question.by
    rest = [each for each in answer.rows if each.key[first] in folded]
    added = {str(each.key[second]): each for each in summed(rest, second)}
    address = report_link(answer.question, page, rows=ALL)
    name = Number(f"{len(folded)} other {plural(first)}: show all", address)
    cells = [cell(added[each], aims, address) if each in added else None for each in columns]
    return HeatRow(name=name, cells=cells)


def _two_lines(name: str) -> tuple[str, str]:
    year, _, rest = name.partition("-")
    return year, rest


def _left_out(count: int, dimension: str) -> str:
    if count <= 0:
        return ""
    return f"{count} earlier {plural(dimension)} are not drawn: ask for fewer days, or take the figures as CSV."
