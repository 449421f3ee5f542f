"""How far a command is, and which steps there are."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """From the wish to its end."""

    REQUESTED = "requested"  # in our database, nothing sent for certain
    STARTED = "started"  # the backend's state machine has it
    SEEN = "seen"  # the render or print job that it asked for is there
    DONE = "done"
    FAILED = "failed"  # what it made came to nothing
    REFUSED = "refused"  # the backend does not do it, or somebody gave it up
    OVERDUE = "overdue"  # nothing was seen of it in time: somebody must look


OPEN: Final = (State.REQUESTED, State.STARTED, State.SEEN, State.OVERDUE)
"""The command may still have an effect: a second one for the same thing waits for its end."""

WAITING: Final = (State.REQUESTED, State.STARTED)
"""Nothing is seen of it yet."""

BAD: Final = (State.FAILED, State.REFUSED, State.OVERDUE)
"""Whoever asked wants to know."""

BEFORE: Final[dict[State, tuple[State, ...]]] = {
    State.STARTED: (State.REQUESTED, State.OVERDUE),
    State.SEEN: (*WAITING, State.OVERDUE),
    State.DONE: OPEN,
    State.FAILED: OPEN,
    State.REFUSED: (*WAITING, State.OVERDUE),
    State.OVERDUE: WAITING,
}
"""From which states each is reached. What was made may be seen before the answer of its start arrives."""
