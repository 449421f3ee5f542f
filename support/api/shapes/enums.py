"""The enums of answers as the schema lists them, each under its own name (see ENUM_NAME_OVERRIDES)."""

from __future__ import annotations

from enum import StrEnum

from orders.answer import model as answered
from orders.contract import model as contract
from orders.find import model as found
from support.commands.kinds import ACTS
from support.commands.states import State


def _values(choices: type[StrEnum]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in choices]


CommandKind = [(kind.value, kind.value) for kind in ACTS]
CommandState = _values(State)
Kind = _values(found.Kind)
Move = _values(answered.Move)
OrderState = _values(contract.OrderState)
PrintJobState = _values(contract.PrintJobState)
PrintState = _values(contract.PrintState)
RenderState = _values(contract.RenderState)
ShipmentState = _values(contract.ShipmentState)
Stage = _values(answered.Stage)
Tone = _values(answered.Tone)
