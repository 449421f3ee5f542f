"""At the printer: from the first word to "dispatched", and what can go wrong between."""

from __future__ import annotations

from orders.answer.facts import LineFacts
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.words import quote
from orders.contract.model import OrderState, PrintJob, PrintJobState

S = PrintJobState
MAKING = Stage.PRODUCTION
WAITING = (S.CREATED, S.SUBMITTED)
AT_WORK = (S.ACCEPTED, S.FILES_READY, S.IN_PRODUCTION, S.PRINTED, S.BINDING, S.QUALITY_CONTROL, S.PACKED)
DOING = {
    S.CREATED: "about to be sent to the printer",
    S.SUBMITTED: "with the printer, who has not answered yet",
    S.ACCEPTED: "accepted",
    S.FILES_READY: "accepted, with its files in place,",
    S.IN_PRODUCTION: "in production",
    S.PRINTED: "printed",
    S.BINDING: "printed and being bound",
    S.QUALITY_CONTROL: "printed and in quality control",
    S.PACKED: "packed",
    S.CANCEL_REFUSED: "still being made",
    S.UNKNOWN: "with",
}


def _state(line: LineFacts, *states: PrintJobState) -> PrintJob | None:
    job = line.view.job
    return job if line.view.parcel is None and job is not None and job.state in states else None


def _where(line: LineFacts, job: PrintJob) -> str:
    """`` by Köln Druck`` for what a printer does to a job, `` at Köln Druck`` for what it does to a book."""
    if job.state is S.UNKNOWN:
        return f" {line.printer}"
    return f" by {line.printer}" if job.state is S.ACCEPTED else f" at {line.printer}"


def _why(job: PrintJob) -> str:
    """The printer's reason or, without one, its own word for the state."""
    said = quote(job.reason) or quote(job.raw_status)
    return f": {said}" if said else ""


def _finishing(line: LineFacts, doing: str = "") -> str:
    due = line.due("dispatch_late")
    return f"{doing}dispatch {line.subject.it_}{line.clock.by(due.due_at if due else None)}"


@situation(
    "Printer silent",
    short="unanswered by the printer",
    tone=Tone.WARN,
    stage=MAKING,
    move=Move.OURS,
    severity=6,
    reply="with_printer",
)
def printer_silent(line: LineFacts) -> Said | None:
    """Sent, and no answer for longer than a printer needs."""
    job, late = _state(line, *WAITING), line.overdue("print_errors")
    if job is None or late is None:
        return None
    gone = line.clock.gone(late.since)
    return Said(
        sentence=f"{line.subject.was} sent to {line.printer}{line.clock.at(job.submitted_at)}, without an answer"
        + (f" for {gone}" if gone else ""),
        next=f"ask {line.printer} whether the job arrived",
        due_at=late.due_at,
        explanation="The printer has neither accepted nor rejected the job.",
        advice="Webhooks go silent: look the job up at the printer before sending it anywhere else.",
    )


@situation(
    "Sent to printer",
    short="sent to the printer",
    tone=Tone.OK,
    stage=MAKING,
    move=Move.PRINTER,
    severity=1,
    reply="with_printer",
)
def sent_to_printer(line: LineFacts) -> Said | None:
    """The printer has it and may still answer in time."""
    job = _state(line, *WAITING)
    if job is None:
        return None
    due = line.due("print_errors")
    to = f"is about to be sent to {line.printer}" if job.state is S.CREATED else f"was sent to {line.printer}"
    return Said(
        sentence=f"{line.subject.start} {line.subject.agree(to)}{line.clock.at(job.submitted_at)}",
        next=f"accept the job{line.clock.by(due.due_at if due else None)}",
        due_at=due.due_at if due else None,
    )


