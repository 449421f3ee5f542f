"""A situation: one case that an order or a line can be in, with everything that is fixed about it.

A situation is made from one small function that looks at the facts and either says what is so, or returns
None because the case is another one. To add one: write such a function in the file of its stage, put it in
that file's SITUATIONS before the more general ones, and give its reply in ``replies/``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from orders.answer.model import Move, Stage, Tone

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is so. ``next`` is what the mover is to do, as an imperative without a full stop.

    ``move`` overrides the situation's own where it depends on the case; ``reply`` names a more exact reply
    and ``page`` the page at fault, 1-based, 0 where none is.
    """

    sentence: str
    next: str = ""
    due_at: datetime | None = None
    explanation: str = ""
    advice: str = ""
    move: Move | None = None
    reply: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Generic[Facts]):
    """``short`` fits after "is" or "are"; ``reply`` names the reply that suits it, its own name by default."""

    name: str
    label: str
    short: str
    tone: Tone
    stage: Stage
    move: Move
    severity: int
    open: bool
    reply: str
    say: Callable[[Facts], Said | None]


def situation(
    label: str,
    *,
    short: str,
    tone: Tone,
    stage: Stage,
    move: Move,
    severity: int,
    open: bool = True,
    reply: str = "",
) -> Callable[[Callable[[Facts], Said | None]], Situation[Facts]]:
    """Makes a situation, named like the function, from what it says."""

    def make(say: Callable[[Facts], Said | None]) -> Situation[Facts]:
        return Situation(
            name=say.__name__,
            label=label,
            short=short,
            tone=tone,
            stage=stage,
            move=move,
            severity=severity,
            open=open,
            reply=reply or say.__name__,
            say=say,
        )

    return make
