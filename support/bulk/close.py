"""What a job comes to by itself: paused where something is wrong, or done."""

from __future__ import annotations

from django.db.models.functions import Now

from support.audit.record import Actor, Detail, record
from support.bulk import events
from support.bulk.held import move
from support.bulk.models import BulkJob, JobState, RowState
from support.bulk.tell import tell_proposer
from support.bulk.totals import totals
from support.commands.states import State

TOLD = {"done": RowState.DONE, "refused": RowState.REFUSED, "failed": State.FAILED, "overdue": State.OVERDUE}


def ourselves() -> Actor:
    """Who acts where no person does."""
    return Actor("printdesk", "service")


def halt(job: BulkJob, why: str, words: str) -> None:
    """Pause a job that is held until a person has looked at it: ``why`` for the audit, ``words`` for who looks."""
    move(job, JobState.PAUSED, trouble=words)
    record(ourselves(), events.HALTED, events.target(job), details={"action": job.action, "why": why})
    tell_proposer(job, f"halted:{job.changes}", f"paused. {words}")


def finish(job: BulkJob) -> None:
    """End a job that is held and of which nothing more happens."""
    counts = totals(job)
    told = {name: counts[state] for name, state in TOLD.items()}
    move(job, JobState.DONE, trouble="", canary_since=None, ended_at=Now())
    details: dict[str, Detail] = {"action": job.action, "left_out": counts[RowState.LEFT_OUT], **told}
    record(ourselves(), events.ENDED, events.target(job), details=details)
    words = ", ".join(f"{number:,} {name}" for name, number in told.items() if number) or "nothing to do"
    tell_proposer(job, f"ended:{job.changes}", f"ended. {words}")
