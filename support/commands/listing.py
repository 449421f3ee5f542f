"""Finding commands: an order's, one, and the one that a wish became before."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from orders.contract.model import CommandKind
from support.commands.models import Command
from support.commands.refusals import KeyUsed
from support.commands.wish import Wish


def commands_of(order_id: str) -> list[Command]:
    """Every command of an order, oldest first."""
    return list(shown().filter(order_id=order_id).order_by("requested_at", "pk"))


def commands_of_orders(order_ids: Collection[str]) -> dict[str, list[Command]]:
    """The same of many orders, by id. One query."""
    found: dict[str, list[Command]] = {order_id: [] for order_id in order_ids}
    for command in shown().filter(order_id__in=order_ids).order_by("requested_at", "pk"):
        found[command.order_id].append(command)
    return found


def asked_before(actor: str, wish: Wish) -> Command | None:
    """What somebody's wish became when it was sent before. Raises KeyUsed where its key stands for another wish."""
    before = shown().filter(actor=actor, key=wish.key).first()
    if before is not None and not _same(before, wish):
        raise KeyUsed
    return before


def find_command(command_id: str) -> Command | None:
    """One command."""
    return shown().filter(pk=command_id).first() if "\0" not in command_id else None


def shown() -> QuerySet[Command]:
    """Commands with who asked for them, without the bytes that are sent."""
    return Command.objects.select_related("person", "token", "request__asked_by").defer("input")


def _same(command: Command, wish: Wish) -> bool:
    """Whether a command is what a wish came to; what the wish leaves out was found by us."""
    if (command.kind, command.order_id, command.cause) != (wish.kind, wish.order_id, wish.cause):
        return False
    about = [(wish.line_id, command.line_id), (wish.print_job_id, command.print_job_id)]
    if wish.kind is CommandKind.REROUTE:
        about.append((wish.printer_id, command.printer_id))
    return command.overrides in ("", wish.overrides) and all(told in ("", found) for told, found in about)
