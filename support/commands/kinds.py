"""The kinds of command: what each needs, what it is about, and when it makes no sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from dashboard.permissions import Permission
from orders.contract.model import CommandKind, OrderLine, PrinterState, PrintJob, PrintJobState, PrintState, Render
from orders.lines import DEAD_JOBS
from support.audit.types import EventType
from support.commands.refusals import Existing, Refused, UnderWay
from support.commands.situation import Situation
from support.commands.wish import Wish
from support.printers.fit import makes
from support.printers.words import until_words
from support.reasons import reasons

FILES_KEPT: Final = timedelta(days=30)
"""Printers and backend delete printable files after this."""

UNFINISHED: Final = frozenset(
    {PrintState.DRAFT, PrintState.SUBMITTED, PrintState.UPLOADING, PrintState.UPLOAD_STALLED, PrintState.ABANDONED}
)
PAST_CANCELLING: Final = DEAD_JOBS | {PrintJobState.DISPATCHED, PrintJobState.CANCEL_REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a command is about, and what it costs in minor units of ``currency``: 0 where that cannot be told."""

    line_id: str
    render_id: str = ""
    print_job_id: str = ""
    printer_id: str = ""
    cost: int = 0
    currency: str = ""
    beside: Existing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One kind. ``aim`` finds what a wish is about; it raises Refused, UnderWay and NotThere."""

    kind: CommandKind
    permission: Permission
    label: str
    event: EventType
    aim: Callable[[Situation, Wish], Target]


def _render(now: Situation, wish: Wish) -> Target:
    now.check_order()
    line = now.line(wish.line_id)
    now.check_no_render(line)
    design = now.story.snapshot.print_of(line)
    if design is not None and design.state in UNFINISHED:
        raise Refused("The print is not finished: its photos are still awaited.", "unfinished")
    renders = now.story.snapshot.renders_of(line)
    latest = max(renders, key=lambda render: render.attempt, default=None)
    return Target(line_id=line.line_id, render_id=latest.render_id if latest else "")


def _reprint(now: Situation, wish: Wish) -> Target:
    target = replaceable(now, wish)
    _check_printer(now, now.line(target.line_id), target.printer_id)
    return target


def _reroute(now: Situation, wish: Wish) -> Target:
    job = now.job(wish)
    if wish.printer_id == job.printer_id:
        raise Refused("That printer has the job already: a reprint there is a reprint.", "same_printer")
    if now.printer(wish.printer_id) is None:
        raise Refused("There is no such printer.", "no_printer")
    target = replaceable(now, wish)
    _check_printer(now, now.line(target.line_id), wish.printer_id)
    return replace(target, printer_id=wish.printer_id)


def replaceable(now: Situation, wish: Wish) -> Target:
    """What a copy of a print job would be, at whatever printer."""
    job = now.job(wish)
    now.check_order()
    line = now.line(job.line_id)
    beside = now.replacement(job)
    if beside is not None and wish.overrides != beside.id:
        raise UnderWay(beside)
    render = _printable(now, wish, line, job)
    order = now.story.snapshot.order
    cost, currency = job.cost, job.currency
    if not (cost and currency):
        # What the customer paid: it costs us less than that.
        cost, currency = line.unit_price * line.quantity, order.currency if order else ""
    return Target(
        line_id=line.line_id,
        render_id=render.render_id,
        print_job_id=job.print_job_id,
        printer_id=job.printer_id,
        cost=cost if currency else 0,
        currency=currency,
        beside=beside,
    )


def _printable(now: Situation, wish: Wish, line: OrderLine, job: PrintJob) -> Render:
    render = now.ready_render(line)
    if render is None:
        raise Refused("There are no ready files to print. Render again first.", "no_ready_render")
    made = render.finished_at or render.updated_at or render.queued_at
    if made is None or now.now - made > FILES_KEPT:
        raise Refused("The files are older than 30 days and deleted by now. Render again first.", "files_expired")
    reason = reasons().get(wish.cause)
    if reason is not None and reason.rerender and render.render_id == job.render_id:
        raise Refused("The same files would show the same fault. Render again first.", "same_files")
    return render


def _check_printer(now: Situation, line: OrderLine, printer_id: str) -> None:
    printer = now.printer(printer_id)
    if printer is None:
        return
    name = printer.name or printer_id
    if printer.state in (PrinterState.PAUSED, PrinterState.RETIRED):
        raise Refused(f"{name} takes no new work at the moment. Choose another printer.", "printer_closed")
    pause = now.pauses().get(printer_id)
    if pause is not None:
        raise Refused(f"{name} is paused here {until_words(pause)}. Choose another printer.", "printer_paused")
    design = now.story.snapshot.print_of(line)
    product = line.product or (design.product if design else "")
    if not makes(printer, product):
        raise Refused(f"{name} does not make {product}.", "wrong_printer")


def _cancel(now: Situation, wish: Wish) -> Target:
    now.check_order()
    job = now.job(wish)
    if job.state is PrintJobState.CANCEL_REQUESTED:
        raise UnderWay(Existing(kind="print_job", id=job.print_job_id, state=job.state, since=job.updated_at))
    if job.state in PAST_CANCELLING:
        raise Refused("It is too late to cancel this print job.")
    return Target(line_id=job.line_id, print_job_id=job.print_job_id, printer_id=job.printer_id)


ACTS: Final = MappingProxyType(
    {
        act.kind: act
        for act in (
            Act(
                kind=CommandKind.RENDER,
                permission=Permission.RENDER_AGAIN,
                label="Render again",
                event=EventType("command.render", "asked for line {line} to be rendered again ({cause})"),
                aim=_render,
            ),
            Act(
                kind=CommandKind.REPRINT,
                permission=Permission.REPRINT,
                label="Reprint",
                event=EventType("command.reprint", "asked for print job {job} to be printed again ({cause})"),
                aim=_reprint,
            ),
            Act(
                kind=CommandKind.REROUTE,
                permission=Permission.REROUTE,
                label="Print elsewhere",
                event=EventType(
                    "command.reroute", "asked for print job {job} to be printed by printer {printer} ({cause})"
                ),
                aim=_reroute,
            ),
            Act(
                kind=CommandKind.CANCEL_PRINT_JOB,
                permission=Permission.CANCEL_PRINT_JOB,
                label="Cancel print job",
                event=EventType("command.cancel_print_job", "asked for print job {job} to be cancelled ({cause})"),
                aim=_cancel,
            ),
        )
    }
)
