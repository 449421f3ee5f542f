"""Waiting no longer: a person's decision about a command of which nothing was seen."""

from __future__ import annotations

from django.db import transaction

from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.commands.models import Command
from support.commands.states import State

GIVEN_UP = EventType("command.given_up", "gave up waiting for a command: {kind}")
SAID = "Given up: nobody waits for it any longer."


class Over(Exception):
    """The command is not overdue, or not any more."""


@transaction.atomic
def give_up(actor: Actor, command: Command, reason: str) -> None:
    """Take an overdue command for refused, so that another may be asked for. Raises Over."""
    taken = Command.objects.select_for_update(of=("self",)).get(pk=command.pk)
    if taken.state != State.OVERDUE or not taken.move(State.REFUSED, trouble=SAID):
        raise Over
    about = Target("command", command.pk, command.order_id)
    record(actor, GIVEN_UP, about, reason=reason, details={"kind": command.kind})
