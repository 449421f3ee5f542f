"""What a number of a report means: what was asked in words, how it is worked out, and what is left out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orders.sla.report.answer import Answer, Figures
from orders.sla.report.definitions import SHOWN, Class
from orders.sla.report.question import Question
from support.shown.report_aims import ENOUGH, MOSTLY, arrived
from support.shown.report_words import CLASSES, COHORTS, DIMENSIONS, DONE, PROMISED, PROMISES, UNITS, named


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """``asked`` is the question in words, ``filters`` a part of it; ``rules`` say how figures come about."""

    asked: str
    filters: Sequence[str]
    formula: str
    left_out: str
    classes: Sequence[tuple[str, str]]
    rules: Sequence[str]


def explained(answer: Answer) -> Explained:
    """Of an answer."""
    question = answer.question
    return Explained(
        asked=asked_words(question),
        filters=filter_words(question),
        formula=_formula(answer.total, question),
        left_out=_left_out(answer.total, question),
        classes=[CLASSES[each] for each in SHOWN],
        rules=RULES,
    )


RULES = (
    "What happened after the as-of instant has not happened yet.",
    "One that has several values of a group counts under each; the total counts it once.",
    "Stages are in hours, over what was delivered; what ended before it began is counted and left out.",
    "Percentiles are by nearest rank: the value at place ⌈p · n⌉ of the sorted ones.",
    f"Fewer than {ENOUGH} are not judged; nor is a period of which more than {100 * MOSTLY:.0f} % is still open.",
    "A group is measured by the target that counts on its last day; the narrowest target counts.",
)


def asked_words(question: Question) -> str:
    """The question in a sentence; without its filters."""
    days = f"{_day(question.start)} to {_day(question.end)}"
    by = f", by {' and '.join(DIMENSIONS[each] for each in question.by)}" if question.by else ""
    return (
        f"{UNITS[question.unit].capitalize()} {COHORTS[question.cohort]} {days} (days of {question.timezone}), "
        f"measured by {PROMISES[question.promise]} for {PROMISED[question.unit]}{by}"
    )


def filter_words(question: Question) -> list[str]:
    """Each dimension that is filtered by, with its values."""
    found: dict[str, list[str]] = {}
    for name, value in question.where:
        found.setdefault(name, []).append(named(value, name))
    return [f"{DIMENSIONS[name]}: {' or '.join(values)}" for name, values in found.items()]


def _formula(total: Figures, question: Question) -> str:
    what, on_time = UNITS[question.unit], total.classes[Class.ON_TIME]
    if total.on_time_pct is None:
        return f"On time ÷ (on time + late). None of these {what} has {DONE[question.unit]}, so there is no percentage."
    late = total.classes[Class.LATE]
    return f"{on_time:,} on time ÷ ({on_time:,} on time + {late:,} late) = {total.on_time_pct:.4f} %"


def _left_out(total: Figures, question: Question) -> str:
    rest = [(CLASSES[each][0].lower(), total.classes[each]) for each in SHOWN[2:]]
    told = ", ".join(f"{count:,} {name}" for name, count in rest)
    return f"{total.units - arrived(total):,} of {total.units:,} {UNITS[question.unit]}: {told}"


def _day(day: object) -> str:
    return f"{day:%-d %b %Y}"
