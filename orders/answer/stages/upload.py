"""Before anything is rendered: the design and its photos."""

from __future__ import annotations

from orders.answer.clock import count
from orders.answer.facts import LineFacts
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.words import in_words, quote
from orders.contract.model import Print, PrintState

UPLOAD = Stage.UPLOAD


def _state(line: LineFacts, *states: PrintState) -> Print | None:
    design = line.view.design
    speaks = line.view.parcel is None and line.view.job is None and line.view.render is None
    return design if speaks and design is not None and design.state in states else None


def _photos(design: Print) -> str:
    if not design.photo_count:
        return ""
    arrived = min(design.photos_uploaded, design.photo_count)
    return f"{arrived:,} of {count(design.photo_count, 'photo')}"


def _missing(design: Print) -> str:
    missing = max(design.photo_count - design.photos_uploaded, 0)
    return count(missing, "photo") if missing else "at least one photo"


@situation(
    "Photo missing",
    short="waiting for a photo",
    tone=Tone.FAIL,
    stage=UPLOAD,
    move=Move.OURS,
    severity=7,
    reply="photo_missing",
)
def assets_missing(line: LineFacts) -> Said | None:
    """A photo is gone or unreadable."""
    design = _state(line, PrintState.ASSETS_MISSING)
    if design is None:
        return None
    lost = count(design.photos_failed, "photo") if design.photos_failed else "at least one photo"
    verb = "is" if design.photos_failed <= 1 else "are"
    return Said(
        sentence=f"{line.subject.start} cannot be made: {lost} {verb} gone or unreadable"
        f"{line.clock.since(design.updated_at)}",
        next="ask the customer for the missing photos",
        explanation=f"{lost[0].upper()}{lost[1:]} of this design cannot be read any more.",
        advice="Ask the customer to send them again in the app, or to take them out of the layout.",
    )


@situation("Upload stalled", short="waiting for photos", tone=Tone.WARN, stage=UPLOAD, move=Move.OURS, severity=6)
def upload_stalled(line: LineFacts) -> Said | None:
    """The backend says that no photo arrived for hours."""
    design = _state(line, PrintState.UPLOAD_STALLED)
    if design is None:
        return None
    return Said(
        sentence=f"{line.subject.start} cannot be made yet: the upload stopped{line.clock.at(design.updated_at)}"
        + (f" with {_photos(design)} received" if _photos(design) else ""),
        next=f"ask the customer to open the app on a good connection, so that {_missing(design)} can still arrive",
        explanation=f"The phone stopped sending; {_missing(design)} did not arrive.",
        advice="Opening the app on Wi-Fi starts the upload again. Nothing needs to be designed anew.",
    )


@situation(
    "Upload overdue",
    short="waiting for photos",
    tone=Tone.WARN,
    stage=UPLOAD,
    move=Move.OURS,
    severity=6,
    reply="upload_stalled",
)
def upload_overdue(line: LineFacts) -> Said | None:
    """Photos still come, or so it seems, but for far too long."""
    design = _state(line, PrintState.SUBMITTED, PrintState.UPLOADING)
    late = line.overdue("stuck_uploads")
    if design is None or late is None:
        return None
    return Said(
        sentence=f"{line.subject.start} cannot be made yet: "
        f"nothing of the upload was heard{line.clock.since(late.since)}"
        + (f", {_photos(design)} received" if _photos(design) else ""),
        next="ask the customer to open the app on a good connection",
        due_at=late.due_at,
        explanation="The upload has not finished and nothing has arrived for hours.",
        advice="Opening the app on Wi-Fi starts the upload again.",
    )


@situation("Uploading", short="being uploaded", tone=Tone.OK, stage=UPLOAD, move=Move.CUSTOMER, severity=2)
def uploading(line: LineFacts) -> Said | None:
    """The phone is sending photos."""
    design = _state(line, PrintState.SUBMITTED, PrintState.UPLOADING)
    if design is None:
        return None
    due = line.due("stuck_uploads")
    photos = f": {_photos(design)} received" if _photos(design) else ""
    return Said(
        sentence=f"The photos of {line.subject} are still being uploaded{photos}",
        next="let the upload finish with the app open",
        due_at=due.due_at if due else None,
    )


@situation(
    "Not finished", short="not finished by the customer", tone=Tone.IDLE, stage=UPLOAD, move=Move.CUSTOMER, severity=3
)
def design_unfinished(line: LineFacts) -> Said | None:
    """Ordered, and yet a draft."""
    design = _state(line, PrintState.DRAFT)
    if design is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} still a draft in the app{line.clock.since(design.updated_at)}",
        next="finish the design and send it",
    )


@situation("Abandoned", short="abandoned", tone=Tone.WARN, stage=UPLOAD, move=Move.OURS, severity=5)
def design_abandoned(line: LineFacts) -> Said | None:
    """The design was given up, the order was not."""
    design = _state(line, PrintState.ABANDONED)
    if design is None:
        return None
    return Said(
        sentence=f"{line.subject.was} ordered, but its design was abandoned{line.clock.at(design.updated_at)}"
        + (f" with {_photos(design)} received" if _photos(design) else ""),
        next="ask the customer whether to go on or to cancel",
        advice="If they want it, the design has to be opened and finished in the app; if not, cancel the order.",
    )


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
    design = _state(line, PrintState.UPLOADED, PrintState.LAYOUT_ADJUSTED)
    late = line.overdue("stuck_uploads")
    if design is None or late is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} uploaded, but was not locked for rendering{line.clock.since(late.since)}",
        next="find out why the design was not locked",
        due_at=late.due_at,
        advice="Everything has arrived; the backend has to lock the design before it can be rendered.",
    )


@situation("Uploaded", short="uploaded", tone=Tone.OK, stage=UPLOAD, move=Move.OURS, severity=1, reply="preparing")
def uploaded(line: LineFacts) -> Said | None:
    """All photos are here; the layout is being settled."""
    design = _state(line, PrintState.UPLOADED, PrintState.LAYOUT_ADJUSTED)
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
    if late is None or _state(line, PrintState.LOCKED) is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} ready to be rendered{line.clock.since(late.since)}, but no render was started",
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
    if _state(line, PrintState.LOCKED) is None:
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
    design = _state(line, PrintState.UNKNOWN)
    if design is None:
        return None
    said = quote(design.raw_state)
    return Said(
        sentence=f"{line.subject.is_} in a state we do not know" + (f": {said}" if said else ""),
        next=f"look up what “{in_words(design.raw_state)}” means" if said else "ask what state the design is in",
    )


@situation(
    "Nothing known",
    short="not heard of yet",
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
    short="not heard of yet",
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
    assets_missing,
    upload_stalled,
    upload_overdue,
    uploading,
    design_unfinished,
    design_abandoned,
    lock_overdue,
    uploaded,
    render_not_started,
    ready_to_render,
    design_unknown,
    nothing_known_overdue,
    nothing_known,
)
