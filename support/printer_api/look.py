"""Reading from a printer's API how its claims are: on a hint, and where it has been silent."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from support.escalations.hold import hold
from support.escalations.models import EscalationState
from support.printer_api.adapters import Unknown, adapter_of
from support.printer_api.message import Act, Refusal
from support.printer_api.models import CallState, PrinterCall
from support.printer_api.outbox import line_to, reference_of
from support.printer_api.settle import hear_answer
from support.printer_api.wire import NotSafe, Unreached
from support.webhooks.body import Told

log = logging.getLogger(__name__)

LEAST_PAUSE: Final = timedelta(seconds=60)
AT_A_TIME: Final = 100
WITH_PRINTERS: Final = (EscalationState.SENT, EscalationState.ACKNOWLEDGED, EscalationState.DISPUTED)
"""Where the printer has the next word."""


class NotRead(Exception):
    """Its API did not tell; says why."""


def open_claims() -> QuerySet[PrinterCall]:
    """The calls that opened a claim which the printer has the next word of."""
    found = PrinterCall.objects.filter(act=Act.OPEN, state=CallState.DONE, escalation__state__in=WITH_PRINTERS)
    return found.select_related("escalation", "escalation__owner").order_by("looked_at", "asked_at")


def read_printer(printer_id: str) -> None:
    """Look at all open claims of a printer; none more than once a minute, however often this is asked for."""
    for call in open_claims().filter(printer_id=printer_id)[:AT_A_TIME]:
        if claim_look(call, LEAST_PAUSE):
            try:
                look(call)
            except NotRead as error:
                log.warning("printer %s could not be read: %s", printer_id, error)
                return


def claim_look(call: PrinterCall, pause: timedelta) -> bool:
    """Whether it is us who look at it now, and nobody did within ``pause``."""
    long_ago = Q(looked_at=None) | Q(looked_at__lt=Now() - pause)
    return PrinterCall.objects.filter(long_ago, pk=call.pk).update(looked_at=Now()) == 1


def look(call: PrinterCall) -> bool:
    """Read the claim from the printer's API and let it take effect; whether it was news. Raises NotRead."""
    told = _read(call)
    if told is None:
        raise NotRead("It has no claim of this escalation.")
    with transaction.atomic():
        escalation, _ = hold(call.escalation_id)
        PrinterCall.objects.filter(pk=call.pk).update(raw_status=told.status)
        return hear_answer(call.printer_id, escalation, told)


def _read(call: PrinterCall) -> Told | None:
    try:
        adapter = adapter_of(call.adapter)
        return adapter.read(line_to(call.printer_id), call.escalation_id, reference_of(call.escalation_id))
    except (Unreached, Refusal, NotSafe) as error:
        raise NotRead(str(error)) from error
    except Unknown as error:
        raise NotRead(f"There is no way “{error.name}” of speaking to it.") from error
