"""Commands as people read them: in an order's box and timeline, and in the list of those in flight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orders.answer.model import Stage, TimelineEvent, Tone
from orders.contract.model import CommandKind
from support.commands.models import Command
from support.commands.people import asked_by
from support.commands.states import OPEN, State
from support.reasons import reasons
from support.shown.hits import anchor

NOUNS: Final = {
    CommandKind.RENDER: "Render",
    CommandKind.REPRINT: "Reprint",
    CommandKind.REROUTE: "Reprint elsewhere",
    CommandKind.CANCEL_PRINT_JOB: "Cancellation",
}
LABELS: Final = {
    State.REQUESTED: "Requested",
    State.STARTED: "Sent",
    State.SEEN: "Under way",
    State.DONE: "Done",
    State.FAILED: "Failed",
    State.REFUSED: "Refused",
    State.OVERDUE: "Overdue",
}
TONES: Final = {
    State.DONE: Tone.OK,
    State.FAILED: Tone.FAIL,
    State.REFUSED: Tone.FAIL,
    State.OVERDUE: Tone.WARN,
}
ROWS: Final = {"renders": "render", "print_jobs": "print_job"}
BACKEND: Final = "backend"
BULK: Final = "bulk-jobs"
"""What the source of an event begins with that a bulk job is behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCommand:
    """One command in words. ``made`` is the place on the order's page of what it made, "" where nothing is seen;
    ``number`` is the order's.
    """

    command: Command
    anchor: str
    what: str
    about: str
    cause: str
    who: str
    label: str
    tone: Tone
    made: str
    number: str

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.command.state in OPEN


def shown_command(command: Command, number: str = "") -> ShownCommand:
    """A command with its state in words; the order by its id where no number is given."""
    state = State(command.state)
    made = command.made_table in ROWS and command.kind != CommandKind.CANCEL_PRINT_JOB
    return ShownCommand(
        command=command,
        anchor=f"command-{command.pk}",
        what=NOUNS[CommandKind(command.kind)],
        about=_about(command),
        cause=cause_words(command.cause),
        who=asked_by(command),
        label=LABELS[state],
        tone=TONES.get(state, Tone.IDLE),
        made=anchor(ROWS[command.made_table], command.made_key) if made else "",
        number=number or command.order_id,
    )


def cause_words(code: str) -> str:
    """A cause as people read it."""
    reason = reasons().get(code)
    return reason.label if reason else code.replace("_", " ")


def events_of(command: Command) -> Iterator[TimelineEvent]:
    """The steps of a command, as events of its order."""
    noun, state, who = NOUNS[CommandKind(command.kind)], State(command.state), asked_by(command)
    bulk = " in a bulk job" if command.bulk_id else ""
    asked = f"{noun} requested by {who}{bulk}: {cause_words(command.cause)} ({_about(command)})"
    source = f"{BULK}/{command.bulk_id}" if command.bulk_id else ""
    yield _event(command, "requested", command.requested_at, who, asked, source=source)
    made = f": {ROWS[command.made_table].replace('_', ' ')} {command.made_key}" if command.made_table in ROWS else ""
    why = f": {command.trouble}" if command.trouble else ""
    steps = (
        (State.STARTED, command.started_at, "Printdesk", f"{noun} sent to the backend", Tone.IDLE),
        (State.SEEN, command.seen_at, BACKEND, f"{noun} taken up{made}", Tone.IDLE),
        (State.OVERDUE, command.overdue_at, "Printdesk", f"{noun} overdue{_overdue(command)}", Tone.WARN),
        (state, command.ended_at, BACKEND, f"{noun} {LABELS[state].lower()}{why}", TONES.get(state, Tone.IDLE)),
    )
    for step, at, actor, text, tone in steps:
        if at is not None:
            yield _event(command, step, at, actor, text, tone)


def _overdue(command: Command) -> str:
    """Why, where that is known and it is so still."""
    said = command.trouble if command.state == State.OVERDUE else ""
    return f": {said or 'nothing was seen of it'}"


def _event(
    command: Command, step: str, at: datetime, actor: str, text: str, tone: Tone = Tone.IDLE, source: str = ""
) -> TimelineEvent:
    return TimelineEvent(
        id=f"command-{command.pk}-{step}",
        at=at,
        heard_at=at,
        kind=f"command.{step}",
        tone=tone,
        stage=Stage.UNKNOWN,
        actor=actor,
        text=text,
        source=source or f"commands/{command.pk}",
        clock="Printdesk",
    )


def _about(command: Command) -> str:
    if command.kind == CommandKind.RENDER:
        return f"line {command.line_id}"
    where = f" at printer {command.printer_id}" if command.kind == CommandKind.REROUTE else ""
    return f"print job {command.print_job_id}{where}"
