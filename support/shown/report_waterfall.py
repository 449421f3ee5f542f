"""What late orders are put down to, as bars and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from orders.sla.report.blame import STEPS as ORDERED
from orders.sla.report.blame import Waterfall
from orders.sla.report.blame_sql import PROMISE, UNEXPLAINED
from support.shown.report_aims import ENOUGH
from support.shown.report_lines import Number
from support.shown.report_links import Behind
from support.shown.report_words import STAGES, hours

STEPS: Final = MappingProxyType(
    {step: STAGES[step] for step in ORDERED if step in STAGES}
    | {PROMISE: "promise shorter than its budgets", UNEXPLAINED: "not explained"}
)
"""In words. The whole ways are no steps."""

WIDTH: Final = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """One step: where its bar begins and how long it is, of ``WIDTH``; those before it add up to where it begins."""

    name: str
    x: float
    length: float
    orders: Number
    share: str
    hours: str
    median: str
    anomalies: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterfallShown:
    """All late orders, each under one step."""

    finding: str
    falls: Sequence[Fall]
    late: int
    version: str
    width: int = WIDTH


def waterfall_shown(found: Waterfall, behind: Behind) -> WaterfallShown:
    """In the order of the stages."""
    falls, before = [], 0
    for bar in found.bars:
        falls.append(
            Fall(
                name=STEPS[bar.step],
                x=_part(before, found.late),
                length=_part(bar.orders, found.late),
                orders=Number(f"{bar.orders:,}", behind.link(step=bar.step) if bar.orders else ""),
                share=f"{100 * bar.orders / found.late:.1f} %" if found.late else "–",
                hours=f"{bar.hours:,.0f}",
                median=hours(bar.median),
                anomalies=f"{bar.anomalies:,}",
            )
        )
        before += bar.orders
    return WaterfallShown(finding=of_waterfall(found), falls=falls, late=found.late, version=found.budgets_version)


def of_waterfall(found: Waterfall) -> str:
    """Which stage is accountable for most."""
    if not found.late:
        return "No order came late: nothing is put down to a stage."
    if found.late < ENOUGH:
        return f"{found.late:,} orders came late: too few to say what it is mostly due to."
    most = max(found.bars, key=lambda bar: bar.orders)
    return f"{100 * most.orders / found.late:.0f} % of {found.late:,} late orders are put down to: {STEPS[most.step]}."


def _part(count: int, of: int) -> float:
    return round(WIDTH * count / of, 1) if of else 0.0
