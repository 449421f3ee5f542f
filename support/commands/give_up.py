"""Waiting no longer: a person's decision about a command of which nothing was seen."""

from __future__ import annotations

from django.db import transaction

from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.commands.models import Command
from support.commands.outbox import FREE, UNSENT
from support.commands.states import State

GIVEN_UP = EventType("command.given_up", "gave up waiting for the backend to see to a {kind}")
SAID = "Given up: nobody waits for it any longer."


class Over(Exception):
    """The command is not overdue, or not any more."""


class BeingSent(Exception):
    """Somebody is at sending it, or it is sent again in a moment: whoever gave it up now could not tell."""


@transaction.atomic
def give_up(actor: Actor, command: Command, reason: str) -> None:
    """Take an overdue command for refused, so that another may be asked for. Raises Over, BeingSent."""
    held = Command.objects.select_for_update(of=("self",)).get(pk=command.pk)
    if Command.objects.filter(UNSENT, pk=command.pk).exclude(FREE).exists():
        raise BeingSent
    if held.state != State.OVERDUE or not held.move(State.REFUSED, trouble=SAID):
        raise Over
    about = Target("command", command.pk, command.order_id)
    record(actor, GIVEN_UP, about, reason=reason, details={"kind": command.kind})