@situation(
    "Rejected by printer",
    short="rejected by the printer",
    tone=Tone.FAIL,
    stage=MAKING,
    move=Move.OURS,
    severity=7,
    reply="with_printer",
)
def job_rejected(line: LineFacts) -> Said | None:
    """The printer will not make it."""
    job = _state(line, S.REJECTED)
    if job is None:
        return None
    return Said(
        sentence=f"{line.printer[0].upper()}{line.printer[1:]} rejected {line.subject}"
        f"{line.clock.at(job.updated_at)}{_why(job)}",
        next="have it printed elsewhere, or render again if the files are at fault",
        explanation="A rejected job is not made and not charged.",
        advice="If the reason is about the files, render again first; otherwise reprint at another printer.",
    )


@situation(
    "File error",
    short="stuck: the printer cannot use its files",
    tone=Tone.FAIL,
    stage=MAKING,
    move=Move.OURS,
    severity=7,
    reply="render_fault",
)
def file_error(line: LineFacts) -> Said | None:
    """The printer cannot use what we sent."""
    job = _state(line, S.FILE_ERROR)
    if job is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} stuck: {line.printer} cannot use the files we sent{_why(job)}",
        next="render again, then send it to the printer anew",
        explanation="The printer could not fetch or open the printable files, or they failed its own checks.",
        advice="Render again: the printer gets fresh files. The same error twice belongs to the rendering team.",
    )


@situation(
    "Error at printer",
    short="stuck at the printer",
    tone=Tone.FAIL,
    stage=MAKING,
    move=Move.OURS,
    severity=7,
    reply="with_printer",
)
def job_error(line: LineFacts) -> Said | None:
    """Something went wrong at the printer."""
    job = _state(line, S.ERROR)
    if job is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} stuck{line.at_printer} because of an error{_why(job)}",
        next=f"ask {line.printer} whether it can go on, otherwise have it printed elsewhere",
        explanation="The printer reports an error of its own, not of our files.",
        advice="Escalate to the printer; reprint elsewhere if it cannot promise the dispatch date.",
    )


@situation(
    "Held by printer",
    short="held by the printer",
    tone=Tone.WARN,
    stage=MAKING,
    move=Move.OURS,
    severity=6,
    reply="with_printer",
)
def job_on_hold(line: LineFacts) -> Said | None:
    """The printer waits for something."""
    job = _state(line, S.ON_HOLD)
    if job is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} held by {line.printer}{line.clock.since(job.updated_at)}{_why(job)}",
        next=f"clear up with {line.printer} what it is waiting for",
        explanation="The printer has stopped work on it until something is settled.",
        advice="Read the printer's reason; answer it, or move the job to another printer.",
    )


@situation(
    "Cancel requested",
    short="being cancelled at the printer",
    tone=Tone.WARN,
    stage=MAKING,
    move=Move.PRINTER,
    severity=4,
    reply="cancel_requested",
)
def job_cancel_requested(line: LineFacts) -> Said | None:
    """We asked the printer to stop; it has not answered."""
    job = _state(line, S.CANCEL_REQUESTED)
    if job is None:
        return None
    return Said(
        sentence=f"The print job of {line.subject} is to be cancelled; "
        f"{line.printer} has not answered yet{line.clock.since(job.updated_at)}",
        next="confirm or refuse to cancel",
    )


@situation(
    "Cancel refused",
    short="made although we tried to cancel",
    tone=Tone.WARN,
    stage=MAKING,
    move=Move.PRINTER,
    severity=4,
    reply="in_production",
)
def job_cancel_refused(line: LineFacts) -> Said | None:
    """Too late to stop it: it is made after all."""
    job = _state(line, S.CANCEL_REFUSED)
    if job is None:
        return None
    due = line.due("dispatch_late")
    return Said(
        sentence=f"{line.printer[0].upper()}{line.printer[1:]} refused to cancel the print job of {line.subject}"
        f"{_why(job)}, so it is being made",
        next=_finishing(line),
        due_at=due.due_at if due else None,
        advice="It will be made and charged. Tell the customer to expect it, or to refuse the parcel.",
    )


