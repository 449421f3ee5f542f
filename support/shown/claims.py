"""Claims as people read them: in lists, beside their escalation, in sentences about their steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from orders.answer.model import Tone
from orders.contract.model import Printer
from support.claims.amounts import Basis
from support.claims.clock import Clock
from support.claims.due import due_at
from support.claims.models import OPEN_CLAIMS, Claim, ClaimState
from support.claims.names import BASES, STATES, asked, granted
from support.claims.settle import DOUBTED
from support.claims.watch import REWOUND, WARNED
from support.commands.people import called
from support.escalations.names import about
from support.reasons import Party
from support.shown.claim_clock import ShownClock, shown_clock
from support.shown.commands import cause_words
from support.shown.steps import printer_name

S = ClaimState
TONES: Final = {
    S.DRAFT: Tone.WARN, S.APPROVED: Tone.OK, S.CREDITED: Tone.OK, S.REJECTED: Tone.FAIL, S.EXPIRED: Tone.FAIL,
}  # fmt: skip
DUE: Final = {S.DRAFT: "closes", S.SENT: "answer due", S.APPROVED: "credit due"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """One claim in words; nothing in it is about its customer. ``due`` is what ``due_at`` is the time of. ``whose`` is
    who has it, "" where nobody has.
    """

    claim: Claim
    anchor: str
    address: str
    escalation_address: str
    order: str
    order_address: str
    reason: str
    about: str
    against: str
    label: str
    tone: Tone
    asked: str
    granted: str
    part: bool
    basis: str
    due: str
    due_at: datetime | None
    overdue: bool
    live: bool
    whose: str
    clock: ShownClock | None


def shown_claim(claim: Claim, now: datetime, printers: Mapping[str, Printer] | None = None) -> ShownClaim:
    """A claim with its state and clock in words."""
    state, escalation = S(claim.state), claim.escalation
    name, due = against(claim, printers or {}), due_at(claim)
    owner = escalation.owner or claim.person
    clock = Clock.read(claim.clock, claim.opens_at, claim.closes_at) if claim.clock else None
    return ShownClaim(
        claim=claim,
        anchor=f"claim-{claim.pk}",
        address=reverse("claim", args=[claim.pk]),
        escalation_address=reverse("escalation", args=[escalation.pk]),
        order=escalation.order_number or escalation.order_id,
        order_address=reverse("order", args=[claim.order_id]) if claim.order_id else "",
        reason=cause_words(escalation.reason),
        about=about(escalation),
        against=name,
        label=STATES[state],
        tone=TONES.get(state, Tone.IDLE),
        asked=asked(claim),
        granted=granted(claim),
        part=claim.granted is not None and claim.granted < claim.amount,
        basis=BASES[Basis(claim.basis)],
        due=DUE.get(state, ""),
        due_at=due,
        overdue=due is not None and due <= now,
        live=claim.state in OPEN_CLAIMS,
        whose=called(owner) if owner is not None else "",
        clock=shown_clock(clock, name, now) if clock else None,
    )


def against(claim: Claim, printers: Mapping[str, Printer]) -> str:
    """A printer by its name, a carrier as the backend calls it."""
    return printer_name(claim.against, printers) if claim.party == Party.PRINTER else claim.against


def step_words(was: str, now: str, event: str, details: Mapping[str, object]) -> str:
    """What a step did, in a sentence without its actor."""
    match event:
        case WARNED.name:
            return f"Told {details['who']} that it closes in less than {details['days']} days"
        case REWOUND.name:
            return f"Window worked out anew: it closes {details['closes']}"
        case DOUBTED.name:
            return f"What the printer says does not fit, and was not booked: {details['trouble']}"
    if not was:
        return f"{details['sum']} claimed"
    given = f"{details['granted']} of {details['sum']}" if "granted" in details else details.get("given", "")
    return STATES[S(now)] + (f": {given}" if given else "")
