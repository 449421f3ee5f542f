"""By when an escalation has to leave its state, and who is told as that comes near and passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from support.escalations.models import EscalationState, Severity
from support.escalations.worktime import HOURS_A_DAY, Worktime

S = EscalationState
DAY: Final = HOURS_A_DAY

HOURS: Final = MappingProxyType(
    {
        # state: working hours for urgent, high, normal and low
        S.OPEN: (2, 4, DAY, 2 * DAY),
        S.AWAITING_EVIDENCE: (DAY, 2 * DAY, 3 * DAY, 5 * DAY),
        S.SENT: (4, DAY, 2 * DAY, 3 * DAY),
        S.ACKNOWLEDGED: (DAY, 2 * DAY, 3 * DAY, 5 * DAY),
        S.APPROVED: (2 * DAY, 3 * DAY, 5 * DAY, 7 * DAY),
        S.REJECTED: (4, DAY, 2 * DAY, 3 * DAY),
        S.DISPUTED: (DAY, 2 * DAY, 4 * DAY, 6 * DAY),
    }
)
"""How long an escalation may be in each state; where it is over, nothing is due."""

WORST_FIRST: Final = (Severity.URGENT, Severity.HIGH, Severity.NORMAL, Severity.LOW)


class Rung(IntEnum):
    """Who is told, one after the other."""

    OWNER = 1
    LEAD = 2
    MANAGER = 3


PARTS: Final = MappingProxyType({Rung.OWNER: 0.75, Rung.LEAD: 1.0, Rung.MANAGER: 1.5})
"""Each rung's time as a part of the whole: the owner is reminded before it is over, the lead told as it is over."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The deadline and the moments of the rungs."""

    due_at: datetime
    rungs: tuple[tuple[Rung, datetime], ...]

    def next_after(self, told: int) -> datetime | None:
        """When the next rung is told, once so many were; None after the last."""
        return next((at for rung, at in self.rungs if rung > told), None)


def ladder(state: EscalationState, severity: Severity, since: datetime, worktime: Worktime) -> Ladder | None:
    """The ladder of an escalation that came to its state at that time; None where nothing is due."""
    if state not in HOURS:
        return None
    hours = HOURS[state][WORST_FIRST.index(severity)]
    rungs = tuple((rung, worktime.after(since, part * hours)) for rung, part in PARTS.items())
    return Ladder(worktime.after(since, hours), rungs)
