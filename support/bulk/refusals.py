"""Why nothing is done with a bulk job: each is answered in its own way."""

from __future__ import annotations

from support.bulk.models import JobState
from support.commands.refusals import Refused

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
