"""Which queues a role works on: those that it can do something about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from dashboard.roles import Role
from support.queues.names import AT_RISK, COMMANDS, ESCALATED, QUEUES

CUSTOMERS: Final = ("failed_renders", "stuck_uploads", "no_movement", "late", AT_RISK, "returned", ESCALATED)
"""Where somebody has to be told, or asked."""

QUEUES_OF: Final[Mapping[Role, Collection[str]]] = MappingProxyType(
    {
        Role.AGENT: CUSTOMERS,
        Role.SENIOR: (*CUSTOMERS, "printer_rejects", "print_errors", "dispatch_late"),
        Role.OPS: tuple(queue for queue in QUEUES if queue not in ("stuck_uploads", ESCALATED)),
        Role.MANAGER: ("dispatch_late", "late", AT_RISK, "returned", ESCALATED, COMMANDS),
    }
)


def queues_of(roles: Collection[Role]) -> list[str]:
    """Those of any of these roles, in the order of the pages."""
    theirs = {queue for role in roles for queue in QUEUES_OF.get(role, ())}
    return [queue for queue in QUEUES if queue in theirs]
