"""What a printer itself tells of a claim: booked where it fits, laid before people where it does not."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.db import transaction

from support.audit.record import Actor, Detail
from support.audit.types import EventType
from support.claims.hold import hold, write
from support.claims.models import OPEN_CLAIMS, Claim, ClaimState
from support.claims.move import LONGEST_NOTE, check_none_live
from support.claims.names import asked
from support.claims.refusals import ClaimExists
from support.claims.word import tell_claim
from support.templatetags.money import money

S = ClaimState

TOLD: Final = EventType("claim.told", "told of {target}: {was} to {now}, {given}")
DOUBTED: Final = EventType("claim.doubted", "told of {target} what does not fit: {trouble}")

MEANINGS: Final = MappingProxyType({"approved": S.APPROVED, "rejected": S.REJECTED, "credited": S.CREDITED})
"""What a printer may tell of a claim; the rest of its words are about the escalation."""

FROM: Final = MappingProxyType(
    {
        S.APPROVED: frozenset({S.DRAFT, S.SENT, S.REJECTED}),
        S.REJECTED: frozenset({S.DRAFT, S.SENT, S.APPROVED}),
        S.CREDITED: frozenset({S.DRAFT, S.SENT, S.APPROVED, S.REJECTED}),
    }
)
"""Where a printer's word moves a claim from."""

BEFORE: Final = MappingProxyType({S.APPROVED: frozenset({S.CREDITED})})
"""States after which an older word, come late, is news to nobody."""


@transaction.atomic
def told_by_printer(
    claim: Claim, meaning: str, *, granted: int | None, currency: str, credit_note: str, actor: Actor, at: datetime
) -> Claim:
    """Book what the printer says, as often as it says so: ``meaning`` is one of ``MEANINGS``, anything else changes
    nothing; ``granted`` is in minor units of ``currency``. What does not fit (another currency, more than was asked
    for, a claim that is over) is not booked: it becomes a step, and a notice to people. The claim as it is then.
    """
    held, now = hold(claim.pk)
    to = MEANINGS.get(meaning)
    if to is None or _known(held, to, granted, credit_note):
        return held
    told = {"granted": granted, "currency": currency.upper()[:3], "credit_note": credit_note[:LONGEST_NOTE]}
    trouble = _trouble(held, to, granted, currency)
    if trouble:
        _doubt(held, trouble, told, actor, now)
    else:
        _book(held, to, granted, credit_note, actor, min(at, now))
    return held


def _known(claim: Claim, to: ClaimState, granted: int | None, credit_note: str) -> bool:
    """Whether that is booked already, or older than what is."""
    if claim.state in BEFORE.get(to, ()):
        return True
    return claim.state == to and granted in (None, claim.granted) and credit_note in ("", claim.credit_note)


def _trouble(claim: Claim, to: ClaimState, granted: int | None, currency: str) -> str:
    """Why it does not fit, in words; "" where it does."""
    if granted is not None and to is not S.REJECTED:
        if currency.upper() != claim.currency:
            return (
                f"{to.value} with {granted} in {currency.upper()[:3] or 'no currency'}, asked for in {claim.currency}"
            )
        if not 0 < granted <= claim.amount:
            return f"{to.value} with {money(granted, claim.currency)}, asked for {asked(claim)}"
    if claim.state not in FROM[to] | {to}:
        return f"{to.value}, while here it is {claim.state}"
    if claim.state == to and claim.granted is not None and granted not in (None, claim.granted):
        return f"{to.value} with {money(granted or 0, claim.currency)}, after {money(claim.granted, claim.currency)}"
    try:
        check_none_live(claim) if claim.state not in OPEN_CLAIMS else None
    except ClaimExists:
        return f"{to.value}, while the same is claimed anew"
    return ""


def _book(claim: Claim, to: ClaimState, granted: int | None, credit_note: str, actor: Actor, at: datetime) -> None:
    values: dict[str, Any] = {"state": to.value, "settled_at": at, "sent_at": claim.sent_at or at}
    if granted is not None and to is not S.REJECTED:
        values["granted"] = granted
    if credit_note:
        values["credit_note"] = credit_note[:LONGEST_NOTE]
    given = f"{money(granted or 0, claim.currency)} of {asked(claim)}" if "granted" in values else "no amount"
    details: dict[str, Detail] = {"was": claim.state, "now": to.value, "given": given}
    write(claim, actor, TOLD, at, details=details, **values)
    tell_claim(claim, f"told:{claim.changes}", f"The printer says {to.value} of a claim, {given}")


def _doubt(claim: Claim, trouble: str, told: dict[str, Any], actor: Actor, at: datetime) -> None:
    """Write down once that it does not fit, and have people look."""
    details: dict[str, Detail] = {"trouble": trouble} | {name: value for name, value in told.items() if value}
    same = claim.steps.filter(event__type=DOUBTED.name, event__details=details)
    if same.exists():
        return
    write(claim, actor, DOUBTED, at, details=details)
    tell_claim(claim, f"doubted:{claim.changes}", f"The printer’s answer to a claim does not fit: {trouble}", lead=True)
