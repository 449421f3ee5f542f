"""The form by which a claim is made, with what is known filled in; and what stands in the way of one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils import timezone

from dashboard.permissions import Permission
from orders.printers import find_printer
from orders.read import load_story
from support.claims.amounts import Amounts, Basis, amounts_of
from support.claims.lacking import lacking
from support.claims.listing import claims_of
from support.claims.make import OVER, against_of
from support.claims.models import OPEN_CLAIMS, Claim, ClaimState
from support.claims.names import BASES
from support.claims.window import clock_of
from support.commands.asker import Asker
from support.commands.refusals import Invalid, Refused
from support.escalations.models import CLOSED, Escalation
from support.reasons import Party
from support.shown.claim_clock import ShownClock, shown_clock
from support.shown.claims import ShownClaim, shown_claim
from support.shown.commands import cause_words
from support.shown.steps import printer_name
from support.templatetags.money import digits_of, money

LONGEST_AMOUNT: Final = 20
NO_AMOUNT: Final = "Write an amount as 12.50."


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was sent and could not be done: ``problem`` with which ``field``."""

    basis: str = ""
    amount: str = ""
    currency: str = ""
    text: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    problem: str = ""
    field: str = ""
    existing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm:
    """What its templates draw. ``claims`` are those there are, newest first; ``offered`` whether one may be made now,
    ``refusal`` why there is none to make. ``sums`` are basis, amount and words.
    """

    escalation: Escalation
    reason: str
    against: str
    claims: Sequence[ShownClaim]
    now: datetime
    offered: bool
    refusal: str
    clock: ShownClock | None
    lacking: Sequence[str]
    sums: Sequence[tuple[str, str, str]]
    currency: str
    typed: Typed

    @property
    def live(self) -> bool:
        """Whether one of them is open."""
        return any(shown.live for shown in self.claims)

    @property
    def paid(self) -> bool:
        """Whether the last of them was credited: no clock runs, nothing is still to be seen."""
        return bool(self.claims) and self.claims[0].claim.state == ClaimState.CREDITED

    @property
    def basis(self) -> str:
        """What is chosen."""
        return self.typed.basis or (self.sums[0][0] if self.sums else Basis.OWN.value)


def claim_form(escalation: Escalation, asker: Asker, typed: Typed | None = None) -> ClaimForm:
    """On the order and its claims as they are now."""
    now, claims = timezone.now(), claims_of(escalation.pk)
    live = any(claim.state in OPEN_CLAIMS for claim in claims)
    story = load_story(escalation.order_id) if escalation.order_id else None
    snapshot = story.snapshot if story else None
    printer = find_printer(escalation.printer_id) if escalation.printer_id else None
    printers = {printer.printer_id: printer} if printer else {}
    refusal, against = "", ""
    try:
        against = against_of(escalation, snapshot)
    except Refused as error:
        refusal = str(error)
    name = printer_name(against, printers) if escalation.party == Party.PRINTER else against
    clock = clock_of(escalation, snapshot, now, printer) if not live and not refusal else None
    amounts = amounts_of(escalation, snapshot)
    refusal = refusal or (OVER if escalation.state in CLOSED else "")
    return ClaimForm(
        escalation=escalation,
        reason=cause_words(escalation.reason),
        against=name,
        claims=[shown_claim(claim, now, printers) for claim in claims],
        now=now,
        offered=not live and not refusal and asker.may(Permission.MAKE_CLAIM),
        refusal=refusal,
        clock=shown_clock(clock, name, now) if clock else None,
        lacking=lacking(escalation) if not refusal else (),
        sums=_sums(amounts),
        currency=amounts.currency,
        typed=typed or Typed(),
    )


def minor(typed: str, currency: str, name: str = "amount") -> int:
    """Minor units of an amount that was typed, with a point or a comma. Raises Invalid for the field ``name``."""
    told = typed.strip().replace(",", ".")
    try:
        if len(told) > LONGEST_AMOUNT or not told.isascii():
            raise Invalid(**{name: NO_AMOUNT})
        scaled = Decimal(told).scaleb(digits_of(currency.upper()))
    except InvalidOperation as error:
        raise Invalid(**{name: NO_AMOUNT}) from error
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or abs(scaled) > 10**LONGEST_AMOUNT:
        raise Invalid(**{name: NO_AMOUNT})
    return int(scaled)


def plainly(minor_units: int | None, claim: Claim) -> str:
    """An amount as one types it."""
    digits = digits_of(claim.currency)
    return f"{Decimal(minor_units).scaleb(-digits):.{digits}f}" if minor_units is not None else ""


def _sums(amounts: Amounts) -> list[tuple[str, str, str]]:
    return [(each.basis.value, money(each.amount, amounts.currency), BASES[each.basis]) for each in amounts.sums]
