"""Finding printers' calls: those that wait for a person first, one, and those about an escalation."""

from __future__ import annotations

from typing import Final

from django.db.models import Case, IntegerField, QuerySet, Value, When

from support.webhooks.models import Webhook, WebhookState

RAISED: Final = (WebhookState.UNKNOWN, WebhookState.FAILED)
STATES: Final = ("raised", "stored", "processed", "dismissed", "all")
A_PAGE: Final = 50
MOST_OF_ONE: Final = 200


def calls(state: str, printer_id: str = "") -> QuerySet[Webhook]:
    """Calls by one of ``STATES``, of one printer or of all: those that wait for a person first, then newest first."""
    found = Webhook.objects.defer("body").select_related("escalation")
    if state != "all":
        found = found.filter(state__in=RAISED if state == "raised" else (state,))
    if printer_id:
        found = found.filter(printer_id=printer_id)
    first = Case(When(state__in=RAISED, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(first, "-heard_at", "-pk")


def find_call(webhook_id: int) -> Webhook | None:
    """One call with its bytes."""
    return Webhook.objects.select_related("escalation").filter(pk=webhook_id).first()


def calls_of_escalation(escalation_id: str) -> list[Webhook]:
    """What the printer called about an escalation, oldest first."""
    return list(Webhook.objects.filter(escalation_id=escalation_id).order_by("heard_at", "pk")[:MOST_OF_ONE])
