"""What a stored call becomes: claimed by compare-and-set, and done in one transaction with its effect, so that a worker
that dies anywhere leaves either nothing or all of it.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.db import OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from support.escalations.hold import hold
from support.escalations.models import Escalation
from support.escalations.refusals import Changed
from support.printer_api.models import PrinterCall
from support.printer_rules.rules import Rules, rules_of
from support.reasons import Party
from support.webhooks import effect, word
from support.webhooks.body import Told, Unreadable, read
from support.webhooks.mapping import meaning_of
from support.webhooks.models import Webhook, WebhookState

log = logging.getLogger(__name__)

CLAIM: Final = timedelta(seconds=60)
MOST_ATTEMPTS: Final = 8
LONGEST_PAUSE: Final = 300
AT_A_TIME: Final = 200
FREE: Final = Q(claimed_until=None) | Q(claimed_until__lt=Now())
PASSING: Final = (OperationalError, BotoCoreError, ClientError, Changed)
"""What ends by itself: a lock, a store that does not answer."""

NOBODYS: Final = "It names no escalation that is with this printer."
NOT_KNOWN: Final = "Nobody knows what its status means. Say so in the printer’s rules, then process the call again."
DIED: Final = "It was begun again and again, and whoever did it died each time."


def process(webhook_id: int) -> None:
    """Do what a call asks for, unless somebody else is at it or has done it."""
    call = _claim(webhook_id)
    if call is None:
        return
    try:
        _process(call.pk)
    except PASSING as error:
        _later(call, error)
    except Exception as error:
        log.exception("call %s could not be processed", call.pk)
        _fail(call, f"An error of ours: {type(error).__name__}. It is in the log.")


def sweep() -> None:
    """Process what nobody was woken for, oldest first."""
    for given_up in waiting().filter(attempts__gte=MOST_ATTEMPTS)[:AT_A_TIME]:
        _fail(given_up, given_up.trouble or DIED)
    for webhook_id in waiting().values_list("pk", flat=True)[:AT_A_TIME]:
        process(webhook_id)


def waiting() -> QuerySet[Webhook]:
    """What is stored and nobody is at, oldest first."""
    return Webhook.objects.filter(FREE, state=WebhookState.STORED).order_by("heard_at", "pk")


def escalation_of(printer_id: str, told: Told) -> str | None:
    """The id of the escalation that a printer means: only one that is taken up with this printer itself."""
    theirs = Escalation.objects.filter(printer_id=printer_id, party=Party.PRINTER)
    if told.escalation_id:
        return theirs.filter(pk=told.escalation_id).values_list("pk", flat=True).first()
    calls = PrinterCall.objects.filter(printer_id=printer_id, reference=told.reference)
    named = calls.order_by("-asked_at").values_list("escalation_id", flat=True).first()
    return theirs.filter(pk=named).values_list("pk", flat=True).first() if named else None


def _claim(webhook_id: int) -> Webhook | None:
    """The call, ours alone for a minute; None where it is done, or somebody else's."""
    taken = waiting().filter(pk=webhook_id, attempts__lt=MOST_ATTEMPTS).order_by()
    if not taken.update(claimed_until=Now() + CLAIM, attempts=F("attempts") + 1):
        return None
    return Webhook.objects.get(pk=webhook_id)


@transaction.atomic
def _process(webhook_id: int) -> None:
    call = Webhook.objects.select_for_update().filter(pk=webhook_id, state=WebhookState.STORED).first()
    if call is None:
        return  # another worker's claim was older than a minute, and it was done after all
    try:
        told = read(bytes(call.body))
    except Unreadable as error:
        _settle(call, WebhookState.UNKNOWN, str(error))
        return
    call.raw_status = told.status
    found = escalation_of(call.printer_id, told)
    if found is None:
        _settle(call, WebhookState.UNKNOWN, NOBODYS)
        return
    _become(call, told, found, rules_of(call.printer_id))


def _become(call: Webhook, told: Told, escalation_id: str, rules: Rules) -> None:
    """Write down what it means, and do it."""
    held, now = hold(escalation_id)
    call.escalation = held
    known = meaning_of(told.status, rules)
    call.mapping_version = known.version
    if known.meaning is None:
        _settle(call, WebhookState.UNKNOWN, NOT_KNOWN)
        return
    call.meaning = known.meaning.value
    effect.take_effect(word.printer_actor(call.printer_id), held, told, known.meaning, now)
    _settle(call, WebhookState.PROCESSED, call.trouble if call.trouble == word.CLASH else "")


def _settle(call: Webhook, state: WebhookState, trouble: str) -> None:
    call.state, call.trouble = state, trouble
    Webhook.objects.filter(pk=call.pk).update(
        state=state.value,
        raw_status=call.raw_status,
        meaning=call.meaning,
        mapping_version=call.mapping_version,
        escalation=call.escalation,
        trouble=trouble,
        claimed_until=None,
        processed_at=Now(),
    )
    if state in (WebhookState.UNKNOWN, WebhookState.FAILED):
        word.tell_of_raised(call)


@transaction.atomic
def _fail(call: Webhook, trouble: str) -> None:
    """Leave it to a person, unless it was done after all."""
    held = Webhook.objects.select_for_update().filter(pk=call.pk, state=WebhookState.STORED).first()
    if held is not None:
        _settle(held, WebhookState.FAILED, trouble)


def _later(call: Webhook, error: Exception) -> None:
    """Try again after a pause that grows."""
    log.warning("call %s waits, try %s: %s", call.pk, call.attempts, type(error).__name__)
    pause = timedelta(seconds=min(2**call.attempts, LONGEST_PAUSE))
    mine = Webhook.objects.filter(pk=call.pk, state=WebhookState.STORED, attempts=call.attempts)
    mine.update(claimed_until=Now() + pause, trouble=f"It waits: {type(error).__name__}.")
