"""Finding claims: one, an escalation's, an order's, and the steps of an order's as plain rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from support.claims.models import OPEN_CLAIMS, Claim, ClaimStep

LONGEST_ID = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStep:
    """One step of a claim of an order, without its words: ``was`` and ``now`` are states, the same where something else
    happened, ``was`` "" where it was made. ``event`` is the audit's type with its ``details``, ``actor`` a stable id.
    """

    id: str
    claim: Claim
    at: datetime
    was: str
    now: str
    event: str
    details: dict[str, object]
    actor: str


def find_claim(claim_id: str) -> Claim | None:
    """One claim with its steps."""
    if "\0" in claim_id or len(claim_id) > LONGEST_ID:
        return None
    return with_steps().filter(pk=claim_id).first()


def claims_of(escalation_id: str) -> list[Claim]:
    """Every claim of an escalation, newest first."""
    return list(shown().filter(escalation_id=escalation_id).order_by("-made_at", "pk"))


def claim_of(escalation_id: str) -> Claim | None:
    """The live claim of an escalation, else its newest one; None where nothing was claimed."""
    found = claims_of(escalation_id)
    return next((claim for claim in found if claim.state in OPEN_CLAIMS), found[0] if found else None)


def claims_of_order(order_id: str) -> list[Claim]:
    """Every claim of an order with its steps, oldest first."""
    return list(with_steps().filter(order_id=order_id).order_by("made_at", "pk")) if order_id else []


def steps_of_order(order_id: str) -> list[OrderStep]:
    """What happened to the claims of an order, oldest first, for its timeline."""
    return sorted(
        (step for claim in claims_of_order(order_id) for step in _steps(claim)), key=lambda step: (step.at, step.id)
    )


def shown() -> QuerySet[Claim]:
    """Claims with the people in them."""
    return Claim.objects.select_related("person", "escalation", "escalation__owner")


def with_steps() -> QuerySet[Claim]:
    """Claims with what happened to them, oldest first."""
    steps = ClaimStep.objects.select_related("event").order_by("at", "pk")
    return shown().prefetch_related(Prefetch("steps", steps))


def _steps(claim: Claim) -> Iterator[OrderStep]:
    for step in claim.steps.all():
        yield OrderStep(
            id=f"claim-{claim.pk}-{step.pk}",
            claim=claim,
            at=step.at,
            was=step.was,
            now=step.now,
            event=step.event.type,
            details=step.event.details,
            actor=step.event.actor,
        )
