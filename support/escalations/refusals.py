"""Why a problem does not become an escalation, or one is not moved: each is answered in its own way."""

from __future__ import annotations

from support.commands.refusals import Refused
from support.escalations.models import Escalation


class AlreadyOpen(Exception):
    """The same is being dealt with already, whoever took it up: ``existing``."""

    def __init__(self, existing: Escalation) -> None:
        super().__init__("This is escalated already. Add what you know to that one.")
        self.existing = existing


class NotFromHere(Refused):
    """An escalation in this state does not go there."""


class Changed(Exception):
    """It was changed since it was looked at; ``now`` is as it is."""

    def __init__(self, now: Escalation) -> None:
        super().__init__("This escalation was changed since you opened it. See what it says now.")
        self.now = now
