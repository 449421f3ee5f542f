"""All situations, in the order in which they are tried: the first that has something to say is the case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from orders.answer.facts import LineFacts, OrderFacts
from orders.answer.situation import Said, Situation
from orders.answer.stages import delivery, order, printer, production, render, trouble, upload, waiting

Facts = TypeVar("Facts")

ORDER_SITUATIONS: tuple[Situation[OrderFacts], ...] = order.SITUATIONS

LINE_SITUATIONS: tuple[Situation[LineFacts], ...] = (
    *trouble.SITUATIONS,
    *delivery.SITUATIONS,
    *printer.SITUATIONS,
    *production.SITUATIONS,
    *render.SITUATIONS,
    *upload.SITUATIONS,
    *waiting.SITUATIONS,
)

EVERY_SITUATION: tuple[Situation[Any], ...] = (*ORDER_SITUATIONS, *LINE_SITUATIONS)


def first_case(situations: Sequence[Situation[Facts]], facts: Facts) -> tuple[Situation[Facts], Said] | None:
    """The first situation that is the case, and what it says."""
    for situation in situations:
        said = situation.say(facts)
        if said is not None:
            return situation, said
    return None
