"""Why nothing is done with a bulk job: each is answered in its own way."""

from __future__ import annotations

from typing import Final

from support.bulk.models import JobState
from support.commands.refusals import AboveLimit, Existing, NotAllowed, NotThere, Refused, UnderWay

STANDS = {
    JobState.PLANNING: "It is still being worked out what this job would do.",
    JobState.PLANNED: "This job was not started yet.",
    JobState.AWAITING_APPROVAL: "This job waits for somebody to approve it.",
    JobState.CANARY: "This job runs already.",
    JobState.RUNNING: "This job runs already.",
    JobState.PAUSED: "This job is paused.",
    JobState.DONE: "This job is done.",
    JobState.CANCELLED: "This job was cancelled.",
    JobState.DECLINED: "This job was declined.",
    JobState.EXPIRED: "This job has expired: nobody started or approved it in time. Select the rows again.",
}


class NotNow(Refused):
    """The job is not in a state for it."""

    def __init__(self, state: JobState) -> None:
        super().__init__(f"{STANDS[state]} Nothing was changed now.")


class Changed(Refused):
    """The rows are not those that were looked at."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The job is not what it was when it was worked out: {what} Decline it, and select anew.")


class AskerGone(Refused):
    """Whoever selected the rows may not do this any more."""


class NothingToDo(Refused):
    """Every row was left out."""

    def __init__(self) -> None:
        super().__init__("No row is left that anything could be done with: see why each was left out.")


NOUNS: Final = {"command": "the command", "render": "render", "print_job": "print job"}


def words_of(refusal: Refused | UnderWay | NotThere | NotAllowed) -> tuple[str, str]:
    """Why a row does not go: a code for programs, and a sentence that names what stands in the way."""
    if isinstance(refusal, UnderWay):
        return "under_way", _under_way(refusal.existing)
    if isinstance(refusal, NotThere):
        return "not_there", str(refusal)
    if isinstance(refusal, NotAllowed):
        return "not_allowed", f"Whoever selected this may not: {str(refusal).replace('_', ' ')}."
    return ("limit" if isinstance(refusal, AboveLimit) else refusal.code), str(refusal)


def _under_way(found: Existing) -> str:
    who = f", asked for by {found.by}" if found.by else ""
    state = found.state.replace("_", " ")
    return f"This is under way already: {NOUNS.get(found.kind, found.kind)} {found.id}, {state}{who}."
