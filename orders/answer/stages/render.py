"""From a locked design to printable files."""

from __future__ import annotations

from orders.answer.clock import count
from orders.answer.facts import LineFacts
from orders.answer.failures import failure_words, failures
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.words import quote
from orders.contract.model import Render, RenderFailure, RenderState

IN_FLIGHT = (RenderState.QUEUED, RenderState.RENDERING, RenderState.PREFLIGHT)
DOING = {
    RenderState.QUEUED: "waiting in the render queue",
    RenderState.RENDERING: "being rendered",
    RenderState.PREFLIGHT: "rendered and being checked",
}
STUCK_IN = DOING | {RenderState.RENDERING: "rendering", RenderState.PREFLIGHT: "in the check of its files"}


def _state(line: LineFacts, *states: RenderState) -> Render | None:
    render = line.view.render
    speaks = line.view.parcel is None and line.view.job is None
    return render if speaks and render is not None and render.state in states else None


def _attempts(line: LineFacts, failed: Render) -> str:
    tries = sum(1 for render in line.view.renders if render.state is not RenderState.CANCELLED)
    tries = max(tries, failed.attempt)
    return f" after {count(tries, 'attempt')}" if tries > 1 else ""


@situation(
    "Render failed",
    short="stuck after a failed render",
    tone=Tone.FAIL,
    stage=Stage.RENDER,
    move=Move.OURS,
    severity=7,
    reply="render_fault",
)
def render_failed(line: LineFacts) -> Said | None:
    """The newest attempt failed and no other was begun."""
    render = _state(line, RenderState.FAILED)
    if render is None:
        return None
    failure = render.failure or RenderFailure()
    words = failure_words(failure.code)
    what = f"page {failure.page}" if failure.page else line.subject.it
    named = f" ({quote(failure.code)})" if failure.code and failure.code not in failures() else ""
    own = f" The renderer said: {quote(failure.message)}." if quote(failure.message) else ""
    return Said(
        sentence=f"{line.subject.is_} stuck{_attempts(line, render)}: {what} could not be rendered because "
        f"{words.because}{named}",
        next=words.next,
        explanation=words.explanation + own,
        advice=words.advice,
        reply=words.reply,
        page=failure.page,
    )


@situation(
    "Render stuck",
    short="stuck in rendering",
    tone=Tone.WARN,
    stage=Stage.RENDER,
    move=Move.OURS,
    severity=6,
    reply="preparing",
)
def render_stuck(line: LineFacts) -> Said | None:
    """An attempt that should have ended by now."""
    render, late = _state(line, *IN_FLIGHT), line.overdue("stuck_renders")
    if render is None or late is None:
        return None
    gone = line.clock.gone(late.since)
    return Said(
        sentence=f"{line.subject.is_} stuck: it has been {STUCK_IN[render.state]}" + (f" for {gone}" if gone else ""),
        next="render again, and tell the rendering team if others wait too",
        due_at=late.due_at,
        explanation="A render takes minutes; this one has not ended and has not failed.",
        advice="Render again. If several orders wait like this, the rendering system is the trouble.",
    )


@situation(
    "Render queued",
    short="waiting to be rendered",
    tone=Tone.OK,
    stage=Stage.RENDER,
    move=Move.OURS,
    severity=1,
    reply="preparing",
)
def render_queued(line: LineFacts) -> Said | None:
    """In the queue."""
    return _going_on(line, RenderState.QUEUED)


@situation(
    "Rendering", short="being rendered", tone=Tone.OK, stage=Stage.RENDER, move=Move.OURS, severity=1, reply="preparing"
)
def rendering(line: LineFacts) -> Said | None:
    """Being rendered."""
    return _going_on(line, RenderState.RENDERING)


@situation(
    "Checking files",
    short="being checked",
    tone=Tone.OK,
    stage=Stage.RENDER,
    move=Move.OURS,
    severity=1,
    reply="preparing",
)
def preflight(line: LineFacts) -> Said | None:
    """Rendered, and being checked for print."""
    return _going_on(line, RenderState.PREFLIGHT)


def _going_on(line: LineFacts, state: RenderState) -> Said | None:
    render = _state(line, state)
    if render is None:
        return None
    due = line.due("stuck_renders")
    again = f" (attempt {render.attempt})" if render.attempt > 1 else ""
    return Said(
        sentence=f"{line.subject.is_} {DOING[state]}{again}",
        next=f"finish the render{line.clock.by(due.due_at if due else None)}",
        due_at=due.due_at if due else None,
    )


@situation(
    "Not sent to print",
    short="rendered and not sent to a printer",
    tone=Tone.WARN,
    stage=Stage.PRODUCTION,
    move=Move.OURS,
    severity=6,
    reply="preparing",
)
def not_sent(line: LineFacts) -> Said | None:
    """Files are ready, and no print job was made for them in time."""
    render, late = _state(line, RenderState.READY), line.overdue("stuck_renders")
    if render is None or late is None:
        return None
    return Said(
        sentence=f"{line.subject.was} rendered{line.clock.at(render.finished_at)}, but has not been sent to a printer",
        next="find out why no print job was made",
        due_at=late.due_at,
        explanation="The printable files are ready. No printer has been asked to print them.",
        advice="Ask ops for a print job, or escalate to the person on call if others wait too.",
    )


@situation(
    "Files ready",
    short="ready for the printer",
    tone=Tone.OK,
    stage=Stage.PRODUCTION,
    move=Move.OURS,
    severity=1,
    reply="preparing",
)
def render_ready(line: LineFacts) -> Said | None:
    """Files are ready; a print job is to follow."""
    render = _state(line, RenderState.READY)
    if render is None:
        return None
    due, since = line.due("stuck_renders"), line.clock.since(render.finished_at)
    return Said(
        sentence=f"{line.subject.been(since)} rendered and ready for the printer{since}",
        next=f"send it to a printer{line.clock.by(due.due_at if due else None)}",
        due_at=due.due_at if due else None,
    )


@situation(
    "Render withdrawn",
    short="without a valid render",
    tone=Tone.WARN,
    stage=Stage.RENDER,
    move=Move.OURS,
    severity=5,
    reply="preparing",
)
def render_withdrawn(line: LineFacts) -> Said | None:
    """Every attempt was replaced or cancelled, and none took its place."""
    render = _state(line, RenderState.SUPERSEDED, RenderState.CANCELLED)
    if render is None:
        return None
    word = "superseded" if render.state is RenderState.SUPERSEDED else "cancelled"
    return Said(
        sentence=f"{line.subject.has} no valid render: the last attempt was {word}"
        f"{line.clock.at(render.finished_at or render.updated_at)} and no other followed",
        next="render again, unless a new attempt appears",
        explanation="An attempt that is superseded has a successor; here none is known.",
        advice="Wait a few minutes for the successor; if there is none, render again.",
    )


@situation(
    "Unknown state",
    short="in a state we do not know",
    tone=Tone.WARN,
    stage=Stage.RENDER,
    move=Move.OURS,
    severity=4,
    reply="preparing",
)
def render_unknown(line: LineFacts) -> Said | None:
    """The renderer has a word that we do not know."""
    render = _state(line, RenderState.UNKNOWN)
    if render is None:
        return None
    said = quote(render.raw_state)
    return Said(
        sentence=f"{line.subject.has} a render in a state we do not know" + (f": {said}" if said else ""),
        next="ask the rendering team what it means",
    )


SITUATIONS = (
    render_failed,
    render_stuck,
    render_queued,
    rendering,
    preflight,
    not_sent,
    render_ready,
    render_withdrawn,
    render_unknown,
)
