"""The stages of a report: how long each took, as a drawing and as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from orders.sla.report.answer import Figures, Stage
from support.shown.report_findings import WHOLE_WAYS
from support.shown.report_lines import Number
from support.shown.report_links import Behind
from support.shown.report_words import STAGES, hours

WIDTH: Final = 720
LEFT, RIGHT = 200, 190
ROW: Final = 30
AXIS: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A stage of all units together, in hours; ``left_out`` are those that have no such stage, or not yet."""

    name: str
    n: Number
    anomalies: Number
    left_out: str
    lengths: Sequence[str]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stage in the drawing: how far half, nine in ten and 95 in a hundred of them are, from the left."""

    y: float
    name: str
    half: float
    most: float
    nearly: float
    words: str
    said: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageChart:
    """Bars from nothing on; ``levels`` are hours with where they are."""

    bars: Sequence[Bar]
    levels: Sequence[tuple[float, str]]
    height: int
    foot: int
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT


def stage_lines(total: Figures, behind: Behind, grouped: Mapping[str, str]) -> list[StageLine]:
    """Every stage; ``grouped`` are addresses of a stage by groups, by its name."""
    return [
        StageLine(
            name=STAGES[name],
            n=Number(f"{stage.n:,}", behind.link(stage=name) if stage.n else ""),
            anomalies=Number(
                f"{stage.anomalies:,}", behind.link(stage=name, anomalies=True) if stage.anomalies else ""
            ),
            left_out=f"{total.units - stage.n - stage.anomalies:,}",
            lengths=["–" if each is None else f"{each:,.1f}" for each in [*stage.percentiles.values(), stage.mean]],
            by=grouped.get(name, ""),
        )
        for name, stage in total.stages.items()
    ]


def stage_chart(total: Figures, behind: Behind) -> StageChart | None:
    """The stages one after the other, without those that are made of them; None where nothing went through any."""
    told = {name: stage for name, stage in total.stages.items() if stage.n and name not in WHOLE_WAYS}
    if not told:
        return None
    longest = max(stage.percentiles["p95"] or 0 for stage in told.values()) or 1
    foot = ROW * len(told)
    return StageChart(
        bars=[_bar(number, name, stage, longest, behind) for number, (name, stage) in enumerate(told.items())],
        levels=[(_x(level, longest), f"{level:,.0f} h") for level in _levels(longest)],
        height=foot + AXIS,
        foot=foot,
    )


def _bar(number: int, name: str, stage: Stage, longest: float, behind: Behind) -> Bar:
    half, most, nearly = (_x(stage.percentiles[level] or 0, longest) for level in ("p50", "p90", "p95"))
    lengths = [hours(stage.percentiles[level]) for level in ("p50", "p90", "p95")]
    return Bar(
        y=ROW * number,
        name=STAGES[name],
        half=round(half - LEFT, 1),
        most=round(most - LEFT, 1),
        nearly=nearly,
        words=" · ".join(each.partition(",")[0] for each in lengths),
        said=f"{STAGES[name]}: p50 {lengths[0]}, p90 {lengths[1]}, p95 {lengths[2]}, of {stage.n:,}",
        address=behind.link(stage=name),
    )


def _x(length: float, longest: float) -> float:
    return round(LEFT + length / longest * (WIDTH - LEFT - RIGHT), 1)


def _levels(longest: float) -> list[float]:
    """About four round lengths."""
    steps: tuple[float, ...] = (0.25, 0.5, 1, 2, 6, 12, 24, 48, 96, 168, 336, 720, 2160)
    step = next((each for each in steps if longest / each <= 4), steps[-1])  # noqa: PLR2004  as many as there is room for
    return [step * number for number in range(int(longest // step) + 1)]
