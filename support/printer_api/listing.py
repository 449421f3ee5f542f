"""Finding what we told printers by their APIs: of an escalation, and what did not arrive."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from support.printer_api.models import ENDED_BADLY, CallState, PrinterCall

MOST: Final = 200
OPEN: Final = (CallState.WAITING, CallState.SENDING)


def told_of_escalation(escalation_id: str) -> list[PrinterCall]:
    """What we told the printer of an escalation, oldest first, without the bytes."""
    return list(_plain().filter(escalation_id=escalation_id)[:MOST])


def not_told(most: int = 50) -> list[PrinterCall]:
    """What waits, and what was refused or given up while its escalation is still with the printer; oldest first."""
    bad = _plain().filter(state__in=ENDED_BADLY, escalation__state="sent_to_printer")
    return list((_plain().filter(state__in=OPEN) | bad)[:most])


def _plain() -> QuerySet[PrinterCall]:
    return PrinterCall.objects.defer("body").select_related("escalation", "person").order_by("asked_at", "pk")
