"""Holding a claim while it is changed, and writing down what was changed: one row of audit, one step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from support.audit.record import Actor, Detail, Target, record
from support.audit.types import EventType
from support.claims.listing import find_claim, shown
from support.claims.models import Claim, ClaimStep
from support.claims.refusals import ClaimChanged
from support.commands.ask import hold_order
from support.commands.refusals import NotThere


def hold(claim_id: str) -> tuple[Claim, datetime]:
    """The claim, which nobody else changes until the transaction ends, and the database's time. The order is held
    first, as everywhere. Raises NotThere.
    """
    found = find_claim(claim_id)
    if found is None:
        raise NotThere("There is no such claim.")
    now = hold_order(found.order_id or found.printer_id)
    return shown().select_for_update(of=("self",)).get(pk=claim_id), now


def check_seen(claim: Claim, seen: int | None) -> None:
    """``seen`` is its number of changes as it was looked at, None where nobody looked. Raises ClaimChanged."""
    if seen is not None and seen != claim.changes:
        raise ClaimChanged(claim)


def write(
    claim: Claim,
    actor: Actor,
    what: EventType,
    at: datetime,
    *,
    details: Mapping[str, Detail],
    text: str = "",
    **values: Any,
) -> ClaimStep:
    """Change it to ``values``, if nobody has since it was held, and tell the audit, without the words."""
    was = claim.state
    event = record(actor, what, Target("claim", claim.pk, claim.order_id), details=details)
    same = Claim.objects.filter(pk=claim.pk, changes=claim.changes)
    if same.update(**values, changes=F("changes") + 1) != 1:
        raise ClaimChanged(shown().get(pk=claim.pk))
    for name, value in values.items():
        setattr(claim, name, value)
    claim.changes += 1
    return ClaimStep.objects.create(claim=claim, at=at, was=was, now=claim.state, text=text, event=event)
