"""What the parts of a claim are called."""

from __future__ import annotations

from typing import Final

from support.claims.amounts import Basis
from support.claims.models import Claim, ClaimState
from support.reasons import Party
from support.templatetags.money import money

S = ClaimState

STATES: Final = {
    S.DRAFT: "Not sent yet",
    S.SENT: "Sent",
    S.APPROVED: "Approved",
    S.REJECTED: "Rejected",
    S.CREDITED: "Credited",
    S.WITHDRAWN: "Withdrawn",
    S.EXPIRED: "Expired",
}
BASES: Final = {
    Basis.JOB_COST: "what the print job cost us",
    Basis.PRICE: "what the customer paid for it",
    Basis.OWN: "another amount",
}
PARTIES: Final = {Party.PRINTER: "Printers", Party.CARRIER: "Carriers"}


def asked(claim: Claim) -> str:
    """ "€12.00"."""
    return money(claim.amount, claim.currency)


def granted(claim: Claim) -> str:
    """What they give, "" where they have not said."""
    return money(claim.granted, claim.currency) if claim.granted is not None else ""
