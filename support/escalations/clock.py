"""The clock of an escalation: when it came to its state, when it has to leave it, when who is told next."""

from __future__ import annotations

from datetime import datetime

from orders.contract.model import Printer
from support.escalations.deadlines import Ladder, ladder
from support.escalations.models import Escalation, EscalationState, Severity
from support.escalations.worktime import worktime_of


def set_clock(escalation: Escalation, moved_at: datetime, printer: Printer | None) -> None:
    """Begin it anew at a change of state; at a change of severity, from the same beginning. Nothing is saved."""
    begun = climbed(escalation, moved_at, printer)
    escalation.moved_at, escalation.rung = moved_at, 0
    escalation.due_at = begun.due_at if begun else None
    escalation.rung_at = begun.next_after(0) if begun else None


def climbed(escalation: Escalation, moved_at: datetime, printer: Printer | None) -> Ladder | None:
    """The ladder of an escalation as it is."""
    state, severity = EscalationState(escalation.state), Severity(escalation.severity)
    return ladder(state, severity, moved_at, worktime_of(printer))
