"""A claim goes out with its escalation."""

from __future__ import annotations

from datetime import datetime

from support.audit.record import Actor
from support.claims.hold import write
from support.claims.listing import shown
from support.claims.models import Claim, ClaimState
from support.claims.move import MOVED
from support.escalations.models import Escalation


def claim_sent(escalation: Escalation, actor: Actor, at: datetime) -> Claim | None:
    """That its claim was sent, in the transaction that sends it, whose order is held; the claim, None where none waits
    to be sent. Telling it twice does no more.
    """
    draft = shown().select_for_update(of=("self",)).filter(escalation=escalation, state=ClaimState.DRAFT).first()
    if draft is None:
        return None
    details = {"was": ClaimState.DRAFT.value, "now": ClaimState.SENT.value}
    write(draft, actor, MOVED, at, details=details, state=ClaimState.SENT.value, sent_at=at)
    return draft
