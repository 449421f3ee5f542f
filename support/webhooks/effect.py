"""What a printer's word does here, however it came: by a signed call, or read from its API."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from support.audit.record import Actor
from support.claims.listing import claim_of
from support.claims.settle import told_by_printer
from support.escalations.hear import Heard, hear
from support.escalations.models import Escalation
from support.printer_rules.rules import Meaning
from support.webhooks.body import Told

HUNDRED: Final = 100


def take_effect(actor: Actor, escalation: Escalation, told: Told, meaning: Meaning, now: datetime) -> Heard:
    """Move the escalation, which the caller holds, or write the word down; and tell its claim."""
    tell_claim(actor, escalation, told, meaning, now)
    return hear(actor, escalation, meaning, now, text=words(told), at=told.at)


def tell_claim(actor: Actor, escalation: Escalation, told: Told, meaning: Meaning, now: datetime) -> None:
    """Tell what we ask of the printer for it, if we do; as often as it is told."""
    claim = claim_of(escalation.pk)
    if claim is not None:
        told_by_printer(
            claim,
            meaning.value,
            granted=told.amount,
            currency=told.currency,
            credit_note=told.credit_note,
            actor=actor,
            at=told.at or now,
        )


def words(told: Told) -> str:
    """The printer's words as a step keeps them: its status, what it grants, its own text."""
    said = [f"“{told.status.strip()}”" + (f", reference {told.reference}" if told.reference else "")]
    if told.amount is not None:
        said.append(f"Granted: {told.amount / HUNDRED:.2f} {told.currency}.")
    if told.credit_note:
        said.append(f"Credit note {told.credit_note}.")
    return "\n".join([*said, *([told.text.strip()] if told.text.strip() else [])])
