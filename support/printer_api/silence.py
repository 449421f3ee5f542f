"""Silence is looked into, never taken for calm: claims without a word are read, and whose calls do not come is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from orders.printers import find_printer
from support.escalations.models import Escalation
from support.escalations.names import about
from support.escalations.word import word as word_to
from support.escalations.worktime import worktime_of
from support.printer_api.look import NotRead, claim_look, look, open_claims
from support.printer_api.models import PrinterCall
from support.printer_rules.models import PrinterSecret, SecretKind
from support.printer_rules.rules import rules_of
from support.webhooks import word
from support.webhooks.models import Webhook

AT_A_TIME: Final = 200
LEAST_HOURS: Final = 0.5


def check() -> None:
    """Look into every claim whose printer should have said something by now. Doubled calls look once."""
    for call in open_claims()[:AT_A_TIME]:
        rules, now = rules_of(call.printer_id), timezone.now()
        if due_after(call.printer_id, last_word(call), rules.silence_hours) > now:
            continue
        pause = timedelta(hours=max(rules.silence_hours, LEAST_HOURS) / settings.PRINTER_PACE)
        if claim_look(call, pause):
            _look_into(call)


def due_after(printer_id: str, since: datetime, hours: float) -> datetime:
    """When so many hours without a word are too many: hours in which the printer works. A played one always does."""
    if settings.PRINTER_PACE > 1:
        return since + timedelta(hours=hours / settings.PRINTER_PACE)
    return worktime_of(find_printer(printer_id)).after(since, hours)


def last_word(call: PrinterCall) -> datetime:
    """When the printer last said something of the claim, or we of it."""
    heard = call.escalation.webhooks.aggregate(at=Max("heard_at"))["at"]
    return max(at for at in (call.settled_at, call.escalation.moved_at, heard) if at is not None)


def _look_into(call: PrinterCall) -> None:
    try:
        news = look(call)
    except NotRead as error:
        _tell_of_silence(call, f"Its API does not tell either. {error}")
        return
    if news:
        tell_of_silent_hook(call.printer_id)
    else:
        _tell_of_silence(call, "Its API has nothing new either.")


@transaction.atomic
def _tell_of_silence(call: PrinterCall, said: str) -> None:
    """To the owner and to ops, once for each time that it was sent."""
    escalation: Escalation = call.escalation
    since = int(escalation.moved_at.timestamp())
    text = f"{word.name_of(call.printer_id)} has not said a word about {about(escalation)}. {said}"
    if escalation.owner is not None:
        word_to(escalation, escalation.owner, f"silence:{since}", text)
    else:
        word.tell_ops(f"silence:{escalation.pk}:{since}", text, f"/escalations/{escalation.pk}/")


@transaction.atomic
def tell_of_silent_hook(printer_id: str) -> None:
    """That a printer's API has news which its calls should have told: once a day, where it is to call at all."""
    if not PrinterSecret.objects.filter(printer_id=printer_id, kind=SecretKind.WEBHOOK, retired_at=None).exists():
        return
    last = Webhook.objects.filter(printer_id=printer_id).aggregate(at=Max("heard_at"))["at"]
    heard = f"The last call came {last.astimezone(UTC):%d %B %Y, %H:%M} UTC." if last else "No call ever came."
    text = f"{word.name_of(printer_id)} has news of claims and does not call us. {heard} Ask whether its hook is on."
    word.tell_ops(f"silent-hook:{printer_id}:{timezone.now():%Y-%m-%d}", text, "/webhooks/?state=all")
