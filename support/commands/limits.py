"""How much each role may ask for, as ``dashboard.limits`` has it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from dashboard.limits import Limit, limit
from dashboard.roles import Role
from orders.contract.model import CommandKind
from support.commands.models import REPLACING, Command
from support.commands.refusals import AboveLimit
from support.commands.states import State

Most = Callable[..., int | None]
"""How much a role may, as ``dashboard.limits.limit`` tells it, and who looks at many orders has it remembered."""


def check_renders(roles: Collection[Role], asked: Collection[Command], most_of: Most = limit) -> None:
    """Whoever asks may ask for so many renders an order. ``asked`` are the order's commands. Raises AboveLimit."""
    most = most_of(roles, Limit.RENDERS_AN_ORDER)
    counted = sum(1 for each in asked if each.kind == CommandKind.RENDER and each.state != State.REFUSED)
    if most is not None and counted >= most:
        raise AboveLimit(
            f"This order was rendered again {counted} times already, which is your limit. Ask a senior or ops."
        )


def check_cost(
    roles: Collection[Role], asked: Collection[Command], cost: int, currency: str, most_of: Most = limit
) -> None:
    """What reprints of one order may cost together. Raises AboveLimit."""
    most = most_of(roles, Limit.REPRINT_COST, currency)
    if most is None:
        return
    if not cost or not currency:
        raise AboveLimit("What this costs cannot be told, so only ops may ask for it.")
    spent = sum(
        each.cost for each in asked if each.kind in REPLACING and each.currency == currency and _costs(each.state)
    )
    if spent + cost > most:
        raise AboveLimit("This is above your cost limit for one order. Ask ops.")


def _costs(state: str) -> bool:
    return state not in (State.REFUSED, State.FAILED)
