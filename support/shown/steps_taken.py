"""How far everything that is ours about an order has come, as one number that an open page compares."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, Value, When

from support.commands.models import Command
from support.escalations.models import Escalation
from support.incidents.models import Affected, Incident
from support.notes.models import Note
from support.remedies.happened import Happening, changes_of, steps_in
from support.requests.models import Request

REQUEST_CHANGES = Case(When(decided_at=None, then=Value(1)), default=Value(2))
"""A request changes once, when it ends."""


def steps_of(order_id: str) -> int:
    """A number that moves whenever a command, a note, a request, an escalation or an incident of the order changes, or
    a remedy, claim, mail, evidence or call of a printer; one query.
    """
    commands = Command.objects.filter(order_id=order_id).order_by().values_list("changes", flat=True)
    notes = Note.objects.filter(order_id=order_id).order_by().values_list("changes", flat=True)
    requests = Request.objects.filter(order_id=order_id).order_by().values_list(REQUEST_CHANGES, flat=True)
    escalations = Escalation.objects.filter(order_id=order_id).order_by().values_list("changes", flat=True)
    affected = Affected.objects.filter(order_id=order_id).values("incident_id")
    incidents = Incident.objects.filter(pk__in=affected).order_by().values_list("changes", flat=True)
    beside = changes_of(order_id)
    return sum(commands.union(notes, requests, escalations, incidents, *beside, all=True))


def steps_taken(
    commands: Sequence[Command],
    notes: Sequence[Note],
    requests: Sequence[Request] = (),
    escalations: Sequence[Escalation] = (),
    incidents: Sequence[Incident] = (),
    found: Sequence[Happening] = (),
) -> int:
    """The same number, of all commands, notes, requests, escalations and incidents of an order, those that are over and
    the withdrawn ones too.
    """
    asked = sum(2 if each.decided_at else 1 for each in requests) + sum(each.changes for each in escalations)
    asked += sum(each.changes for each in incidents) + steps_in(found)
    return asked + sum(each.changes for each in commands) + sum(each.changes for each in notes)
