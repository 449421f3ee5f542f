"""What a report is asked, before anybody has looked whether it can be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from orders.sla.facts import Unit
from orders.sla.report.definitions import DIMENSIONS, PERIOD_DIMENSIONS
from orders.sla.report.periods import BadPeriod, number_of

EARLIEST: Final = date(1970, 1, 1)
LATEST: Final = date(2199, 12, 31)
LONGEST_DAYS: Final = 366 * 5
MOST_DIMENSIONS: Final = 2
MOST_FILTERS: Final = 50


Choice = TypeVar("Choice", bound=StrEnum)


class Cohort(StrEnum):
    """By which day a unit belongs to a report."""

    PLACED = "placed"
    DUE = "due"


class Promise(StrEnum):
    """Which promise decides."""

    ORIGINAL = "original"
    CURRENT = "current"


class BadQuestion(ValueError):
    """It cannot be answered; ``errors`` are in words, by field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {words}" for name, words in errors.items()))
        self.errors = errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``start`` and ``end`` are days in ``timezone``, both included. ``where`` are dimensions with a value each, None
    for units without one: values of one dimension widen, dimensions narrow. ``as_of`` decides what has passed.
    """

    start: date
    end: date
    as_of: datetime
    unit: Unit = Unit.ORDER
    cohort: Cohort = Cohort.PLACED
    promise: Promise = Promise.ORIGINAL
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, str | None], ...] = ()
    timezone: str = "UTC"

    def said(self) -> list[tuple[str, str]]:
        """The question in the words of an address, so that the same may be asked again."""
        return [
            ("from", self.start.isoformat()),
            ("to", self.end.isoformat()),
            ("unit", self.unit.value),
            ("cohort", self.cohort.value),
            ("promise", self.promise.value),
            ("by", ",".join(self.by)),
            *(("where", f"{dimension}={value or ''}") for dimension, value in self.where),
            ("timezone", self.timezone),
            ("as_of", self.as_of.astimezone(UTC).isoformat().replace("+00:00", "Z")),
        ]

    @property
    def zone(self) -> ZoneInfo:
        """The report's time zone."""
        return ZoneInfo(self.timezone)


def asked(
    *,
    start: str,
    end: str,
    unit: str = "",
    cohort: str = "",
    promise: str = "",
    by: str = "",
    where: tuple[str, ...] | list[str] = (),
    timezone: str = "",
    as_of: str = "",
) -> Question:
    """The question in the words of a command line or an address. Raises BadQuestion, with everything that is wrong."""
    reader = _Reader()
    question = Question(
        start=reader.day("from", start),
        end=reader.day("to", end),
        unit=reader.one_of("unit", Unit.ORDER, unit),
        cohort=reader.one_of("cohort", Cohort.PLACED, cohort),
        promise=reader.one_of("promise", Promise.ORIGINAL, promise),
        by=reader.dimensions(by),
        where=reader.filters(where),
        timezone=reader.zone(timezone or "UTC"),
        as_of=reader.instant(as_of),
    )
    reader.check_range(question)
    if reader.errors:
        raise BadQuestion(reader.errors)
    return question


class _Reader:
    """Reads each field, and remembers what is wrong: then some value stands for it that nobody uses."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}

    def day(self, name: str, text: str) -> date:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.min
        if not EARLIEST <= day <= LATEST:
            self.errors[name] = "Give a day as 2017-11-20."
            return EARLIEST
        return day

    def check_range(self, question: Question) -> None:
        if self.errors.keys() & {"from", "to"}:
            return
        if question.end < question.start:
            self.errors["to"] = "The last day is before the first."
        elif (question.end - question.start).days > LONGEST_DAYS:
            self.errors["to"] = "A report covers five years at most."

    def one_of(self, name: str, usual: Choice, text: str) -> Choice:
        kind = type(usual)
        try:
            return kind(text) if text else usual
        except ValueError:
            self.errors[name] = f"Choose one of {', '.join(kind)}."
            return usual

    def dimensions(self, text: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        unknown = [name for name in names if name not in DIMENSIONS]
        if unknown or len(names) > MOST_DIMENSIONS or len(set(names)) < len(names):
            self.errors["by"] = f"Group by one or two different ones of {', '.join(DIMENSIONS)}."
        return names

    def filters(self, texts: tuple[str, ...] | list[str]) -> tuple[tuple[str, str | None], ...]:
        found: list[tuple[str, str | None]] = []
        for text in texts[:MOST_FILTERS]:
            name, equals, value = text.partition("=")
            if name not in DIMENSIONS or not equals:
                self.errors["where"] = f"Filter by DIMENSION=VALUE, with one of {', '.join(DIMENSIONS)}."
            elif name in PERIOD_DIMENSIONS:
                self._period(name, value)
            found.append((name, value or None))
        if len(texts) > MOST_FILTERS:
            self.errors["where"] = f"At most {MOST_FILTERS} filters."
        return tuple(found)

    def _period(self, name: str, value: str) -> None:
        try:
            number_of(name, value)
        except BadPeriod as error:
            self.errors["where"] = str(error)

    def zone(self, text: str) -> str:
        try:
            ZoneInfo(text)
        except (ValueError, OSError, LookupError):
            self.errors["timezone"] = "This is no time zone; they are named as Europe/Berlin."
        return text

    def instant(self, text: str) -> datetime:
        if not text:
            return datetime.now(UTC)
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            self.errors["as_of"] = "Give an instant as 2017-12-01T00:00:00Z."
            return datetime.now(UTC)
        return when if when.tzinfo else when.replace(tzinfo=UTC)
