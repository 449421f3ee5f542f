"""What decides an answer: a situation of the whole order, or else that of its worst line."""

from __future__ import annotations

from dataclasses import dataclass

from orders.answer.facts import LineFacts, OrderFacts
from orders.answer.lines import LineCase, asides, merged, summed_up
from orders.answer.model import Stage, Tone
from orders.answer.registry import ORDER_SITUATIONS, first_case
from orders.answer.situation import Said, Situation

STAGES = tuple(Stage)
TONES = (Tone.IDLE, Tone.OK, Tone.WARN, Tone.FAIL)


@dataclass(frozen=True, slots=True)
class Case:
    """What decides the answer: a situation of the order, or that of its worst line, and the words for all."""

    situation: Situation[OrderFacts] | Situation[LineFacts]
    said: Said
    told: tuple[str, ...]


def deciding(facts: OrderFacts, cases: tuple[LineCase, ...]) -> Case:
    """The case of an order, given those of its lines."""
    whole = first_case(ORDER_SITUATIONS, facts)
    if whole is not None:
        situation, said = whole
        lines = summed_up(cases) if facts.awaited and facts.under_way else ()
        return Case(situation, said, (said.sentence, *lines))
    worst, rest = merged(cases, max(cases, key=_worse))
    return Case(worst.situation, worst.said, (*summed_up(rest, worst), worst.said.sentence, *asides(worst.facts)))


def _worse(case: LineCase) -> tuple[int, bool, int, int]:
    """Sorts the line to worry about last: the most severe, still open, and of those the furthest behind."""
    situation = case.situation
    return (situation.severity, situation.open, TONES.index(situation.tone), -STAGES.index(situation.stage))
