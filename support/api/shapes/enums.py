"""The enums of answers as the schema lists them, each under its own name (see ENUM_NAME_OVERRIDES)."""

from __future__ import annotations

from enum import StrEnum

from orders.answer import model as answered
from orders.contract import model as contract
from orders.find import model as found
from support.bulk.models import Action, JobState
from support.claims.models import ClaimState as ClaimStates
from support.commands.kinds import ACTS
from support.commands.states import State
from support.escalations.models import EscalationState as EscalationStates
from support.escalations.models import Severity as Severities
from support.evidence.models import EvidenceState as EvidenceStates
from support.mail.models import MailState as MailStates
from support.reasons import Party as Parties


def _values(choices: type[StrEnum]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in choices]


BulkAction = _values(Action)
BulkJobState = _values(JobState)
ClaimState = [(value, value) for value in ClaimStates.values]
CommandKind = [(kind.value, kind.value) for kind in ACTS]
CommandState = _values(State)
EscalationState = [(value, value) for value in EscalationStates.values]
EvidenceState = [(value, value) for value in EvidenceStates.values]
Kind = _values(found.Kind)
MailState = [(value, value) for value in MailStates.values]
Move = _values(answered.Move)
OrderState = _values(contract.OrderState)
Party = _values(Parties)
PrintJobState = _values(contract.PrintJobState)
PrintState = _values(contract.PrintState)
RenderState = _values(contract.RenderState)
Severity = [(value, value) for value in Severities.values]
ShipmentState = _values(contract.ShipmentState)
Stage = _values(answered.Stage)
Tone = _values(answered.Tone)
