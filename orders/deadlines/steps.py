"""What each step of a line owes: its design, render, print job and parcels, by the thresholds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from orders import thresholds
from orders.contract.model import (
    Order,
    OrderState,
    PrintJob,
    PrintJobState,
    PrintState,
    Render,
    RenderState,
    ShipmentState,
)
from orders.deadlines.make import Maker
from orders.deadlines.model import Deadline
from orders.delivery import parcel_delivered
from orders.lines import LineView, last_movement
from orders.snapshot import OrderSnapshot

WAITING_JOBS = frozenset({PrintJobState.CREATED, PrintJobState.SUBMITTED})
BROKEN_JOBS = frozenset({PrintJobState.FILE_ERROR, PrintJobState.ERROR, PrintJobState.ON_HOLD})
WILL_NOT_ARRIVE = frozenset(
    {ShipmentState.RETURNING, ShipmentState.RETURNED, ShipmentState.LOST, ShipmentState.DAMAGED}
)


def line_deadlines(snapshot: OrderSnapshot, view: LineView) -> Iterator[Deadline]:
    """The deadlines of one line, from the step that speaks for it."""
    due = Maker(snapshot.order, view)
    if view.parcel is not None:
        yield from _parcels(due, view)
    elif view.job is not None:
        yield from _job(due, view.job)
    elif view.render is not None:
        yield from _render(due, view.render)
        yield from _dispatch(due, None)
    else:
        yield from _design(due)
        yield from _dispatch(due, None)


def _design(due: Maker) -> Iterator[Deadline]:
    design = due.view.design
    if design is None:
        wait = thresholds.NOTHING_KNOWN
        yield due("stuck_renders", due.started, wait, "nothing_known", "no design, render or print job is known")
        return
    since = max((time for time in (design.updated_at, due.started) if time), default=None)
    code = design.raw_state or design.state
    wait = thresholds.DESIGN[design.state]
    if design.state is PrintState.LOCKED:
        yield due("stuck_renders", since, wait, "not_started", "locked, and no render was started")
    else:
        stopped = wait == timedelta(0) and design.updated_at
        yield due("stuck_uploads", design.updated_at if stopped else since, wait, code, _words(code))


def _render_since(render: Render) -> datetime | None:
    match render.state:
        case RenderState.QUEUED:
            began = render.queued_at
        case RenderState.RENDERING:
            began = render.started_at or render.queued_at
        case RenderState.READY | RenderState.FAILED:
            began = render.finished_at
        case _:
            began = None
    return began or render.updated_at or render.queued_at


def _render(due: Maker, render: Render) -> Iterator[Deadline]:
    since = _render_since(render)
    wait = thresholds.RENDER[render.state]
    if render.state is RenderState.FAILED:
        code = (render.failure.code if render.failure else "") or "unknown"
        page = f", page {render.failure.page}" if render.failure and render.failure.page else ""
        yield due("failed_renders", since, wait, code, f"{_words(code)}{page}", row=render)
    else:
        code = "not_sent" if render.state is RenderState.READY else render.raw_state or render.state
        yield due("stuck_renders", since, wait, code, _words(code), row=render)


def _job(due: Maker, job: PrintJob) -> Iterator[Deadline]:
    changed = job.updated_at or job.submitted_at
    if job.state in WAITING_JOBS:
        wait = thresholds.PRINTER_SILENT
        yield due("print_errors", job.submitted_at or changed, wait, "silent", "no answer from the printer", row=job)
    elif job.state is PrintJobState.REJECTED:
        yield due("printer_rejects", changed, timedelta(0), "rejected", "rejected by the printer", row=job)
    elif job.state in BROKEN_JOBS:
        yield due("print_errors", changed, timedelta(0), job.state, _words(job.state), row=job)
    elif job.state is PrintJobState.CANCELLED and _still_wanted(due.order):
        yield due("print_errors", changed, timedelta(0), "cancelled", "cancelled and not replaced", row=job)
    if job.state is PrintJobState.DISPATCHED:
        since = job.dispatched_at or changed
        yield due("no_movement", since, thresholds.HANDOVER, "not_handed_over", "not with the carrier yet", row=job)
    elif job.state is not PrintJobState.CANCELLED:
        yield from _dispatch(due, job)


def _still_wanted(order: Order | None) -> bool:
    """Whether a line without a live job is missed: not where the order is done, or being cancelled."""
    return order is None or order.state not in {OrderState.DELIVERED, OrderState.CANCEL_REQUESTED}


def _dispatch(due: Maker, job: PrintJob | None) -> Iterator[Deadline]:
    promise = (job.dispatch_by if job else None) or (due.order.dispatch_by if due.order else None)
    if promise is not None:
        since = (job.submitted_at if job else None) or due.started
        made = due("dispatch_late", since, timedelta(0), "not_dispatched", "not dispatched in time", row=job)
        yield _at(made, since, promise)


def _parcels(due: Maker, view: LineView) -> Iterator[Deadline]:
    for parcel in view.parcels:
        arrived = parcel_delivered(parcel) and parcel.state is not ShipmentState.DAMAGED
        if arrived or parcel.state is ShipmentState.CANCELLED:
            continue
        since = last_movement(parcel)
        if parcel.state in WILL_NOT_ARRIVE:
            yield due("returned", since, timedelta(0), parcel.state, _words(parcel.state), row=parcel)
        else:
            wait = thresholds.MOVEMENT.get(parcel.state, thresholds.HANDOVER)
            code = parcel.raw_state or parcel.state
            yield due("no_movement", since, wait, code, f"no scan since {_words(code)}", row=parcel)


def _at(deadline: Deadline, since: datetime | None, due_at: datetime) -> Deadline:
    return replace(deadline, since=since, due_at=due_at)


def _words(code: str) -> str:
    return code.replace("_", " ")[:60]
