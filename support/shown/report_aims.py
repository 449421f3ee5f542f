"""What the figures of a report are measured by: the target of a group, and how it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from orders.sla.report.answer import Figures
from orders.sla.report.definitions import PERIOD_DIMENSIONS, Class
from orders.sla.report.periods import FIRST, MONDAY_BEFORE, MONTHS, number_of
from orders.sla.report.question import Question
from support.targets.listing import Targets

ENOUGH: Final = 20
"""Where fewer arrived, nothing is judged or compared: one more late one would move it by five points."""

MOSTLY: Final = 0.1
"""Where a larger part is still open, what arrived so far says little: those that are late come last."""

NEAR: Final = 15
"""Points below the target, up to which it is missed and not far missed."""

DUE_SOMETHING: Final = (Class.ON_TIME, Class.LATE, Class.OPEN, Class.OVERDUE, Class.NO_SCAN)


class Mark(StrEnum):
    """How a percentage stands to its target; the names are those of badges."""

    MET = "ok"
    NEAR = "warn"
    FAR = "fail"
    FEW = "few"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Aims:
    """The targets that a question's groups are measured by: those in force on the last day of each."""

    question: Question
    targets: Targets

    def of(self, key: Mapping[str, str | None]) -> float:
        """Of a group, in per cent; of all together where the key is empty."""
        day = min(last_day(key) or self.question.end, self.question.end)
        return float(self.targets.on(day, self._one("country", key), self._one("product", key)))

    def steps(self) -> list[tuple[date, float]]:
        """From which day on which target counts for all together."""
        subject = self._one("country", {}), self._one("product", {})
        found = self.targets.steps(self.question.start, self.question.end, *subject)
        return [(day, float(value)) for day, value in found]

    def _one(self, dimension: str, key: Mapping[str, str | None]) -> str:
        """The one value that a group has, by its key or by the filters; "" where there may be several."""
        if dimension in key:
            return key[dimension] or ""
        values = {value for name, value in self.question.where if name == dimension}
        return (next(iter(values)) or "") if len(values) == 1 else ""


def arrived(figures: Figures) -> int:
    """How many came, on time or late."""
    return figures.classes[Class.ON_TIME] + figures.classes[Class.LATE]


def still_open(figures: Figures) -> float:
    """Which part of what has a promise and is not called off has time left."""
    promised = sum(figures.classes[each] for each in DUE_SOMETHING)
    return figures.classes[Class.OPEN] / promised if promised else 0.0


def is_settled(figures: Figures) -> bool:
    """Whether enough of it has been decided to judge it."""
    return still_open(figures) <= MOSTLY


def is_enough(figures: Figures) -> bool:
    """Whether so many arrived that a percentage says something."""
    return arrived(figures) >= ENOUGH


def judged(percent: float | None, target: float, count: int) -> Mark:
    """How a percentage of ``count`` stands to its target."""
    if percent is None:
        return Mark.NONE
    if count < ENOUGH:
        return Mark.FEW
    return Mark.MET if percent >= target else Mark.NEAR if percent >= target - NEAR else Mark.FAR


def last_day(key: Mapping[str, str | None]) -> date | None:
    """Of the day, week or month of a group; None of a group without one."""
    dimension = next((name for name in key if name in PERIOD_DIMENSIONS), None)
    value = key[dimension] if dimension else None
    return None if dimension is None or value is None else days_of(dimension, number_of(dimension, value))[1]


def days_of(dimension: str, number: int) -> tuple[date, date]:
    """The first and the last day of a period."""
    match dimension:
        case "day":
            first = FIRST + timedelta(days=number)
            return first, first
        case "week":
            first = FIRST + timedelta(days=7 * number - MONDAY_BEFORE)
            return first, first + timedelta(days=6)
        case _:
            first = date(number // MONTHS, number % MONTHS + 1, 1)
            return first, date((number + 1) // MONTHS, (number + 1) % MONTHS + 1, 1) - timedelta(days=1)
