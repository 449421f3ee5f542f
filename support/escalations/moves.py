"""The states of an escalation and how it goes from one to another: one table, which pages, API and templates ask."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dashboard.permissions import Permission
from support.escalations.models import EscalationState

S = EscalationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way from a state to another. ``act`` names it as a button does, ``ask`` says what its words are to tell.

    ``words`` where it cannot be gone without any. ``lead`` where it is not the owner's alone to decide: the rest may be
    done by whoever has it. ``outside`` where somebody outside has to be known to go to.
    """

    act: str
    ask: str
    words: bool = True
    lead: bool = False
    outside: bool = False

    @property
    def permission(self) -> Permission:
        """What it asks for."""
        return Permission.LEAD_ESCALATIONS if self.lead else Permission.MOVE_ESCALATION


_SENT: Final = Way(
    act="Sent",
    ask="What was sent, how and to whom: by phone, e-mail or their own pages",
    outside=True,
)
_EVIDENCE: Final = Way(act="Wait for evidence", ask="What is still missing, and who was asked for it")
_ACKNOWLEDGED: Final = Way(act="Acknowledged", ask="Who took it up, and their reference", words=False)
_APPROVED: Final = Way(act="Approved", ask="What they promise: a reprint, a credit note, how much")
_REJECTED: Final = Way(act="Rejected", ask="What they say, in their words")
_DISPUTED: Final = Way(act="Dispute", ask="Why they are wrong, and what they were told")
_RESOLVED: Final = Way(act="Resolved", ask="What came of it, for the customer and for us")
_GIVEN_UP: Final = Way(act="Close without a result", ask="Why nothing more is done", lead=True)
_ACCEPTED: Final = Way(act="Accept the rejection", ask="Why we bear it, and what the customer gets", lead=True)
_REOPENED: Final = Way(act="Reopen", ask="What has happened since")

WAYS: Final = MappingProxyType(
    {
        (S.OPEN, S.AWAITING_EVIDENCE): _EVIDENCE,
        (S.OPEN, S.SENT): _SENT,
        (S.OPEN, S.RESOLVED): _RESOLVED,
        (S.OPEN, S.CLOSED): _GIVEN_UP,
        (S.AWAITING_EVIDENCE, S.OPEN): Way(act="Evidence is here", ask="What came, and where it is", words=False),
        (S.AWAITING_EVIDENCE, S.SENT): _SENT,
        (S.AWAITING_EVIDENCE, S.RESOLVED): _RESOLVED,
        (S.AWAITING_EVIDENCE, S.CLOSED): _GIVEN_UP,
        (S.SENT, S.ACKNOWLEDGED): _ACKNOWLEDGED,
        (S.SENT, S.AWAITING_EVIDENCE): _EVIDENCE,
        (S.SENT, S.APPROVED): _APPROVED,
        (S.SENT, S.REJECTED): _REJECTED,
        (S.SENT, S.RESOLVED): _RESOLVED,
        (S.SENT, S.CLOSED): _GIVEN_UP,
        (S.ACKNOWLEDGED, S.AWAITING_EVIDENCE): _EVIDENCE,
        (S.ACKNOWLEDGED, S.APPROVED): _APPROVED,
        (S.ACKNOWLEDGED, S.REJECTED): _REJECTED,
        (S.ACKNOWLEDGED, S.RESOLVED): _RESOLVED,
        (S.ACKNOWLEDGED, S.CLOSED): _GIVEN_UP,
        (S.APPROVED, S.RESOLVED): _RESOLVED,
        (S.APPROVED, S.DISPUTED): _DISPUTED,
        (S.REJECTED, S.DISPUTED): _DISPUTED,
        (S.REJECTED, S.RESOLVED): _ACCEPTED,
        (S.REJECTED, S.CLOSED): _GIVEN_UP,
        (S.DISPUTED, S.AWAITING_EVIDENCE): _EVIDENCE,
        (S.DISPUTED, S.APPROVED): _APPROVED,
        (S.DISPUTED, S.REJECTED): _REJECTED,
        (S.DISPUTED, S.RESOLVED): _RESOLVED,
        (S.DISPUTED, S.CLOSED): _GIVEN_UP,
        (S.RESOLVED, S.CLOSED): Way(act="Close", ask="What else is to be known", words=False),
        (S.RESOLVED, S.OPEN): _REOPENED,
        (S.CLOSED, S.OPEN): _REOPENED,
    }
)


def ways_from(state: EscalationState) -> dict[EscalationState, Way]:
    """Where an escalation may go from a state, in the order in which that is offered."""
    return {to: way for (came, to), way in WAYS.items() if came is state}
