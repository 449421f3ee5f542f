"""Finding escalations: one, an order's, a customer's, and the live one of the same subject."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Prefetch, Q, QuerySet

from support.escalations.aim import Aim
from support.escalations.models import CLOSED, Escalation, Step

MOST_OF_CUSTOMER = 50
LONGEST_ID = 80

LIVE = ~Q(state__in=CLOSED)
"""Those that somebody has to see to."""


def escalations_of(order_id: str) -> list[Escalation]:
    """Every escalation of an order with its steps, oldest first."""
    return list(with_steps().filter(order_id=order_id).order_by("opened_at", "pk"))


def escalations_of_customer(user_id: str) -> list[Escalation]:
    """The newest on a customer's orders, live ones first."""
    theirs = shown().filter(user_id=user_id).alias(over=Q(state__in=CLOSED))
    return list(theirs.order_by("over", "-opened_at", "pk")[:MOST_OF_CUSTOMER])


def live_by_printer(printers: Collection[str]) -> QuerySet[Escalation]:
    """The live escalations of these printers."""
    return Escalation.objects.filter(LIVE, printer_id__in=printers)


def find_escalation(escalation_id: str) -> Escalation | None:
    """One escalation with its steps."""
    if "\0" in escalation_id or len(escalation_id) > LONGEST_ID:
        return None
    return with_steps().filter(pk=escalation_id).first()


def live_same(aim: Aim, reason: str, incident: int | None) -> Escalation | None:
    """The live escalation of the same problem: what one of the two leaves open is no difference."""
    same = shown().filter(LIVE, reason=reason, order_id=aim.order_id, line_id=aim.line_id)
    if not aim.order_id:
        return same.filter(printer_id=aim.printer_id, incident=incident).first()
    for name in ("print_job_id", "parcel_id"):
        if told := getattr(aim, name):
            same = same.filter(Q(**{name: told}) | Q(**{name: ""}))
    return same.order_by("opened_at").first()


def shown() -> QuerySet[Escalation]:
    """Escalations with the people in them."""
    return Escalation.objects.select_related("owner", "person", "token")


def with_steps() -> QuerySet[Escalation]:
    """Escalations with what happened to them, oldest first."""
    steps = Step.objects.select_related("event").order_by("at", "pk")
    return shown().prefetch_related(Prefetch("steps", steps))
