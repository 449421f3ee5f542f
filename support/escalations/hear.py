"""What a printer says of a problem, and where that brings its escalation: along ways that are there, or nowhere.

A printer's word never ends an escalation, takes nothing back that people decided, and never moves one that was not
sent: then it is written down, and the owner is told.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Final

from support.audit.record import Actor
from support.audit.types import EventType
from support.escalations.hold import write
from support.escalations.models import Escalation, EscalationState
from support.escalations.move import MOVED, values_in
from support.escalations.moves import ways_from
from support.escalations.names import about
from support.escalations.word import word
from support.printer_rules.rules import Meaning

S = EscalationState

TOLD: Final = EventType("escalation.told", "told {target} that it is {meaning} with them")
WHERE: Final = MappingProxyType(
    {
        Meaning.ACKNOWLEDGED: S.ACKNOWLEDGED,
        Meaning.EVIDENCE: S.AWAITING_EVIDENCE,
        Meaning.APPROVED: S.APPROVED,
        Meaning.CREDITED: S.APPROVED,
        Meaning.REJECTED: S.REJECTED,
    }
)
"""Where a meaning leads. The rest says nothing that we would not have to decide ourselves."""

SAID: Final = MappingProxyType(
    {
        Meaning.ACKNOWLEDGED: "has taken it up",
        Meaning.EVIDENCE: "needs more evidence",
        Meaning.APPROVED: "has approved it",
        Meaning.CREDITED: "has credited it",
        Meaning.REJECTED: "has rejected it",
        Meaning.RESOLVED: "has closed it",
        Meaning.NOTED: "has news of it",
    }
)
AT_THE_PRINTER: Final = frozenset({S.SENT, S.ACKNOWLEDGED, S.DISPUTED})
DECIDED: Final = frozenset({S.APPROVED, S.REJECTED})


class Heard(Enum):
    """What a word came to."""

    MOVED = "moved"
    NOTED = "noted"


def hear(
    actor: Actor,
    escalation: Escalation,
    meaning: Meaning,
    now: datetime,
    *,
    text: str = "",
    at: datetime | None = None,
) -> Heard:
    """Write down what the printer ``actor`` said, and move the escalation where that leads.

    The caller holds the escalation in a transaction, and has made sure that it is this printer's. ``text`` are the
    printer's words, ``at`` when it happened by its clock.
    """
    path = path_to(escalation, meaning, at)
    for to in path[:-1]:
        _go(escalation, actor, to, now, "")
    if path:
        _go(escalation, actor, path[-1], now, text)
    else:
        write(escalation, actor, TOLD, now, details={"meaning": meaning.value}, text=text)
    _tell_owner(escalation, meaning, moved=bool(path))
    return Heard.MOVED if path else Heard.NOTED


def path_to(escalation: Escalation, meaning: Meaning, at: datetime | None = None) -> tuple[EscalationState, ...]:
    """The states that it goes through; none where the word changes nothing.

    Words that arrive out of order find the later one in place already: "acknowledged" after "approved" moves nothing.
    """
    state, to = S(escalation.state), WHERE.get(meaning)
    if to is None or to is state:
        return ()
    if state is S.AWAITING_EVIDENCE and to in DECIDED and _was_sent(escalation):
        # They decide on what they have: it is with them again.
        return (S.SENT, to)
    if state not in AT_THE_PRINTER or to not in ways_from(state):
        return ()
    if state is S.DISPUTED and at is not None and at < escalation.moved_at:
        return ()  # they said so before we disputed it
    return (to,)


def _was_sent(escalation: Escalation) -> bool:
    """Whether it was sent since it was opened, or opened again."""
    states = list(escalation.steps.order_by("-at", "-pk").values_list("now", flat=True))
    opened = states.index(S.OPEN) if S.OPEN in states else len(states)
    return S.SENT in states[:opened]


def _go(escalation: Escalation, actor: Actor, to: EscalationState, now: datetime, text: str) -> None:
    details = {"was": str(escalation.state), "now": to.value}
    write(escalation, actor, MOVED, now, details=details, text=text, **values_in(escalation, to, now))


def _tell_owner(escalation: Escalation, meaning: Meaning, *, moved: bool) -> None:
    if escalation.owner is None or (meaning is Meaning.NOTED and not moved):
        return
    stays = "" if moved else f" Here it stays {S(escalation.state).value.replace('_', ' ')}."
    text = f"The printer {SAID[meaning]}: {about(escalation)}.{stays}"
    word(escalation, escalation.owner, f"heard:{escalation.changes}", text)
