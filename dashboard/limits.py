"""How much each role may do: the numbers of the settings, or those that an admin has set instead.

A permission says who may at all. A limit says how much of it, to the roles that have one; a role with the permission
and no number has no limit. Whoever holds several roles has the widest of their limits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.conf import settings

from dashboard.models import SetLimit
from dashboard.permissions import MAY, Permission
from dashboard.roles import Role


class Limit(StrEnum):
    """What is limited."""

    RENDERS_AN_ORDER = "renders_an_order"
    REPRINT_COST = "reprint_cost"
    """Of one order together, in minor units of a currency."""
    REVEALS_A_DAY = "reveals_a_day"
    FINDS_A_MINUTE = "finds_a_minute"
    BULK_ROWS = "bulk_rows"
    """Of one bulk job."""
    BULK_ROWS_ALONE = "bulk_rows_alone"
    """Of one bulk job that asks something of the backend and that nobody approves."""
    BULK_COST = "bulk_cost"
    """Of one person's bulk jobs of a day that nobody approved, together, in minor units of a currency."""


OF: Final[Mapping[Limit, Permission]] = MappingProxyType(
    {
        Limit.RENDERS_AN_ORDER: Permission.RENDER_AGAIN,
        # Whether one asks for the reprint oneself or approves what somebody else asked for.
        Limit.REPRINT_COST: Permission.DECIDE_REQUEST,
        Limit.REVEALS_A_DAY: Permission.REVEAL,
        Limit.FINDS_A_MINUTE: Permission.FIND,
        Limit.BULK_ROWS: Permission.BULK,
        Limit.BULK_ROWS_ALONE: Permission.BULK,
        Limit.BULK_COST: Permission.BULK,
    }
)
MONEY: Final = frozenset({Limit.REPRINT_COST, Limit.BULK_COST})


def limit(roles: Collection[Role], name: Limit, currency: str = "") -> int | None:
    """The widest limit of these roles: None where one of them has none, 0 where none of them may at all.

    Money has a limit for each currency; of a currency without a number, a limited role may spend nothing.
    """
    holding = MAY[OF[name]].intersection(roles)
    if not holding:
        return 0
    here = {each.role: each.amount for each in SetLimit.objects.filter(role__in=holding, name=name, currency=currency)}
    each = [here.get(role, default(role, name, currency)) for role in holding]
    numbers = [number for number in each if number is not None]
    return max(numbers) if len(numbers) == len(each) else None


def default(role: Role, name: Limit, currency: str = "") -> int | None:
    """What the settings say for one role; None where it has no limit."""
    found = settings.LIMITS[name].get(role)
    if isinstance(found, Mapping):
        return int(found.get(currency, 0))
    return found
