"""The clock of an escalation: when it came to its state, when it has to leave it, when who is told next."""

from __future__ import annotations

from datetime import datetime

from orders.printers import find_printer
from support.escalations.deadlines import Ladder, ladder
from support.escalations.models import Escalation, EscalationState, Severity
from support.escalations.worktime import worktime_of


def set_clock(escalation: Escalation, moved_at: datetime) -> None:
    """Begin it anew at a change of state; at a change of severity, from the same beginning. Nothing is saved."""
    begun = climbed(escalation, moved_at)
    escalation.moved_at, escalation.rung = moved_at, 0
    escalation.due_at = begun.due_at if begun else None
    escalation.rung_at = begun.next_after(0) if begun else None


def climbed(escalation: Escalation, moved_at: datetime) -> Ladder | None:
    """The ladder of an escalation as it is, in its printer's working time."""
    state, severity = EscalationState(escalation.state), Severity(escalation.severity)
    return ladder(state, severity, moved_at, worktime_of(find_printer(escalation.printer_id)))
