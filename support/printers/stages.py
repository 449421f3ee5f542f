"""Where a print job stands with its printer, in the few steps that a board counts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from orders.contract.model import PrintJobState
from support.commands.kinds import PAST_CANCELLING

S = PrintJobState


class Stage(StrEnum):
    """One step of an open job, in the order in which they are shown."""

    WAITING = "waiting"
    SENT = "sent"
    ACCEPTED = "accepted"
    MAKING = "making"
    HELD = "held"
    CANCELLING = "cancelling"
    TROUBLE = "trouble"
    UNKNOWN = "unknown"


WORDS: Final[Mapping[Stage, str]] = MappingProxyType(
    {
        Stage.WAITING: "not sent yet",
        Stage.SENT: "sent and unanswered",
        Stage.ACCEPTED: "accepted",
        Stage.MAKING: "in production",
        Stage.HELD: "on hold",
        Stage.CANCELLING: "cancel requested",
        Stage.TROUBLE: "in error",
        Stage.UNKNOWN: "state not known",
    }
)

STAGE_OF: Final[Mapping[PrintJobState, Stage]] = MappingProxyType(
    {
        S.CREATED: Stage.WAITING,
        S.SUBMITTED: Stage.SENT,
        S.ACCEPTED: Stage.ACCEPTED,
        S.FILES_READY: Stage.ACCEPTED,
        **dict.fromkeys((S.IN_PRODUCTION, S.PRINTED, S.BINDING, S.QUALITY_CONTROL, S.PACKED), Stage.MAKING),
        # The printer goes on making it.
        S.CANCEL_REFUSED: Stage.MAKING,
        S.ON_HOLD: Stage.HELD,
        S.CANCEL_REQUESTED: Stage.CANCELLING,
        S.ERROR: Stage.TROUBLE,
        S.FILE_ERROR: Stage.TROUBLE,
        S.UNKNOWN: Stage.UNKNOWN,
    }
)
"""Of every state in which a job is open; the others are over."""

OWED: Final = frozenset({Stage.SENT, Stage.ACCEPTED, Stage.MAKING, Stage.CANCELLING, Stage.UNKNOWN})
"""Of these the printer has to tell us something."""

OURS: Final = frozenset({S.CREATED, S.SUBMITTED, S.CANCEL_REQUESTED})
"""States that we set: a row that came to one tells nothing of its printer."""

MOVABLE: Final = frozenset(STAGE_OF) - PAST_CANCELLING - {S.CANCEL_REQUESTED}
"""Jobs that can be made elsewhere: not dispatched, not dead, and not being called off."""


def state_of(text: str) -> PrintJobState:
    """A stored state; UNKNOWN where this version does not know it."""
    return PrintJobState(text) if text in PrintJobState._value2member_map_ else PrintJobState.UNKNOWN
