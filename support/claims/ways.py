"""The states of a claim and how it goes from one to another: one table, which pages, API and templates ask."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dashboard.permissions import Permission
from support.claims.models import ClaimState

S = ClaimState


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way from a state to another. ``act`` names it as a button does, ``ask`` says what its words are to tell;
    ``words`` where it cannot be gone without any. ``granted`` where it says how much they give, ``credit_note`` where
    it names their reference for what they paid.
    """

    act: str
    ask: str
    permission: Permission = Permission.SETTLE_CLAIM
    words: bool = False
    granted: bool = False
    credit_note: bool = False


_CREDITED: Final = Way(act="Credited", ask="What else is to be known", granted=True, credit_note=True)
_REJECTED: Final = Way(act="Rejected", ask="What they say, in their words", words=True)
_WITHDRAWN: Final = "Why nothing is claimed after all"

WAYS: Final = MappingProxyType(
    {
        (S.DRAFT, S.SENT): Way(
            act="Sent", ask="How and to whom it was sent", permission=Permission.MAKE_CLAIM, words=True
        ),
        (S.DRAFT, S.WITHDRAWN): Way(act="Withdraw", ask=_WITHDRAWN, permission=Permission.MAKE_CLAIM, words=True),
        (S.SENT, S.APPROVED): Way(act="Approved", ask="What they promise", granted=True),
        (S.SENT, S.REJECTED): _REJECTED,
        (S.SENT, S.CREDITED): _CREDITED,
        (S.SENT, S.WITHDRAWN): Way(act="Withdraw", ask=_WITHDRAWN, words=True),
        (S.APPROVED, S.CREDITED): _CREDITED,
        (S.APPROVED, S.REJECTED): Way(act="Not paid after all", ask="What they say, in their words", words=True),
        (S.REJECTED, S.SENT): Way(
            act="Ask again", ask="Why they are wrong, and what they were told",
            permission=Permission.MAKE_CLAIM, words=True,
        ),
    }
)  # fmt: skip
"""Ways that people go. A claim expires by itself (``support.claims.watch``)."""


def ways_from(state: ClaimState) -> dict[ClaimState, Way]:
    """Where a claim may go from a state, in the order in which that is offered."""
    return {to: way for (came, to), way in WAYS.items() if came is state}
