"""Sending what a printer is to be told: claimed by compare-and-set, the same bytes under the same key again and again
until an answer settles it, and not for longer than a day.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest, Now

from support.printer_api.adapters import Unknown, adapter_of
from support.printer_api.message import Act, Message, Refusal
from support.printer_api.models import CallState, PrinterCall
from support.printer_api.settle import give_up, refuse, settle, tell_of_secret
from support.printer_api.wire import UNKNOWN_TO_THEM, Line, NotSafe, Unreached
from support.printer_rules.models import SecretKind
from support.printer_rules.rules import rules_of
from support.printer_rules.secrets import live_secrets
from support.webhooks.body import Told

log = logging.getLogger(__name__)

GIVEN_UP_AFTER: Final = timedelta(hours=24)
LONGEST_PAUSE: Final = 600.0
SWEEP_SECONDS: Final = 20.0
AT_A_TIME: Final = 200
UNSETTLED: Final = (CallState.WAITING, CallState.SENDING)
FREE: Final = Q(claimed_until=None) | Q(claimed_until__lt=Now())


def send(call_id: str) -> None:
    """Send one call, unless somebody else is at it, or its time has not come."""
    call = _claim(call_id)
    if call is None:
        return
    try:
        told = _sent(call)
    except Unreached as error:
        _later(call, error)
    except (Refusal, NotSafe, Unknown) as error:
        refuse(call, _said(error), getattr(error, "status", None))
    else:
        settle(call, told)


def sweep() -> None:
    """Send what nobody was woken for, oldest first; give up what is too old."""
    for call in PrinterCall.objects.filter(FREE, state__in=UNSETTLED, asked_at__lte=Now() - GIVEN_UP_AFTER)[:AT_A_TIME]:
        give_up(call)
    until = time.monotonic() + SWEEP_SECONDS
    for call_id in waiting().order_by("asked_at").values_list("pk", flat=True)[:AT_A_TIME]:
        send(call_id)
        if time.monotonic() > until:
            return


def waiting() -> QuerySet[PrinterCall]:
    """What may be sent now and nobody is sending: of an escalation one after the other, as they were asked for."""
    before = PrinterCall.objects.filter(
        escalation=OuterRef("escalation"), asked_at__lt=OuterRef("asked_at"), state__in=UNSETTLED
    )
    due = PrinterCall.objects.filter(FREE, state__in=UNSETTLED, not_before__lte=Now())
    return due.filter(~Exists(before), asked_at__gt=Now() - GIVEN_UP_AFTER)


def line_to(printer_id: str) -> Line:
    """Where its API is, and what it knows us by."""
    return Line(rules_of(printer_id).api_url, tuple(live_secrets(printer_id, SecretKind.API)))


def reference_of(escalation_id: str) -> str:
    """The printer's own for the claim of an escalation, "" where it has told none."""
    known = PrinterCall.objects.filter(escalation_id=escalation_id).exclude(reference="")
    return known.order_by("-asked_at").values_list("reference", flat=True).first() or ""


def _claim(call_id: str) -> PrinterCall | None:
    """The call, ours alone for a while; None where it is settled, or somebody else's."""
    longest = timedelta(seconds=30 + 8 * settings.PRINTER_API_SECONDS)
    taken = PrinterCall.objects.filter(FREE, pk__in=waiting().filter(pk=call_id).values("pk"), state__in=UNSETTLED)
    if not taken.update(state=CallState.SENDING, claimed_until=Now() + longest, attempts=F("attempts") + 1):
        return None
    return PrinterCall.objects.select_related("escalation").get(pk=call_id)


def _sent(call: PrinterCall) -> Told:
    """What the printer says the claim is. Raises Unreached, Refusal, NotSafe, Unknown."""
    message = Message(
        act=Act(call.act),
        key=call.pk,
        escalation_id=call.escalation_id,
        reference=reference_of(call.escalation_id),
        body=bytes(call.body),
    )
    if message.act is not Act.OPEN and not message.reference:
        raise Refusal("The printer has no claim of this: it was never opened there.")
    return adapter_of(call.adapter).send(line_to(call.printer_id), message)


def _said(error: Exception) -> str:
    if isinstance(error, Unknown):
        return f"There is no way “{error.name}” of speaking to its API."
    return str(error)


def _later(call: PrinterCall, error: Unreached) -> None:
    """Try again after a pause: the one that the printer asks for, or one that grows."""
    log.warning("printer call %s waits, try %s: %s", call.pk, call.attempts, error)
    grown = min(float(2 ** min(call.attempts, 16)), LONGEST_PAUSE)
    pause = timedelta(seconds=error.seconds if error.seconds is not None else grown)
    ours = PrinterCall.objects.filter(pk=call.pk, state=CallState.SENDING, attempts=call.attempts)
    ours.update(
        state=CallState.WAITING,
        claimed_until=None,
        not_before=Now() + pause,
        trouble=str(error),
        status_code=error.status,
    )
    if error.held:
        held = PrinterCall.objects.filter(printer_id=call.printer_id, state=CallState.WAITING)
        held.update(not_before=Greatest(F("not_before"), Now() + pause))
    if error.status in UNKNOWN_TO_THEM:
        tell_of_secret(call.printer_id)
