"""With the printer, and not (yet) being made: sent, refused, held, cancelled."""

from __future__ import annotations

from orders.answer.facts import LineFacts
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.stages.jobs import dispatching, job_in, named, printers_words
from orders.contract.model import OrderState, PrintJobState

S = PrintJobState
MAKING = Stage.PRODUCTION
WAITING = (S.CREATED, S.SUBMITTED)


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
    job, late = job_in(line, *WAITING), line.overdue("print_errors")
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
    reply="sent_to_printer",
)
def sent_to_printer(line: LineFacts) -> Said | None:
    """The printer has it and may still answer in time."""
    job = job_in(line, *WAITING)
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
    job = job_in(line, S.REJECTED)
    if job is None:
        return None
    return Said(
        sentence=f"{named(line)} rejected {line.subject}{line.clock.at(job.updated_at)}{printers_words(job)}",
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
    job = job_in(line, S.FILE_ERROR)
    if job is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} stuck: {line.printer} cannot use the files we sent{printers_words(job)}",
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
    job = job_in(line, S.ERROR)
    if job is None:
        return None
    return Said(
        sentence=f"{line.subject.is_} stuck{line.at_printer} because of an error{printers_words(job)}",
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
    job = job_in(line, S.ON_HOLD)
    if job is None:
        return None
    since = line.clock.since(job.updated_at)
    return Said(
        sentence=f"{line.subject.been(since)} held by {line.printer}{since}{printers_words(job)}",
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
    job = job_in(line, S.CANCEL_REQUESTED)
    if job is None:
        return None
    return Said(
        sentence=f"The print job of {line.subject} is to be cancelled; "
        f"{line.printer} has not answered yet{line.clock.since(job.updated_at)}",
        next="confirm or refuse to cancel",
    )


@situation(
    "Cancel refused",
    short="being made although we asked to cancel",
    tone=Tone.WARN,
    stage=MAKING,
    move=Move.PRINTER,
    severity=4,
    reply="in_production",
)
def job_cancel_refused(line: LineFacts) -> Said | None:
    """Too late to stop it: it is made after all."""
    job = job_in(line, S.CANCEL_REFUSED)
    if job is None:
        return None
    due = line.due("dispatch_late")
    return Said(
        sentence=f"{named(line)} refused to cancel the print job of {line.subject}"
        f"{printers_words(job)}, so it is being made",
        next=dispatching(line),
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
    job = job_in(line, S.CANCELLED)
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
    job = job_in(line, S.CANCELLED)
    if job is None:
        return None
    return Said(
        sentence=f"The print job of {line.subject}{line.at_printer} was cancelled{line.clock.at(job.updated_at)}"
        f"{printers_words(job)}, and nothing has replaced it",
        next="reprint it, or cancel the order",
        explanation="The order still stands, but nobody is making this item.",
        advice="If the customer still wants it, reprint; a job cancelled by the printer is best sent elsewhere.",
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
)
