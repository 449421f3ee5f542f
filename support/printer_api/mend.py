"""Deciding that a printer is told once more what it refused, or what could not be said within a day."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models.functions import Now

from dashboard.permissions import Permission
from support.audit.types import EventType
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import NotAllowed, NotThere, Refused
from support.escalations.hold import check_may, hold, write
from support.escalations.models import CLOSED, Escalation
from support.printer_api.call import SEND
from support.printer_api.message import Act
from support.printer_api.models import ENDED_BADLY, CallState, PrinterCall
from support.webhooks.wake import wake

ONCE_MORE: Final = EventType(
    "printer_call.once_more", "had {act} {target} said again by the printer’s API: it was {was}"
)
GONE: Final = "What it said is gone, with the customer whom it was about. Write again instead."
UNDER_WAY: Final = "It does not wait for you any more. See what became of it."
SINCE: Final = "The same was said since. See what became of that."
IS_OVER: Final = "This escalation is over: nothing more is asked of the printer. Reopen it first."


def once_more(asker: Asker, escalation_id: str, call_id: str) -> Escalation:
    """Say it again: the same bytes under the same key, so that a printer which had it all along makes one claim of it.

    Raises NotAllowed, NotThere, Refused, Busy.
    """
    if not asker.may(Permission.MOVE_ESCALATION):
        raise NotAllowed(Permission.MOVE_ESCALATION)
    return settled(lambda: _once_more(asker, escalation_id, call_id))


def may_again(call: PrinterCall, others: Sequence[PrinterCall]) -> bool:
    """Whether it can be said again; ``others`` are all calls of its escalation."""
    return not _trouble(call, others)


@transaction.atomic
def _once_more(asker: Asker, escalation_id: str, call_id: str) -> Escalation:
    escalation, now = hold(escalation_id)
    check_may(asker, escalation, Permission.MOVE_ESCALATION)
    calls = list(escalation.printer_calls.defer("body"))
    call = next((each for each in calls if each.pk == call_id), None)
    if call is None:
        raise NotThere("There is no such call to a printer.")
    if trouble := _trouble(call, calls):
        raise Refused(trouble)
    if not call.body:
        raise Refused(GONE)
    # It is young again: a day to say it begins anew.
    begun = {"state": CallState.WAITING, "asked_at": Now(), "not_before": Now(), "attempts": 0}
    ended = {"settled_at": None, "claimed_until": None, "status_code": None, "trouble": ""}
    PrinterCall.objects.filter(pk=call.pk).update(**begun, **ended)
    write(escalation, asker.actor, ONCE_MORE, now, details={"act": Act(call.act).value, "was": call.state})
    transaction.on_commit(partial(wake, SEND, call.pk))
    return escalation


def _trouble(call: PrinterCall, others: Sequence[PrinterCall]) -> str:
    """Why it is not said again, in words; "" where it may be."""
    if call.state not in ENDED_BADLY:
        return UNDER_WAY
    if call.escalation.state in CLOSED and call.act != Act.CLOSE:
        return IS_OVER
    later = (each for each in others if each.act == call.act and each.asked_at > call.asked_at)
    return SINCE if any(each.state not in ENDED_BADLY for each in later) else ""
