"""Why a claim is not made, or not moved: each is answered in its own way."""

from __future__ import annotations

from support.claims.models import Claim
from support.commands.refusals import Refused


class ClaimExists(Exception):
    """There is a live claim for this escalation: ``existing``."""

    def __init__(self, existing: Claim) -> None:
        super().__init__("This is claimed already: one claim at a time for an escalation.")
        self.existing = existing


class NotThatWay(Refused):
    """A claim in this state does not go there."""


class ClaimChanged(Exception):
    """It was changed since it was looked at; ``now`` is as it is."""

    def __init__(self, now: Claim) -> None:
        super().__init__("This claim was changed since you opened it. See what it says now.")
        self.now = now
