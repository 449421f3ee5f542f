"""Before the first render: uploaded, locked, waiting; or nothing known at all."""

from __future__ import annotations

from orders.answer.facts import LineFacts
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.stages.designs import design_in
from orders.answer.words import in_words, quote
from orders.contract.model import PrintState

UPLOAD = Stage.UPLOAD


@situation(
    "Not locked",
    short="waiting to be locked",
    tone=Tone.WARN,
    stage=UPLOAD,
    move=Move.OURS,
    severity=5,
    reply="preparing",
)
def lock_overdue(line: LineFacts) -> Said | None:
    """All photos are here, but the design was not locked for rendering in time."""
    design = design_in(line, PrintState.UPLOADED, PrintState.LAYOUT_ADJUSTED)
    late = line.overdue("stuck_uploads")
    if design is None or late is None:
        return None
    since = line.clock.since(late.since)
    return Said(
        sentence=f"{line.subject.been(since)} uploaded{since}, but was never locked for rendering",
        next="find out why the design was not locked",
        due_at=late.due_at,
        advice="Everything has arrived; the backend has to lock the design before it can be rendered.",
    )


@situation("Uploaded", short="uploaded", tone=Tone.OK, stage=UPLOAD, move=Move.OURS, severity=1, reply="preparing")
def uploaded(line: LineFacts) -> Said | None:
    """All photos are here; the layout is being settled."""
    design = design_in(line, PrintState.UPLOADED, PrintState.LAYOUT_ADJUSTED)
    if design is None:
        return None
    due = line.due("stuck_uploads")
    settled = "uploaded and the layout is adjusted" if design.state is PrintState.LAYOUT_ADJUSTED else "uploaded"
    return Said(
        sentence=f"{line.subject.is_} {settled}",
        next=f"lock the design{line.clock.by(due.due_at if due else None)} and render it",
        due_at=due.due_at if due else None,
    )


@situation(
    "Not rendered",
    short="waiting for a render",
    tone=Tone.WARN,
    stage=Stage.RENDER,
    move=Move.OURS,
    severity=6,
    reply="preparing",
)
def render_not_started(line: LineFacts) -> Said | None:
    """Locked, and nobody began to render it."""
    late = line.overdue("stuck_renders")
    if late is None or design_in(line, PrintState.LOCKED) is None:
        return None
    since = line.clock.since(late.since)
    return Said(
        sentence=f"{line.subject.been(since)} ready to be rendered{since}, but no render was started",
        next="render it",
        due_at=late.due_at,
        explanation="The design is complete and locked; the renderer was never asked, or never answered.",
        advice="Render it. If nothing happens within minutes, tell the person on call.",
    )


@situation(
    "Ready to render",
    short="waiting for a render",
    tone=Tone.OK,
    stage=Stage.RENDER,
    move=Move.OURS,
    severity=1,
    reply="preparing",
)
def ready_to_render(line: LineFacts) -> Said | None:
    """Locked a moment ago."""
    if design_in(line, PrintState.LOCKED) is None:
        return None
    due = line.due("stuck_renders")
    return Said(
        sentence=f"{line.subject.is_} complete and waiting to be rendered",
        next=f"start the render{line.clock.by(due.due_at if due else None)}",
        due_at=due.due_at if due else None,
    )


@situation(
    "Unknown state",
    short="in a state we do not know",
    tone=Tone.WARN,
    stage=UPLOAD,
    move=Move.OURS,
    severity=4,
    reply="preparing",
)
def design_unknown(line: LineFacts) -> Said | None:
    """The backend has a word for the design that we do not know."""
    design = design_in(line, PrintState.UNKNOWN)
    if design is None:
        return None
    said = quote(design.raw_state)
    return Said(
        sentence=f"{line.subject.is_} in a state we do not know" + (f": {said}" if said else ""),
        next=f"look up what “{in_words(design.raw_state)}” means" if said else "ask what state the design is in",
    )


@situation(
    "Nothing known",
    short="not known yet",
    tone=Tone.WARN,
    stage=Stage.UNKNOWN,
    move=Move.OURS,
    severity=5,
    reply="preparing",
)
def nothing_known_overdue(line: LineFacts) -> Said | None:
    """Paid long ago, and no design, render, job or parcel is known."""
    late = line.overdue("stuck_renders")
    if late is None or line.view.design is not None or not nothing_known.say(line):
        return None
    return Said(
        sentence=f"Nothing has been heard of {line.subject}{line.clock.since(late.since)}: "
        "no design, no render, no print job",
        next="find out where it is",
        due_at=late.due_at,
        advice="The backend may not have sent its rows. Ask the person on call whether a stream is behind.",
    )


@situation(
    "Nothing known yet",
    short="not known yet",
    tone=Tone.IDLE,
    stage=Stage.UNKNOWN,
    move=Move.OURS,
    severity=2,
    reply="preparing",
)
def nothing_known(line: LineFacts) -> Said | None:
    """A line without any row: just placed, or its rows are still to come."""
    view = line.view
    if view.parcel or view.job or view.render or view.design:
        return None
    return Said(
        sentence=f"Nothing is known of {line.subject} yet: no design, no render, no print job",
        next="wait for the first news of it",
    )


SITUATIONS = (
    lock_overdue,
    uploaded,
    render_not_started,
    ready_to_render,
    design_unknown,
    nothing_known_overdue,
    nothing_known,
)
