"""How much each role may ask for. Who holds several roles has the widest of their limits; the numbers are settings."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings

from dashboard.roles import Role
from orders.contract.model import CommandKind
from support.commands.models import REPLACING, Command
from support.commands.refusals import AboveLimit
from support.commands.states import State

FREE = frozenset({Role.OPS})
"""Roles whose reprints have no limit of cost."""


def check_renders(roles: Collection[Role], asked: Collection[Command]) -> None:
    """An agent may ask for so many renders an order. ``asked`` are the order's commands. Raises AboveLimit."""
    if not set(roles) <= {Role.AGENT}:
        return
    counted = sum(1 for each in asked if each.kind == CommandKind.RENDER and each.state != State.REFUSED)
    if counted >= settings.RENDERS_AN_ORDER:
        raise AboveLimit(
            f"This order was rendered again {counted} times already, which is the limit for agents. "
            "Ask a senior or ops."
        )


def check_cost(roles: Collection[Role], asked: Collection[Command], cost: int, currency: str) -> None:
    """What a senior's reprints of one order may cost together. Raises AboveLimit."""
    if not FREE.isdisjoint(roles):
        return
    limit = settings.REPRINT_COST_LIMITS.get(currency)
    if limit is None or not cost:
        raise AboveLimit("What this costs cannot be told, so only ops may ask for it.")
    spent = sum(
        each.cost for each in asked if each.kind in REPLACING and each.currency == currency and _costs(each.state)
    )
    if spent + cost > limit:
        raise AboveLimit("This is above your cost limit for one order. Ask ops.")


def _costs(state: str) -> bool:
    return state not in (State.REFUSED, State.FAILED)
