"""A report as its page shows it: figures with what is behind each, the trend, the heat map, the stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from orders.sla.report.answer import Answer, Figures, Stage
from orders.sla.report.definitions import PERIOD_DIMENSIONS, SHOWN, Class
from orders.sla.report.question import Question
from support.shown.report_chart import Chart, trend
from support.shown.report_links import Pairs, behind_link, report_link
from support.shown.report_words import CLASSES, DIMENSIONS, STAGES, arrived, finding, named, percent

TABS: Final = (
    ("Overview", "week"), ("By day", "day"), ("Printers", "printer,week"), ("Lanes", "country,region"),
    ("Carriers", "carrier"), ("Products", "product"), ("Templates", "template"),
)  # fmt: skip
BOTH: Final = 2
MOST_COLUMNS: Final = 60
"""More periods than these are a table, not a map."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure, and the page of what is behind it, "" where nothing is."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A group: its names, how much of it came as promised, and its classes in their order."""

    names: Sequence[str]
    percent: str
    below: bool
    units: Number
    classes: Sequence[Number]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A stage of all units together, in hours."""

    name: str
    n: Number
    anomalies: Number
    lengths: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A group of two dimensions; ``mark`` is how bad it is, in a letter and a class."""

    text: str
    mark: str
    address: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """``rows`` are names of the first dimension with a cell for each column, None where there is no such group."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell | None]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Everything that the page of a report shows."""

    question: Question
    answer: Answer
    finding: str
    target: float
    heads: Sequence[str]
    classes: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    total: Line
    stages: Sequence[StageLine]
    chart: Chart | None
    heat: Heat | None
    tabs: Sequence[tuple[str, str, bool]]
    breaches: str


def report_page(answer: Answer) -> ReportPage:
    """From an answer; nothing is asked again."""
    question, target = answer.question, float(settings.SLA_TARGET_PCT)
    return ReportPage(
        question=question,
        answer=answer,
        finding=finding(answer),
        target=target,
        heads=[DIMENSIONS[dimension] for dimension in question.by],
        classes=[CLASSES[each] for each in SHOWN],
        lines=[_line(question, figures, target) for figures in answer.rows],
        total=_line(question, answer.total, target),
        stages=[_stage(question, name, stage) for name, stage in answer.total.stages.items()],
        chart=_chart(answer, target),
        heat=_heat(answer, target),
        tabs=[(name, report_link(question, by=by, as_of=""), ",".join(question.by) == by) for name, by in TABS],
        breaches=behind_link(question, [], Class.LATE),
    )


def key_of(figures: Figures) -> Pairs:
    """A group as filters."""
    return [(dimension, value or "") for dimension, value in figures.key.items()]


def _line(question: Question, figures: Figures, target: float) -> Line:
    key = key_of(figures)
    return Line(
        names=[named(value) for value in figures.key.values()],
        percent=percent(figures.on_time_pct),
        below=figures.on_time_pct is not None and figures.on_time_pct < target,
        units=_number(figures.units, behind_link(question, key)),
        classes=[_number(figures.classes[each], behind_link(question, key, each)) for each in SHOWN],
    )


def _number(count: int, address: str) -> Number:
    return Number(f"{count:,}", address if count else "")


def _stage(question: Question, name: str, stage: Stage) -> StageLine:
    lengths = [*stage.percentiles.values(), stage.mean]
    return StageLine(
        name=STAGES[name],
        n=_number(stage.n, behind_link(question, [], stage=name)),
        anomalies=_number(stage.anomalies, behind_link(question, [], stage=name, anomalies=True)),
        lengths=["–" if length is None else f"{length:,.1f}" for length in lengths],
    )


def _chart(answer: Answer, target: float) -> Chart | None:
    question = answer.question
    if len(question.by) != 1 or question.by[0] not in PERIOD_DIMENSIONS:
        return None
    return trend([(figures, behind_link(question, key_of(figures))) for figures in answer.rows], target)


def _heat(answer: Answer, target: float) -> Heat | None:
    """Where the second dimension is a period, a map of it."""
    question = answer.question
    if len(question.by) != BOTH or question.by[1] not in PERIOD_DIMENSIONS:
        return None
    first, second = question.by
    columns = sorted({named(figures.key[second]) for figures in answer.rows})[:MOST_COLUMNS]
    rows: dict[str, dict[str, Cell]] = {}
    for figures in answer.rows:
        cell = _cell(question, figures, target)
        rows.setdefault(named(figures.key[first]), {})[named(figures.key[second])] = cell
    return Heat(columns=columns, rows=[(name, [cells.get(each) for each in columns]) for name, cells in rows.items()])


def _cell(question: Question, figures: Figures, target: float) -> Cell:
    value = figures.on_time_pct
    mark = "none" if value is None else "ok" if value >= target else "warn" if value >= target - 15 else "fail"
    group = " · ".join(named(each) for each in figures.key.values())
    return Cell(
        text="–" if value is None else f"{value:.0f}",
        mark=mark,
        address=behind_link(question, key_of(figures)),
        words=f"{group}: {percent(value)} of {arrived(figures):,} on time",
    )
