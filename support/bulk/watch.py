"""Watching the rows that went first: the rest follows when the backend has seen all of them, and not where one went
wrong.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from support.bulk.close import halt
from support.bulk.held import move
from support.bulk.models import BulkJob, JobState, RowState
from support.bulk.send import first_rows
from support.commands.states import BAD, WAITING, State

WENT_WRONG: Final = {
    State.REFUSED: "the backend refused it",
    State.FAILED: "what it made came to nothing",
    State.OVERDUE: "nothing was seen of it in time",
}


def watch(job: BulkJob) -> None:
    """Let the rest of a job go, or pause it; ``job`` is held, and in its first rows."""
    rows = list(first_rows(job).select_related("command").order_by("number"))
    states = Counter(row.command.state for row in rows if row.command is not None)
    for row in rows:
        if row.command is not None and row.command.state in BAD:
            halt(job, "one of its first rows went wrong", _words(row.number, State(row.command.state)))
            return
    waiting = sum(states[state] for state in WAITING)
    enough = len(rows) >= job.canary or not job.rows.filter(state=RowState.READY).exists()
    if enough and not waiting:
        move(job, JobState.RUNNING, canary_since=None)


def _words(number: int, state: State) -> str:
    return f"Row {number} was among the first that went, and {WENT_WRONG[state]}. See it before the rest goes."
