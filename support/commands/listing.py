"""Commands as lists: an order's, somebody's, everybody's."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from support.commands.models import Command
from support.commands.states import OPEN, State

MOST: int = 200


def commands_of(order_id: str) -> list[Command]:
    """Every command of an order, oldest first."""
    return list(_shown().filter(order_id=order_id).order_by("requested_at", "pk"))


def steps_of(order_id: str) -> int:
    """A number that grows whenever one of the order's commands changes."""
    return Command.objects.filter(order_id=order_id).aggregate(steps=Sum("changes"))["steps"] or 0


def in_flight(*, actor: str = "", overdue: bool = False) -> list[Command]:
    """The open commands, of one actor where one is named, longest open first; ``MOST`` and one more at most."""
    found = _shown().filter(state__in=(State.OVERDUE,) if overdue else OPEN)
    if actor:
        found = found.filter(actor=actor)
    return list(found.order_by("requested_at")[: MOST + 1])


def find_command(command_id: str) -> Command | None:
    """One command."""
    return _shown().filter(pk=command_id).first() if "\0" not in command_id else None


def _shown() -> QuerySet[Command]:
    return Command.objects.select_related("person", "token").defer("input")
