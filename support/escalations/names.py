"""What the parts of an escalation are called."""

from __future__ import annotations

from typing import Final

from support.escalations.models import Escalation, EscalationState
from support.reasons import Party

S = EscalationState

PARTIES: Final = {
    Party.PRINTER: "the printer",
    Party.CARRIER: "the carrier",
    Party.US: "us",
    Party.CUSTOMER: "the customer",
}
STATES: Final = {
    S.OPEN: "Open",
    S.AWAITING_EVIDENCE: "Awaiting evidence",
    S.ACKNOWLEDGED: "Acknowledged",
    S.APPROVED: "Approved",
    S.REJECTED: "Rejected",
    S.DISPUTED: "Disputed",
    S.RESOLVED: "Resolved",
    S.CLOSED: "Closed",
}
SENT_TO: Final = {
    Party.PRINTER: "Sent to the printer",
    Party.CARRIER: "Sent to the carrier",
    Party.US: "Sent to who can mend it",
    Party.CUSTOMER: "Sent to the customer",
}


def name_of(state: EscalationState, party: str = "") -> str:
    """A state in words; where it is sent, to whom that is."""
    if state is S.SENT:
        return SENT_TO[Party(party)] if party else "Sent"
    return STATES[state]


def about(escalation: Escalation) -> str:
    """What it is about: "print job j-9", "parcel s-1", "line 2", "the whole order", "printer koeln"."""
    if not escalation.order_id:
        return f"printer {escalation.printer_id}"
    for noun, id_ in (("print job", escalation.print_job_id), ("parcel", escalation.parcel_id)):
        if id_:
            return f"{noun} {id_}"
    return f"line {escalation.line_id}" if escalation.line_id else "the whole order"
