"""What would be asked for a row as its order stands, or why nothing would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from orders.contract.model import OrderLine
from support.bulk.acts import KINDS
from support.bulk.models import Action, BulkRow, RowState
from support.bulk.reading import Reading
from support.bulk.refusals import words_of
from support.commands.ask import check_limits
from support.commands.kinds import ACTS, Target
from support.commands.models import Command
from support.commands.refusals import NotAllowed, NotThere, Refused, UnderWay
from support.commands.situation import Situation, check_commands
from support.commands.wish import Wish

LONGEST_WHY: Final = 500
SEVERAL_LINES: Final = "The order has several lines. Select the line."
TWICE: Final = "The same is in this job already."
ESCALATED: Final = "The same is escalated already."

REFUSALS: Final = (Refused, UnderWay, NotThere, NotAllowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``code`` and ``why`` say why the row is left out; "" where it would go as the rest says."""

    line_id: str = ""
    print_job_id: str = ""
    printer_id: str = ""
    cost: int = 0
    currency: str = ""
    order_number: str = ""
    code: str = ""
    why: str = ""


def verdict(reading: Reading, row: BulkRow) -> Verdict:
    """Of one row. Raises what reading its order raised, where that is nothing that is known."""
    number = row.order_number
    try:
        now = reading.situation(row.order_id)
        order = now.story.snapshot.order
        number = number or (order.order_number if order else "")
        found = _asked(reading, now, row) if Action(reading.job.action) in KINDS else _written(reading, now, row)
    except REFUSALS as refusal:
        code, why = words_of(refusal)
        found = left_out(row, code, why)
    return replace(found, order_number=number)


def left_out(row: BulkRow, code: str, why: str) -> Verdict:
    """A row that does not go; what it names is kept as it was chosen."""
    return Verdict(line_id=row.line_id, print_job_id=row.print_job_id, code=code, why=why[:LONGEST_WHY])


def wish_of(action: Action, row: BulkRow, *, cause: str, printer_id: str, key: str, words: str = "") -> Wish:
    """The wish that a row stands for."""
    return Wish(
        kind=KINDS[action],
        order_id=row.order_id,
        line_id=row.line_id,
        print_job_id=row.print_job_id if action is not Action.RENDER else "",
        printer_id=printer_id if action is Action.REROUTE else "",
        cause=cause,
        words=words,
        key=key,
    )


def _asked(reading: Reading, now: Situation, row: BulkRow) -> Verdict:
    """A row that would become a command."""
    job, action = reading.job, Action(reading.job.action)
    act, wish = ACTS[KINDS[action]], wish_of(action, row, cause=job.cause, printer_id=job.printer_id, key="-")
    if not (wish.line_id or wish.print_job_id):
        wish = replace(wish, line_id=_only_line(now).line_id)
    check_commands(now.commands, wish)
    if action is Action.REROUTE and not wish.printer_id:
        wish = replace(wish, printer_id=_best(reading, now, wish))
    target = act.aim(now, wish)
    _check_twice(reading, row, target)
    check_limits(reading.asker, act, [*now.commands, *_drafted(reading, row, act.kind)], target, reading.most_of)
    if reading.choosing is not None:
        reading.choosing.give(target.printer_id)
    return Verdict(
        line_id=target.line_id,
        print_job_id=target.print_job_id,
        printer_id=target.printer_id,
        cost=target.cost,
        currency=target.currency,
    )


def _written(reading: Reading, now: Situation, row: BulkRow) -> Verdict:
    """A row that would become a note or an escalation."""
    if row.line_id:
        now.line(row.line_id)
    if row.print_job_id and all(job.print_job_id != row.print_job_id for job in now.story.snapshot.print_jobs):
        raise NotThere("The order has no such print job.")
    if (row.order_id, row.line_id) in reading.escalated:
        raise Refused(ESCALATED, "under_way")
    return Verdict(line_id=row.line_id, print_job_id=row.print_job_id)


def _best(reading: Reading, now: Situation, wish: Wish) -> str:
    """The printer that the copy of a job goes to. Raises Refused."""
    job = now.job(wish)
    line = now.line(job.line_id)
    design = now.story.snapshot.print_of(line)
    if reading.choosing is None:
        raise Refused("Say which printer is to print it.", "no_printer")
    return reading.choosing.best(line.product or (design.product if design else ""), job.printer_id)


def _only_line(now: Situation) -> OrderLine:
    lines = now.story.snapshot.lines
    if len(lines) != 1:
        raise Refused(SEVERAL_LINES, "several_lines")
    return lines[0]


def _check_twice(reading: Reading, row: BulkRow, target: Target) -> None:
    """Raises Refused where another row of the job is about the same line, or goes for the same print job."""
    for other in reading.siblings[row.order_id]:
        if other.number == row.number:
            continue
        same_line = not row.line_id and other.line_id == target.line_id
        same_job = target.print_job_id and other.state == RowState.READY and other.print_job_id == target.print_job_id
        if same_line or same_job:
            raise Refused(TWICE, "twice")


def _drafted(reading: Reading, row: BulkRow, kind: str) -> Iterator[Command]:
    """What the other rows of the order would become: they count for its limits."""
    for other in reading.siblings[row.order_id]:
        if other.state == RowState.READY and other.number != row.number:
            yield Command(kind=kind, cost=other.cost, currency=other.currency)
