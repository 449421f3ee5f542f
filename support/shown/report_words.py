"""What a report finds, in one sentence by a stated rule, and what its words mean."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from orders.sla.facts import Unit
from orders.sla.report.answer import Answer, Figures
from orders.sla.report.definitions import PERIOD_DIMENSIONS, Class

ENOUGH: Final = 20
"""Groups in which fewer arrived are not compared: one more late one would move them by five points."""

SMALLEST: Final = 0.005
"""In points: less is not told with two decimals."""

UNITS: Final = MappingProxyType({Unit.ORDER: "orders", Unit.PRINT_JOB: "print jobs", Unit.PARCEL: "parcels"})
CLASSES: Final = MappingProxyType(
    {
        Class.ON_TIME: ("On time", "arrived, and as promised"),
        Class.LATE: ("Late", "arrived after the promise, or never will and the promise has passed"),
        Class.OPEN: ("Open", "not there yet, and the promise has not passed"),
        Class.OVERDUE: ("Overdue", "not there yet, and the promise has passed"),
        Class.NO_SCAN: ("No delivery scan", "overdue, with the carrier, and without a scan for ten days"),
        Class.NO_PROMISE: ("No promise", "nothing was promised"),
        Class.UNPAID: ("Unpaid", "not paid"),
        Class.CANCELLED: ("Cancelled", "cancelled, even if something arrived"),
    }
)
DIMENSIONS: Final = MappingProxyType(
    {
        "day": "day", "week": "week", "month": "month", "printer": "printer", "carrier": "carrier",
        "service": "service", "product": "product", "template": "template", "country": "country",
        "region": "region", "shipping_method": "shipping method",
    }
)  # fmt: skip
STAGES: Final = MappingProxyType(
    {
        "placed_to_paid": "placed → paid",
        "paid_to_files_ready": "paid → files ready",
        "files_ready_to_accepted": "files ready → accepted",
        "accepted_to_dispatched": "accepted → dispatched",
        "dispatched_to_handed_over": "dispatched → handed over",
        "paid_to_handed_over": "paid → handed over",
        "handed_over_to_delivered": "handed over → delivered",
        "placed_to_delivered": "placed → delivered",
    }
)


def arrived(figures: Figures) -> int:
    """How many came, on time or late."""
    return figures.classes[Class.ON_TIME] + figures.classes[Class.LATE]


def finding(answer: Answer) -> str:
    """How many came as promised; then, of periods, how the last compares with the one before, and of other groups,
    which is the worst among those in which enough arrived.
    """
    total, what = answer.total, UNITS[answer.question.unit]
    if total.on_time_pct is None:
        return f"None of these {what} has arrived yet." if total.units else f"There are no {what} in these days."
    late = total.classes[Class.LATE]
    said = f"{percent(total.on_time_pct)} of {arrived(total):,} {what} came as promised, {late:,} came late."
    groups = [figures for figures in answer.rows if arrived(figures) >= ENOUGH]
    if len(answer.question.by) != 1 or not groups:
        return said
    return f"{said} {_of_periods(groups) if answer.question.by[0] in PERIOD_DIMENSIONS else _of_groups(groups, late)}"


def percent(value: float | None) -> str:
    """A percentage to two places; "–" where nothing arrived."""
    return "–" if value is None else f"{value:.2f} %"


def named(value: str | None) -> str:
    """The value of a dimension."""
    return "none" if value is None else value


def _of_periods(groups: Sequence[Figures]) -> str:
    last = groups[-1]
    name = named(next(iter(last.key.values())))
    if len(groups) == 1:
        return f"All of it in {name}."
    change = (last.on_time_pct or 0) - (groups[-2].on_time_pct or 0)
    before = named(next(iter(groups[-2].key.values())))
    if abs(change) < SMALLEST:
        return f"{name} was as good as {before}."
    return f"{name} was {abs(change):.2f} points {'better' if change > 0 else 'worse'} than {before}."


def _of_groups(groups: Sequence[Figures], late: int) -> str:
    worst = min(groups, key=lambda figures: (figures.on_time_pct or 0, -arrived(figures)))
    name, own = named(next(iter(worst.key.values()))), worst.classes[Class.LATE]
    if len(groups) == 1 or not late:
        return ""
    return f"The worst is {name}: {percent(worst.on_time_pct)} of {arrived(worst):,}, {own:,} of all that came late."