@situation(
    "Item cancelled",
    short="cancelled",
    tone=Tone.IDLE,
    stage=Stage.CANCELLED,
    move=Move.NOBODY,
    severity=0,
    open=False,
    reply="cancelled",
)
def line_cancelled(line: LineFacts) -> Said | None:
    """Its only jobs were cancelled, and the order went on without it."""
    job = _state(line, S.CANCELLED)
    gone_on = line.order is not None and line.order.state in {OrderState.DELIVERED, OrderState.CLOSED}
    if job is None or not gone_on:
        return None
    return Said(sentence=f"{line.subject.was} cancelled{line.clock.at(job.updated_at)}")


@situation(
    "Job cancelled",
    short="without a print job",
    tone=Tone.FAIL,
    stage=MAKING,
    move=Move.OURS,
    severity=6,
    reply="with_printer",
)
def job_cancelled(line: LineFacts) -> Said | None:
    """The job was cancelled, the order was not, and nothing replaced it."""
    job = _state(line, S.CANCELLED)
    if job is None:
        return None
    return Said(
        sentence=f"The print job of {line.subject}{line.at_printer} was cancelled{line.clock.at(job.updated_at)}"
        f"{_why(job)}, and nothing has replaced it",
        next="reprint it, or cancel the order",
        explanation="The order still stands, but nobody is making this item.",
        advice="If the customer still wants it, reprint; a job cancelled by the printer is best sent elsewhere.",
    )


@situation(
    "Reprint late",
    short="late in production",
    tone=Tone.WARN,
    stage=MAKING,
    move=Move.PRINTER,
    severity=5,
    reply="reprint_in_production",
)
def reprint_late(line: LineFacts) -> Said | None:
    """A reprint that should have left the printer by now."""
    return _late(line) if line.view.is_reprint else None


@situation("Production late", short="late in production", tone=Tone.WARN, stage=MAKING, move=Move.PRINTER, severity=5)
def production_late(line: LineFacts) -> Said | None:
    """Should have left the printer by now."""
    return _late(line)


def _late(line: LineFacts) -> Said | None:
    job, late = _state(line, *AT_WORK, S.UNKNOWN), line.overdue("dispatch_late")
    if job is None or late is None:
        return None
    gone = line.clock.gone(late.due_at)
    return Said(
        sentence=f"{line.subject.is_} {DOING[job.state]}{_where(line, job)} and should have been dispatched"
        f"{line.clock.at(late.due_at)}" + (f", {gone} ago" if gone else ""),
        next=f"dispatch {line.subject.it_} at once",
        due_at=late.due_at,
        explanation="The printer has not kept the dispatch date that was agreed.",
        advice="Escalate to the printer; ask for a date, and reprint elsewhere if there is none.",
    )


@situation("Reprint in production", short="being reprinted", tone=Tone.OK, stage=MAKING, move=Move.PRINTER, severity=2)
def reprint_in_production(line: LineFacts) -> Said | None:
    """A replacement is being made."""
    return _at_work(line, *AT_WORK) if line.view.is_reprint else None


@situation(
    "Accepted by printer",
    short="accepted by the printer",
    tone=Tone.OK,
    stage=MAKING,
    move=Move.PRINTER,
    severity=1,
    reply="in_production",
)
def job_accepted(line: LineFacts) -> Said | None:
    """Accepted, not begun."""
    return _at_work(line, S.ACCEPTED, S.FILES_READY)


@situation("In production", short="in production", tone=Tone.OK, stage=MAKING, move=Move.PRINTER, severity=1)
def in_production(line: LineFacts) -> Said | None:
    """On the press, or on its way through the workshop."""
    return _at_work(line, S.IN_PRODUCTION, S.BINDING, S.QUALITY_CONTROL)


