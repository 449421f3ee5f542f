"""Making a claim: looked at, written down and audited in one transaction, under the order's lock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from dashboard.permissions import Permission
from orders.read import load_story
from orders.snapshot import OrderSnapshot
from support.audit.record import Target, record
from support.audit.types import EventType
from support.claims.amounts import MOST, Amounts, Basis, amounts_of
from support.claims.clock import Clock
from support.claims.facts import facts_of
from support.claims.listing import shown
from support.claims.models import OPEN_CLAIMS, Claim, ClaimState, ClaimStep
from support.claims.names import asked
from support.claims.refusals import ClaimExists
from support.claims.window import OUTSIDE, clock_of
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import Invalid, KeyUsed, NotAllowed, Refused
from support.commands.wish import LONGEST_KEY
from support.escalations.hold import hold
from support.escalations.models import CLOSED, Escalation
from support.notes.words import checked
from support.reasons import Party
from support.templatetags.money import money

MADE: Final = EventType("claim.made", "claimed {sum} from {against}: {reason}")
NOBODY: Final = "Nobody outside pays for this: there is nothing to claim."
NO_PRINTER: Final = "It is not known which printer this is about. Escalate the line or its print job instead."
NO_CARRIER: Final = "It is not known which carrier this is about. Escalate the parcel instead."
OVER: Final = "This escalation is over. Reopen it first."
LATE: Final = "The window has closed"
UNPRICED: Final = "No order has a price for this"
ABOVE: Final = "This is more than the order cost"
CURRENCY_LETTERS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be claimed because of an escalation. ``amount`` is in minor units of ``currency``; None and "" are
    what ``basis`` says (``Basis``). ``text`` is for colleagues. ``key`` is the same as often as one claim is sent.
    """

    escalation_id: str
    amount: int | None = None
    currency: str = ""
    basis: str = Basis.JOB_COST
    text: str = ""
    key: str

    def checked(self) -> Wanted:
        """With its text as it is kept. Raises Invalid for what could never be."""
        if not 0 < len(self.key) <= LONGEST_KEY or not self.key.isprintable():
            raise Invalid(key="A key is 1 to 100 printable characters.")
        if self.basis not in set(Basis):
            raise Invalid(basis="Choose what the amount is.")
        if self.amount is not None and not 0 < self.amount < MOST:
            raise Invalid(amount="An amount is more than nothing, and less than a fortune.")
        return replace(self, text=checked(self.text, "text") if self.text.strip() else "")


@dataclass(frozen=True, slots=True)
class Price:
    """How much is asked for, in minor units."""

    amount: int
    currency: str


def make_claim(asker: Asker, wanted: Wanted) -> Claim:
    """The claim, or the one that it became when it was sent before. It may be part of a transaction that is open.

    Raises NotAllowed, NotThere, Invalid, ClaimExists (with the live one), KeyUsed, Refused, Busy; and what the stores
    do when they do not answer.
    """
    if not asker.may(Permission.MAKE_CLAIM):
        raise NotAllowed(Permission.MAKE_CLAIM)
    wanted = wanted.checked()
    return settled(lambda: _make(asker, wanted))


@transaction.atomic
def _make(asker: Asker, wanted: Wanted) -> Claim:
    escalation, now = hold(wanted.escalation_id)
    before = shown().filter(actor=asker.actor.id, key=wanted.key).first()
    if before is not None:
        return _same(before, wanted)
    existing = shown().filter(escalation=escalation, state__in=OPEN_CLAIMS).first()
    if existing is not None:
        raise ClaimExists(existing)
    if escalation.state in CLOSED:
        raise Refused(OVER)
    story = load_story(escalation.order_id, consistent=True) if escalation.order_id else None
    snapshot = story.snapshot if story else None
    against, clock = against_of(escalation, snapshot), clock_of(escalation, snapshot, now)
    amounts = amounts_of(escalation, snapshot)
    price = priced(wanted, amounts)
    _check_unusual(asker, wanted, price, amounts, clock, now)
    return _write(asker, wanted, price, escalation, against, clock, now)


