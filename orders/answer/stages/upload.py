"""The design and its photos, before all of them have arrived."""

from __future__ import annotations

from orders.answer.clock import count
from orders.answer.facts import LineFacts
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.stages.designs import design_in, missing_of, photos_of
from orders.contract.model import PrintState

UPLOAD = Stage.UPLOAD


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
    design = design_in(line, PrintState.ASSETS_MISSING)
    if design is None:
        return None
    lost = count(design.photos_failed, "photo") if design.photos_failed else "at least one photo"
    verb = "is" if design.photos_failed <= 1 else "are"
    return Said(
        sentence=f"{line.subject.start} cannot be made: {lost} {verb} gone or unreadable",
        next="ask the customer for the missing photos",
        explanation=f"{lost[0].upper()}{lost[1:]} of this design cannot be read any more.",
        advice="Ask the customer to send them again in the app, or to take them out of the layout.",
    )


@situation("Upload stalled", short="waiting for photos", tone=Tone.WARN, stage=UPLOAD, move=Move.OURS, severity=6)
def upload_stalled(line: LineFacts) -> Said | None:
    """The backend says that no photo arrived for hours."""
    design = design_in(line, PrintState.UPLOAD_STALLED)
    if design is None:
        return None
    return Said(
        sentence=f"{line.subject.start} cannot be made yet: the upload stopped{line.clock.at(design.updated_at)}"
        + (f" with {photos_of(design)} received" if photos_of(design) else ""),
        next=f"ask the customer to open the app on a good connection, so that {missing_of(design)} can still arrive",
        explanation=f"The phone stopped sending; {missing_of(design)} did not arrive.",
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
    design = design_in(line, PrintState.SUBMITTED, PrintState.UPLOADING)
    late = line.overdue("stuck_uploads")
    if design is None or late is None:
        return None
    return Said(
        sentence=f"{line.subject.start} cannot be made yet: "
        f"nothing of the upload was heard{line.clock.since(late.since)}"
        + (f", {photos_of(design)} received" if photos_of(design) else ""),
        next="ask the customer to open the app on a good connection",
        due_at=late.due_at,
        explanation="The upload has not finished and nothing has arrived for hours.",
        advice="Opening the app on Wi-Fi starts the upload again.",
    )


@situation("Uploading", short="being uploaded", tone=Tone.OK, stage=UPLOAD, move=Move.CUSTOMER, severity=2)
def uploading(line: LineFacts) -> Said | None:
    """The phone is sending photos."""
    design = design_in(line, PrintState.SUBMITTED, PrintState.UPLOADING)
    if design is None:
        return None
    due = line.due("stuck_uploads")
    photos = f": {photos_of(design)} received" if photos_of(design) else ""
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
    design = design_in(line, PrintState.DRAFT)
    if design is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} still a draft in the app, untouched{line.clock.since(design.updated_at)}",
        next="finish the design and send it",
    )


@situation("Abandoned", short="abandoned", tone=Tone.WARN, stage=UPLOAD, move=Move.OURS, severity=5)
def design_abandoned(line: LineFacts) -> Said | None:
    """The design was given up, the order was not."""
    design = design_in(line, PrintState.ABANDONED)
    if design is None:
        return None
    return Said(
        sentence=f"{line.subject.was} ordered, but its design was abandoned{line.clock.at(design.updated_at)}"
        + (f" with {photos_of(design)} received" if photos_of(design) else ""),
        next="ask the customer whether to go on or to cancel",
        advice="If they want it, the design has to be opened and finished in the app; if not, cancel the order.",
    )


SITUATIONS = (
    assets_missing,
    upload_stalled,
    upload_overdue,
    uploading,
    design_unfinished,
    design_abandoned,
)
