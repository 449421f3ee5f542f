"""How a bulk job stands and what comes next, in a sentence or two."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from support.bulk.models import Action, BulkJob, JobState, RowState
from support.bulk.send import first_rows
from support.commands.states import State
from support.shown.bulk import row_words, verb_words

Totals = Mapping[str, int]


def sentence_of(job: BulkJob, totals: Totals) -> str:
    """The sentence on top of a job's page; ``totals`` are its rows by state."""
    return SENTENCES[JobState(job.state)](job, totals)


def _planned(job: BulkJob, totals: Totals) -> str:
    ready = totals[RowState.READY]
    if not ready:
        return "Nothing can be done: every row is left out. See why below."
    return f"{verb_words(Action(job.action), ready)}? Nothing has been done yet."


def _awaiting(_job: BulkJob, totals: Totals) -> str:
    ready = totals[RowState.READY]
    return (
        f"{row_words(ready)} {'waits' if ready == 1 else 'wait'} for a manager to approve. Nothing has been done yet."
    )


def _canary(job: BulkJob, totals: Totals) -> str:
    """Of the first rows some may still be to go."""
    one = job.canary == 1
    rest = totals[RowState.READY] - max(0, job.canary - first_rows(job).count())
    if rest <= 0:
        return f"{row_words(job.canary)} {'goes' if one else 'go'} now."
    first = "The first row goes" if one else f"The first {row_words(job.canary)} go"
    follow = "The other one follows" if rest == 1 else f"The other {rest:,} follow"
    return f"{first} alone. {follow} once the backend has taken {'it' if one else 'them'} up."


def _counts(_job: BulkJob, totals: Totals) -> str:
    """What has come of the rows so far."""
    under_way = sum(totals[state] for state in (State.REQUESTED, State.STARTED, State.SEEN))
    told = (
        (totals[State.DONE], "done"),
        (under_way, "under way"),
        (totals[State.FAILED] + totals[State.REFUSED], "failed or refused"),
        (totals[State.OVERDUE], "overdue"),
        (totals[RowState.READY], "still to go"),
        (totals[RowState.CANCELLED], "not sent"),
        (totals[RowState.LEFT_OUT], "left out"),
    )
    return (", ".join(f"{count:,} {what}" for count, what in told if count) or "Nothing to do") + "."


def _paused(_job: BulkJob, totals: Totals) -> str:
    return f"{row_words(totals[RowState.READY])} not sent. Nothing more is sent until somebody resumes it."


def _cancelled(job: BulkJob, totals: Totals) -> str:
    return f"Cancelled: {_counts(job, totals)}" if job.started_at else "Cancelled before anything was done."


SENTENCES: Final[Mapping[JobState, Callable[[BulkJob, Totals], str]]] = {
    JobState.PLANNING: lambda *_: "What each row would come to is being worked out. Nothing has been done yet.",
    JobState.PLANNED: _planned,
    JobState.AWAITING_APPROVAL: _awaiting,
    JobState.CANARY: _canary,
    JobState.RUNNING: _counts,
    JobState.PAUSED: _paused,
    JobState.DONE: _counts,
    JobState.CANCELLED: _cancelled,
    JobState.DECLINED: lambda *_: "Declined, so nothing was done.",
    JobState.EXPIRED: lambda *_: "Nobody started or approved it in time, so nothing was done. Select the rows again.",
}