def against_of(escalation: Escalation, snapshot: OrderSnapshot | None) -> str:
    """Whose money it is about: the printer's id, the carrier's name. Raises Refused where that is nobody."""
    party = Party(escalation.party)
    if party not in OUTSIDE:
        raise Refused(NOBODY)
    if party is Party.PRINTER:
        if not escalation.printer_id:
            raise Refused(NO_PRINTER)
        return escalation.printer_id
    carrier = facts_of(escalation, snapshot).carrier if snapshot else ""
    if not carrier:
        raise Refused(NO_CARRIER)
    return carrier


def priced(wanted: Wanted, amounts: Amounts) -> Price:
    """Amount and currency. Raises Invalid where they are not what the basis says."""
    known, currency = amounts.of(Basis(wanted.basis)), wanted.currency.upper() or amounts.currency
    if len(currency) != CURRENCY_LETTERS or not currency.isascii() or not currency.isalpha():
        raise Invalid(currency="Say in which currency, in three letters.")
    if amounts.currency and currency != amounts.currency:
        raise Invalid(currency=f"It was paid for in {amounts.currency}: claim it in that.")
    if wanted.basis != Basis.OWN and known is None:
        raise Invalid(basis="That amount is not known. Say how much it is.")
    if wanted.basis != Basis.OWN and wanted.amount not in (None, known):
        raise Invalid(amount=f"It is {money(known or 0, currency)} by now. Look again, or choose another amount.")
    amount = wanted.amount if wanted.basis == Basis.OWN else known
    if amount is None:
        raise Invalid(amount="Say how much.")
    return Price(amount, currency)


def _check_unusual(
    asker: Asker, wanted: Wanted, price: Price, amounts: Amounts, clock: Clock | None, now: datetime
) -> None:
    """Too late or too much is asked for only by those who settle claims, with words. Raises Invalid."""
    late = clock is not None and clock.over(now)
    why = LATE if late else UNPRICED if amounts.most is None else ABOVE if price.amount > amounts.most else ""
    if why and not asker.may(Permission.SETTLE_CLAIM):
        raise Invalid(
            **{"text" if late else "amount": f"{why}: only somebody who settles claims may ask all the same."}
        )
    if why and not wanted.text:
        raise Invalid(text=f"{why}: say why it is asked for all the same.")


def _same(before: Claim, wanted: Wanted) -> Claim:
    """The claim that has the key already. Raises KeyUsed where it is another one."""
    told: list[tuple[object, object]] = [(wanted.escalation_id, before.escalation_id), (wanted.basis, before.basis)]
    told += [(wanted.amount, before.amount)] if wanted.amount is not None else []
    told += [(wanted.currency.upper(), before.currency)] if wanted.currency else []
    if any(one != other for one, other in told):
        raise KeyUsed
    return before


def _write(
    asker: Asker,
    wanted: Wanted,
    price: Price,
    escalation: Escalation,
    against: str,
    clock: Clock | None,
    now: datetime,
) -> Claim:
    claim = Claim(
        escalation=escalation,
        order_id=escalation.order_id,
        printer_id=escalation.printer_id,
        party=escalation.party,
        against=against,
        amount=price.amount,
        currency=price.currency,
        basis=wanted.basis,
        opens_at=clock.opens_at if clock else None,
        closes_at=clock.closes_at if clock else None,
        clock=clock.kept() if clock else {},
        key=wanted.key,
        actor=asker.actor.id,
        person=asker.person,
        made_at=now,
    )
    details = {"sum": asked(claim), "against": against, "reason": escalation.reason, "basis": str(wanted.basis)}
    details |= {"escalation": escalation.pk, "closes": claim.closes_at.isoformat() if claim.closes_at else ""}
    claim.event = record(asker.actor, MADE, Target("claim", claim.pk, claim.order_id), details=details)
    claim.save(force_insert=True)
    ClaimStep.objects.create(claim=claim, at=now, now=ClaimState.DRAFT, text=wanted.text, event=claim.event)
    return claim
