"""Word to its owner that nothing is missing any more."""

from __future__ import annotations

from support.escalations.models import Escalation, EscalationState
from support.escalations.names import about
from support.escalations.word import word
from support.evidence.listing import missing


def tell_if_complete(escalation: Escalation) -> None:
    """Once for each time that it waits for evidence."""
    if escalation.state != EscalationState.AWAITING_EVIDENCE or escalation.owner is None or missing(escalation):
        return
    since = int(escalation.moved_at.timestamp())
    word(escalation, escalation.owner, f"evidence:{since}", f"All evidence is here: {about(escalation)}")