@situation("Printed", short="printed", tone=Tone.OK, stage=MAKING, move=Move.PRINTER, severity=1, reply="in_production")
def printed(line: LineFacts) -> Said | None:
    """Printed, not yet dispatched."""
    return _at_work(line, S.PRINTED)


@situation("Packed", short="packed", tone=Tone.OK, stage=MAKING, move=Move.PRINTER, severity=1, reply="packed")
def packed(line: LineFacts) -> Said | None:
    """In its box."""
    return _at_work(line, S.PACKED)


@situation(
    "Unknown state",
    short="with the printer",
    tone=Tone.WARN,
    stage=MAKING,
    move=Move.PRINTER,
    severity=4,
    reply="in_production",
)
def job_unknown(line: LineFacts) -> Said | None:
    """The backend has a word for the job that we do not know."""
    job = _state(line, S.UNKNOWN)
    if job is None:
        return None
    said, due = quote(job.raw_state) or quote(job.raw_status), line.due("dispatch_late")
    return Said(
        sentence=f"{line.subject.is_} with {line.printer} in a state we do not know" + (f": {said}" if said else ""),
        next=_finishing(line),
        due_at=due.due_at if due else None,
    )


def _at_work(line: LineFacts, *states: PrintJobState) -> Said | None:
    job = _state(line, *states)
    if job is None:
        return None
    due = line.due("dispatch_late")
    since = {S.ACCEPTED: job.accepted_at, S.FILES_READY: job.accepted_at, S.PRINTED: job.printed_at}.get(job.state)
    return Said(
        sentence=f"{line.subject.is_} {DOING[job.state]}{_where(line, job)}{line.clock.since(since)}",
        next=_finishing(line),
        due_at=due.due_at if due else None,
    )


@situation(
    "Not with the carrier",
    short="dispatched and not seen since",
    tone=Tone.WARN,
    stage=Stage.DISPATCH,
    move=Move.OURS,
    severity=6,
    reply="on_its_way",
)
def dispatched_unseen(line: LineFacts) -> Said | None:
    """The printer says dispatched, and no carrier has said anything for days."""
    job, late = _state(line, S.DISPATCHED), line.overdue("no_movement")
    if job is None or late is None:
        return None
    return Said(
        sentence=f"{line.printer[0].upper()}{line.printer[1:]} says that {line.subject} "
        f"{line.subject.agree('was')} dispatched{line.clock.at(job.dispatched_at)}, but no parcel is known",
        next=f"ask {line.printer} for the tracking number",
        due_at=late.due_at,
        explanation="A printer's “dispatched” may mean packed or labelled. No carrier has confirmed anything.",
        advice="Ask the printer for the tracking number; treat it as lost if there is none.",
    )


@situation(
    "Dispatched",
    short="dispatched",
    tone=Tone.OK,
    stage=Stage.DISPATCH,
    move=Move.CARRIER,
    severity=1,
    reply="dispatched",
)
def dispatched(line: LineFacts) -> Said | None:
    """The printer's word, not yet the carrier's."""
    job = _state(line, S.DISPATCHED)
    if job is None:
        return None
    due = line.due("no_movement")
    return Said(
        sentence=f"{line.printer[0].upper()}{line.printer[1:]} says that {line.subject} "
        f"{line.subject.agree('was')} dispatched{line.clock.at(job.dispatched_at)}; "
        "the carrier has not confirmed it yet",
        next=f"scan the parcel{line.clock.by(due.due_at if due else None)}",
        due_at=due.due_at if due else None,
    )


SITUATIONS = (
    printer_silent,
    sent_to_printer,
    job_rejected,
    file_error,
    job_error,
    job_on_hold,
    job_cancel_requested,
    job_cancel_refused,
    line_cancelled,
    job_cancelled,
    reprint_late,
    production_late,
    reprint_in_production,
    job_accepted,
    in_production,
    printed,
    packed,
    job_unknown,
    dispatched_unseen,
    dispatched,
)
