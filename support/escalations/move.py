"""Moving an escalation from state to state by hand: what was done outside is recorded as such, with words."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from dashboard.permissions import Permission
from support.audit.types import EventType
from support.claims.sent import claim_sent
from support.commands.ask import settled
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, Refused
from support.escalations.aim import Aim
from support.escalations.clock import set_clock
from support.escalations.hold import check_may, check_seen, hold, write
from support.escalations.listing import live_same
from support.escalations.models import CLOSED, Escalation, EscalationState
from support.escalations.moves import Way, ways_from
from support.escalations.refusals import AlreadyOpen, NotFromHere
from support.escalations.word import tell_owner
from support.notes.words import checked
from support.printer_api.call import close_at_printer
from support.reasons import Party

MOVED: Final = EventType("escalation.moved", "moved {target} from {was} to {now}")
CLOCK: Final = ("moved_at", "due_at", "rung", "rung_at")


def move(asker: Asker, escalation_id: str, to: str, text: str = "", seen: int | None = None) -> Escalation:
    """Bring it to another state. ``seen`` is its number of changes as it was looked at, None where nobody looked.

    Raises NotAllowed, NotThere, Invalid, Changed, NotFromHere, AlreadyOpen (reopening what is taken up anew), Refused,
    Busy.
    """
    if not asker.may(Permission.MOVE_ESCALATION):
        raise NotAllowed(Permission.MOVE_ESCALATION)
    return settled(lambda: _move(asker, escalation_id, to, text, seen))


@transaction.atomic
def _move(asker: Asker, escalation_id: str, wanted: str, text: str, seen: int | None) -> Escalation:
    escalation, now = hold(escalation_id)
    check_may(asker, escalation, Permission.MOVE_ESCALATION)
    if wanted not in EscalationState.values:
        raise Invalid(to="There is no such state." if wanted else "Choose what happened.")
    check_seen(escalation, seen)
    was, to = EscalationState(escalation.state), EscalationState(wanted)
    way = _way(escalation, was, to)
    if not asker.may(way.permission):
        raise NotAllowed(way.permission)
    text = _words(way, text)
    if was in CLOSED and to not in CLOSED:
        _check_none_live(escalation)
    values = values_in(escalation, to, now)
    write(escalation, asker.actor, MOVED, now, details={"was": was.value, "now": to.value}, text=text, **values)
    if to is EscalationState.SENT:
        claim_sent(escalation, asker.actor, now)
    if to in CLOSED and was not in CLOSED:
        close_at_printer(asker, escalation)
    tell_owner(escalation, asker.person)
    return escalation


def _words(way: Way, text: str) -> str:
    """What is kept of the words. Raises Invalid."""
    if text.strip():
        return checked(text, "text")
    if way.words:
        raise Invalid(text=f"Say: {way.ask[0].lower()}{way.ask[1:]}.")
    return ""


def _way(escalation: Escalation, was: EscalationState, to: EscalationState) -> Way:
    ways = ways_from(was)
    if to not in ways:
        there = ", ".join(other.value for other in ways)
        raise NotFromHere(f"It is {was.value} and does not go to {to.value} from there, but to: {there}.")
    if ways[to].outside and escalation.party == Party.PRINTER and not escalation.printer_id:
        raise Refused("It is not known which printer this is about. Escalate the line or its print job instead.")
    return ways[to]


def _check_none_live(escalation: Escalation) -> None:
    """Raises AlreadyOpen where the same problem was taken up again since."""
    names = ("order_id", "line_id", "print_job_id", "parcel_id", "printer_id")
    aim = Aim(**{name: getattr(escalation, name) for name in names}, party=Party(escalation.party))
    existing = live_same(aim, escalation.reason, escalation.incident_id)
    if existing is not None:
        raise AlreadyOpen(existing)


def values_in(escalation: Escalation, to: EscalationState, now: datetime) -> dict[str, object]:
    """A new state with its clock, as it is written; the time of its end stays that of the first."""
    after = Escalation(state=to, severity=escalation.severity, printer_id=escalation.printer_id)
    set_clock(after, now)
    closed_at = (escalation.closed_at or now) if to in CLOSED else None
    return {"state": to.value, "closed_at": closed_at} | {name: getattr(after, name) for name in CLOCK}
