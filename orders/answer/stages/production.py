"""Being made: from accepted to packed, in time or late, and the printer's "dispatched"."""

from __future__ import annotations

from orders.answer.facts import LineFacts
from orders.answer.model import Move, Stage, Tone
from orders.answer.situation import Said, situation
from orders.answer.stages.jobs import DOING, dispatching, job_in, named
from orders.answer.words import quote
from orders.contract.model import PrintJob, PrintJobState

S = PrintJobState
MAKING = Stage.PRODUCTION
AT_WORK = (S.ACCEPTED, S.FILES_READY, S.IN_PRODUCTION, S.PRINTED, S.BINDING, S.QUALITY_CONTROL, S.PACKED)


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
    job, late = job_in(line, *AT_WORK, S.UNKNOWN), line.overdue("dispatch_late")
    if job is None or late is None:
        return None
    gone = line.clock.gone(late.due_at)
    return Said(
        sentence=f"{line.subject.is_} {DOING[job.state]}{_where(line, job)}, and should have been dispatched"
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
    job = job_in(line, S.UNKNOWN)
    if job is None:
        return None
    said, due = quote(job.raw_state) or quote(job.raw_status), line.due("dispatch_late")
    return Said(
        sentence=f"{line.subject.is_} with {line.printer} in a state we do not know" + (f": {said}" if said else ""),
        next=dispatching(line),
        due_at=due.due_at if due else None,
    )


def _at_work(line: LineFacts, *states: PrintJobState) -> Said | None:
    job = job_in(line, *states)
    if job is None:
        return None
    due = line.due("dispatch_late")
    since = {S.ACCEPTED: job.accepted_at, S.FILES_READY: job.accepted_at, S.PRINTED: job.printed_at}.get(job.state)
    told = line.clock.since(since)
    return Said(
        sentence=f"{line.subject.been(told)} {DOING[job.state]}{_where(line, job)}{told}",
        next=dispatching(line),
        due_at=due.due_at if due else None,
    )


def _where(line: LineFacts, job: PrintJob) -> str:
    """`` by Köln Druck`` for what a printer does to a job, `` at Köln Druck`` for what it does to a book."""
    if job.state is S.UNKNOWN:
        return f" {line.printer}"
    return f" by {line.printer}" if job.state is S.ACCEPTED else f" at {line.printer}"


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
    job, late = job_in(line, S.DISPATCHED), line.overdue("no_movement")
    if job is None or late is None:
        return None
    return Said(
        sentence=f"{named(line)} says that {line.subject} "
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
    job = job_in(line, S.DISPATCHED)
    if job is None:
        return None
    due = line.due("no_movement")
    return Said(
        sentence=f"{named(line)} says that {line.subject} "
        f"{line.subject.agree('was')} dispatched{line.clock.at(job.dispatched_at)}; "
        "the carrier has not confirmed it yet",
        next=f"scan the parcel{line.clock.by(due.due_at if due else None)}",
        due_at=due.due_at if due else None,
    )


SITUATIONS = (
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
