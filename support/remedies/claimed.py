"""The claim of a remedy: what would be asked for, from whom, until when, and what has to be seen first."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.permissions import Permission
from support.claims import make
from support.claims.amounts import Amounts, Basis, amounts_of
from support.claims.clock import Clock
from support.claims.listing import claim_of
from support.claims.models import OPEN_CLAIMS, Claim
from support.claims.window import clock_of
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, Refused
from support.escalations.models import Escalation
from support.evidence.listing import missing
from support.remedies.scene import Scene
from support.remedies.taken_up import TakenUp
from support.remedies.wanted import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """``existing`` is the live claim, which is linked. ``amount`` is in minor units of ``currency``, 0 where nobody
    knows how much. ``missing`` are names of evidence. ``refusal`` is why there is nothing to claim.
    """

    existing: Claim | None = None
    against: str = ""
    amount: int = 0
    currency: str = ""
    basis: Basis = Basis.OWN
    clock: Clock | None = None
    late: bool = False
    missing: tuple[str, ...] = ()
    refusal: Exception | None = None

    @property
    def usual(self) -> bool:
        """Whether it is claimed unless somebody says otherwise."""
        return self.existing is not None or (self.refusal is None and not self.late and self.amount > 0)


def claimed(asker: Asker, wanted: Wanted, scene: Scene, found: TakenUp) -> Claimed:
    """What would be claimed. Two queries for an escalation that is there, and one of its printer's rules."""
    escalation, snapshot = found.escalation, scene.situation.story.snapshot
    lacking = tuple(missing(escalation)) if found.there else scene.reason.wanted
    existing = claim_of(escalation.pk) if found.there else None
    if existing is not None and existing.state in OPEN_CLAIMS:
        return _there(existing, lacking)
    try:
        against = make.against_of(escalation, snapshot)
    except Refused as refusal:
        return Claimed(missing=lacking, refusal=refusal)
    clock, amounts = clock_of(escalation, snapshot, scene.situation.now), amounts_of(escalation, snapshot)
    basis, amount = _amount(wanted, amounts)
    return Claimed(
        against=against,
        amount=amount,
        currency=amounts.currency,
        basis=basis,
        clock=clock,
        late=clock is not None and clock.over(scene.situation.now),
        missing=lacking,
        refusal=None if asker.may(Permission.MAKE_CLAIM) else NotAllowed(Permission.MAKE_CLAIM),
    )


def claim_it(asker: Asker, wanted: Wanted, escalation: Escalation | None, found: Claimed) -> Claim:
    """Make it, or find the live one. Raises Invalid, NotAllowed, Refused, ClaimExists."""
    if found.existing is not None:
        return found.existing
    if escalation is None:
        raise Invalid(claim="A claim belongs to an escalation: take it up, too.")
    if found.refusal is not None:
        raise found.refusal
    asked = make.Wanted(
        escalation_id=escalation.pk,
        amount=found.amount or None,
        currency=found.currency,
        basis=found.basis,
        text=wanted.words,
        key=wanted.key,
    )
    return make.make_claim(asker, asked)


def _there(existing: Claim, lacking: tuple[str, ...]) -> Claimed:
    return Claimed(
        existing=existing,
        against=existing.against,
        amount=existing.amount,
        currency=existing.currency,
        basis=Basis(existing.basis),
        missing=lacking,
    )


def _amount(wanted: Wanted, amounts: Amounts) -> tuple[Basis, int]:
    """What is typed, or the usual."""
    if wanted.claimed is not None:
        same = next((each.basis for each in amounts.sums if each.amount == wanted.claimed), Basis.OWN)
        return same, wanted.claimed
    return (amounts.sums[0].basis, amounts.sums[0].amount) if amounts.sums else (Basis.OWN, 0)
