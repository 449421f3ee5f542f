"""How a call to a printer ends: with what it answered, refused, or given up, and what that does here."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from support.audit.record import Actor
from support.audit.types import EventType
from support.escalations.hear import path_to
from support.escalations.hold import hold, write
from support.escalations.models import Escalation
from support.escalations.names import about
from support.escalations.word import word as word_to
from support.printer_api.message import Act
from support.printer_api.models import CallState, PrinterCall
from support.printer_rules.rules import rules_of
from support.webhooks import word
from support.webhooks.body import Told
from support.webhooks.effect import take_effect, tell_claim
from support.webhooks.mapping import meaning_of

REFUSED: Final = EventType("printer_call.refused", "could not {act} {target} by the printer’s API: it was refused")
GIVEN_UP: Final = EventType("printer_call.given_up", "could not {act} {target} by the printer’s API within a day")
OURSELVES: Final = Actor("printdesk", "service")
UNSETTLED: Final = (CallState.WAITING, CallState.SENDING)
TOO_OLD: Final = "It could not be said within 24 hours and is not said any more."
STRANGERS: Final = "does not know us any more: it refuses the secret of its API. Calls to it wait."
LONGEST: Final = 500


@transaction.atomic
def settle(call: PrinterCall, told: Told) -> None:
    """The printer has it. Where its answer says more than we knew, that takes effect."""
    escalation, _ = hold(call.escalation_id)
    if _end(call, CallState.DONE, "", reference=told.reference, raw_status=told.status):
        hear_answer(call.printer_id, escalation, told)


def hear_answer(printer_id: str, escalation: Escalation, told: Told) -> bool:
    """Let what a printer's API answered take effect on an escalation that is held; whether it moved.

    What it has told already, and what changes nothing, leaves no trace: it is asked again and again.
    """
    known = meaning_of(told.status, rules_of(printer_id))
    if known.meaning is None:
        key = f"printer-status:{printer_id}:{told.status[:100]}"
        text = f"{word.name_of(printer_id)} says by its API something of a claim that nobody understands."
        word.tell_ops(key, text, reverse("escalation", args=[escalation.pk]))
        return False
    actor, now = word.printer_actor(printer_id), timezone.now()
    if not path_to(escalation, known.meaning, told.at):
        tell_claim(actor, escalation, told, known.meaning, now)
        return False
    take_effect(actor, escalation, told, known.meaning, now)
    return True


@transaction.atomic
def refuse(call: PrinterCall, trouble: str, status: int | None) -> None:
    """The printer does not take it: its owner decides what to do instead."""
    escalation, _ = hold(call.escalation_id)
    if _end(call, CallState.REFUSED, trouble, status_code=status):
        _tell(call, escalation, REFUSED, f"The printer’s API refused what we told it. {trouble}")


@transaction.atomic
def give_up(call: PrinterCall) -> None:
    """Not within a day: things have changed, and a person decides."""
    escalation, _ = hold(call.escalation_id)
    trouble = f"{TOO_OLD} {call.trouble}".strip()
    if _end(call, CallState.GIVEN_UP, trouble):
        _tell(call, escalation, GIVEN_UP, f"The printer could not be told by its API. {trouble}")


@transaction.atomic
def tell_of_secret(printer_id: str) -> None:
    """That a printer refuses our secret: to ops, once a day."""
    key = f"printer-secret:{printer_id}:{timezone.now():%Y-%m-%d}"
    word.tell_ops(key, f"{word.name_of(printer_id)} {STRANGERS}", reverse("webhooks"))


def _end(call: PrinterCall, state: CallState, trouble: str, **values: object) -> bool:
    """Whether it was this that ended it."""
    ours = PrinterCall.objects.filter(pk=call.pk, state__in=UNSETTLED)
    ended = {"state": state, "trouble": trouble[:LONGEST], "claimed_until": None, "settled_at": Now()}
    return ours.update(**ended, **values) == 1


def _tell(call: PrinterCall, escalation: Escalation, event: EventType, text: str) -> None:
    write(escalation, OURSELVES, event, timezone.now(), details={"act": Act(call.act).value}, text=text)
    if escalation.owner is not None:
        word_to(
            escalation, escalation.owner, f"call:{call.pk}", f"A printer was not told by its API: {about(escalation)}"
        )
    address = reverse("escalation", args=[escalation.pk])
    word.tell_ops(
        f"printer-call:{call.pk}", f"{word.name_of(call.printer_id)} was not told of a problem by its API.", address
    )
