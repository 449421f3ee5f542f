"""What the situations of a print job share: which job speaks, why it stopped, by when it is to leave."""

from __future__ import annotations

from orders.answer.facts import LineFacts
from orders.answer.words import quote
from orders.contract.model import PrintJob, PrintJobState

DOING = {
    PrintJobState.CREATED: "about to be sent to the printer",
    PrintJobState.SUBMITTED: "with the printer, who has not answered yet",
    PrintJobState.ACCEPTED: "accepted",
    PrintJobState.FILES_READY: "accepted, with its files in place,",
    PrintJobState.IN_PRODUCTION: "in production",
    PrintJobState.PRINTED: "printed",
    PrintJobState.BINDING: "printed and being bound",
    PrintJobState.QUALITY_CONTROL: "printed and in quality control",
    PrintJobState.PACKED: "packed",
    PrintJobState.CANCEL_REFUSED: "still being made",
    PrintJobState.UNKNOWN: "with",
}
"""What the printer is doing, after "is" or "are"."""


def job_in(line: LineFacts, *states: PrintJobState) -> PrintJob | None:
    """The line's print job, if it speaks for the line and is in one of these states."""
    job = line.view.job
    return job if line.view.parcel is None and job is not None and job.state in states else None


def printers_words(job: PrintJob) -> str:
    """``: reason``, the printer's own; without one its word for the state."""
    said = quote(job.reason) or quote(job.raw_status)
    return f": {said}" if said else ""


def dispatching(line: LineFacts) -> str:
    """What the printer is to do next, and by when."""
    due = line.due("dispatch_late")
    return f"dispatch {line.subject.it_}{line.clock.by(due.due_at if due else None)}"


def named(line: LineFacts) -> str:
    """The printer's name at the start of a sentence."""
    return line.printer[0].upper() + line.printer[1:]
