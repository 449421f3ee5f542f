"""What a command's row says of it: whether it was seen, and how it ended."""

from __future__ import annotations

from typing import Final

from orders.contract.model import CommandKind, PrintJobState, RenderState
from orders.lines import DEAD_JOBS
from support.commands.states import State

JOB_BEGUN: Final = frozenset(
    {
        PrintJobState.ACCEPTED,
        PrintJobState.FILES_READY,
        PrintJobState.IN_PRODUCTION,
        PrintJobState.PRINTED,
        PrintJobState.BINDING,
        PrintJobState.QUALITY_CONTROL,
        PrintJobState.PACKED,
        PrintJobState.DISPATCHED,
        PrintJobState.CANCEL_REFUSED,
    }
)
"""The printer has taken it: the command has had its effect."""

RENDERS: Final = {
    RenderState.READY: State.DONE,
    RenderState.SUPERSEDED: State.DONE,
    RenderState.FAILED: State.FAILED,
    RenderState.CANCELLED: State.FAILED,
}
CANCELLATIONS: Final = {
    PrintJobState.CANCEL_REQUESTED: State.SEEN,
    PrintJobState.CANCELLED: State.DONE,
    PrintJobState.CANCEL_REFUSED: State.FAILED,
}


def fate(kind: CommandKind, row_state: str, known: State) -> State | None:
    """How far a command is by the state of the row that it made, or of the job that it cancels; None where the row
    says nothing of it yet. ``known`` is how far it was.
    """
    if kind is CommandKind.RENDER:
        return RENDERS.get(RenderState(row_state), State.SEEN)
    job = PrintJobState(row_state)
    if kind is CommandKind.CANCEL_PRINT_JOB:
        # A job that goes on after its cancellation was asked for is not cancelled.
        return CANCELLATIONS.get(job, State.FAILED if known is State.SEEN else None)
    if job in DEAD_JOBS:
        return State.FAILED
    return State.DONE if job in JOB_BEGUN else State.SEEN
