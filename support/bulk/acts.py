"""What a bulk job does to each row: which command it is, and who may."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dashboard.permissions import Permission
from orders.contract.model import CommandKind
from support.bulk.models import Action
from support.commands.kinds import ACTS

KINDS: Final[Mapping[Action, CommandKind]] = MappingProxyType(
    {
        Action.RENDER: CommandKind.RENDER,
        Action.REPRINT: CommandKind.REPRINT,
        Action.REROUTE: CommandKind.REROUTE,
    }
)
"""The actions that ask the backend for something, and for what."""

COPYING: Final = frozenset({Action.REPRINT, Action.REROUTE})
"""The actions that cost money."""

NEEDED: Final[Mapping[Action, Permission]] = MappingProxyType(
    {action: ACTS[kind].permission for action, kind in KINDS.items()}
    | {Action.ESCALATE: Permission.ESCALATE, Action.NOTE: Permission.WRITE_NOTE}
)
"""What whoever selects the rows must be allowed besides working on many at once."""
