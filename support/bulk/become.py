"""What a row becomes: a command, a note or an escalation, in the name of whoever selected it."""

from __future__ import annotations

from typing import Any, Final

from orders.read import load_story
from support.bulk.acts import KINDS
from support.bulk.models import Action, BulkJob, BulkRow, RowState
from support.bulk.verdict import ESCALATED, wish_of
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.refusals import Invalid, KeyUsed, NotThere, Refused
from support.escalations.escalate import Problem, escalate
from support.escalations.refusals import AlreadyOpen
from support.notes.write import About, write

DIFFERS: Final = "It would be another one now than was worked out: other files, another cost or another printer."
SAME: Final = ("line_id", "print_job_id", "printer_id", "cost", "currency")


def become(asker: Asker, job: BulkJob, row: BulkRow) -> dict[str, Any]:
    """What is to be written of the row. Raises what keeps it from becoming anything: Refused, UnderWay, NotThere,
    NotAllowed, Busy, and what the stores do when they do not answer.
    """
    action = Action(job.action)
    if action in KINDS:
        return {"state": RowState.ASKED, "command": _command(asker, job, row), "code": "", "why": ""}
    try:
        made = _note(asker, job, row) if action is Action.NOTE else _escalation(asker, job, row)
    except AlreadyOpen as found:
        raise Refused(ESCALATED, "under_way") from found
    except Invalid as invalid:
        raise Refused(str(invalid), "invalid") from invalid
    return {"state": RowState.DONE, "made": made, "code": "", "why": ""}


def key_of(job: BulkJob, row: BulkRow) -> str:
    """The key of what a row becomes at this try."""
    return f"bulk:{job.pk}:{row.number}:{row.tries}"


def _command(asker: Asker, job: BulkJob, row: BulkRow) -> Command:
    """Exactly what was worked out. Raises Refused where it would be something else."""
    reason = getattr(job.event, "reason", None)
    words, key = reason.text if reason is not None else "", key_of(job, row)
    wish = wish_of(Action(job.action), row, cause=job.cause, printer_id=row.printer_id, key=key, words=words)
    command = ask(asker, wish)
    if command.bulk_id != job.pk:
        raise KeyUsed
    if any(getattr(command, name) != getattr(row, name) for name in SAME):
        raise Refused(DIFFERS, "changed")
    return command


def _note(asker: Asker, job: BulkJob, row: BulkRow) -> str:
    story = load_story(row.order_id)
    if story is None:
        raise NotThere("There is no order with this id.")
    user_id = story.snapshot.order.user_id if story.snapshot.order else ""
    return str(write(asker, About(user_id, row.order_id), job.text, key_of(job, row)).pk)


def _escalation(asker: Asker, job: BulkJob, row: BulkRow) -> str:
    problem = Problem(
        order_id=row.order_id,
        line_id=row.line_id,
        print_job_id=row.print_job_id,
        reason=job.cause,
        severity=job.severity,
        text=job.text,
        key=key_of(job, row),
    )
    return escalate(asker, problem).pk
