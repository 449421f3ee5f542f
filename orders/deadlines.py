"""What must have happened by when: the rows of the queues, as facts that no clock changes.

A deadline whose ``due_at`` has passed is work for somebody. Queues read those rows with ``due < now``, answers
compare the same deadlines with the same now; nothing sweeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from orders import thresholds
from orders.contract.model import (
    Order,
    OrderState,
    PrintJob,
    PrintJobState,
    PrintState,
    Render,
    RenderState,
    Shipment,
    ShipmentState,
)
from orders.delivery import order_delivered, parcel_delivered, promise_of
from orders.lines import LineView, last_movement, line_views
from orders.snapshot import OrderSnapshot

QUEUES = (
    "failed_renders",
    "stuck_uploads",
    "stuck_renders",
    "printer_rejects",
    "print_errors",
    "dispatch_late",
    "no_movement",
    "late",
    "returned",
)

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The due time of what should have happened already where no row says since when."""

FINISHED = frozenset({OrderState.CANCELLED, OrderState.CLOSED})
UNPAID = frozenset({OrderState.AWAITING_PAYMENT, OrderState.PAYMENT_FAILED})
WAITING_JOBS = frozenset({PrintJobState.CREATED, PrintJobState.SUBMITTED})
BROKEN_JOBS = frozenset({PrintJobState.FILE_ERROR, PrintJobState.ERROR, PrintJobState.ON_HOLD})
WILL_NOT_ARRIVE = frozenset(
    {ShipmentState.RETURNING, ShipmentState.RETURNED, ShipmentState.LOST, ShipmentState.DAMAGED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing that must have happened by ``due_at``.

    ``sub`` is the id of the row it is about (render, print job, parcel, print), "" for the whole order; with
    queue and order it is unique. ``since`` is when the wait began, None where no row says. ``value`` is what the
    customer paid for the line (for ``late``: the order), in minor units of ``currency``. ``why`` is plain words.
    """

    queue: str
    sub: str
    line_id: str
    since: datetime | None
    due_at: datetime
    code: str
    why: str
    print_job_id: str = ""
    parcel_id: str = ""
    printer_id: str = ""
    product: str = ""
    value: int = 0
    currency: str = ""

    def passed(self, now: datetime) -> bool:
        """Whether it is overdue at ``now``."""
        return self.due_at < now


def deadlines(snapshot: OrderSnapshot) -> tuple[Deadline, ...]:
    """Every deadline an order still has, first due first; none once it is cancelled, closed or unpaid."""
    if not awaited(snapshot):
        return ()
    found = [due for view in line_views(snapshot) for due in line_deadlines(snapshot, view)]
    found += _promise(snapshot)
    unique = {(due.queue, due.sub): due for due in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda due: (due.due_at, due.queue, due.sub)))


def awaited(snapshot: OrderSnapshot) -> bool:
    """Whether anybody has to do anything for it.

    Nobody has once it is cancelled, closed or, without any parcel, delivered by its own word; nor before it is
    paid or begun. What has arrived with parcels may still be reprinted.
    """
    order = snapshot.order
    if order is None:
        return True
    if not snapshot.parcels and order_delivered(snapshot):
        return False
    begun = order.paid_at or snapshot.print_jobs or snapshot.parcels
    return order.state not in FINISHED and (order.state not in UNPAID or bool(begun))


def line_deadlines(snapshot: OrderSnapshot, view: LineView) -> Iterator[Deadline]:
    """The deadlines of one line, from the step that speaks for it."""
    due = _Maker(snapshot.order, view)
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


def _promise(snapshot: OrderSnapshot) -> list[Deadline]:
    order, promise = snapshot.order, promise_of(snapshot.order)
    if order is None or promise is None or order_delivered(snapshot):
        return []
    why = "promised and not delivered"
    return [
        Deadline(
            queue="late",
            sub="",
            line_id="",
            since=order.placed_at,
            due_at=promise,
            code=order.raw_state or order.state,
            why=why,
            value=order.total,
            currency=order.currency,
        )
    ]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Builds the deadlines of one line; what they have in common is written once."""

    order: Order | None
    view: LineView

    def __call__(
        self,
        queue: str,
        since: datetime | None,
        wait: timedelta,
        code: str,
        why: str,
        *,
        row: Render | PrintJob | Shipment | None = None,
    ) -> Deadline:
        started = since or self.started
        line, job = self.view.line, self.view.job
        printed = row if isinstance(row, PrintJob | Shipment) else job
        return Deadline(
            queue=queue,
            sub=_row_id(row) or line.line_id or line.print_id or "line",
            line_id=line.line_id,
            since=started,
            due_at=_after(started, wait),
            code=code,
            why=why,
            print_job_id=job.print_job_id if job else "",
            parcel_id=row.shipment_id if isinstance(row, Shipment) else "",
            printer_id=printed.printer_id if printed else "",
            product=line.product or (self.view.design.product if self.view.design else ""),
            value=line.unit_price * line.quantity,
            currency=self.order.currency if self.order else "",
        )

    @property
    def started(self) -> datetime | None:
        """When the order's own work could begin: for rows that carry no time."""
        return (self.order.paid_at or self.order.placed_at) if self.order else None


def _row_id(row: Render | PrintJob | Shipment | None) -> str:
    match row:
        case Render():
            return row.render_id
        case PrintJob():
            return row.print_job_id
        case Shipment():
            return row.shipment_id
        case None:
            return ""


def _after(since: datetime | None, wait: timedelta) -> datetime:
    if since is None:
        return LONG_AGO
    try:
        return since + wait
    except OverflowError:
        return since


def _design(due: _Maker) -> Iterator[Deadline]:
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


def _render(due: _Maker, render: Render) -> Iterator[Deadline]:
    since = _render_since(render)
    wait = thresholds.RENDER[render.state]
    if render.state is RenderState.FAILED:
        code = (render.failure.code if render.failure else "") or "unknown"
        page = f", page {render.failure.page}" if render.failure and render.failure.page else ""
        yield due("failed_renders", since, wait, code, f"{_words(code)}{page}", row=render)
    else:
        code = "not_sent" if render.state is RenderState.READY else render.raw_state or render.state
        yield due("stuck_renders", since, wait, code, _words(code), row=render)


def _job(due: _Maker, job: PrintJob) -> Iterator[Deadline]:
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


def _dispatch(due: _Maker, job: PrintJob | None) -> Iterator[Deadline]:
    promise = (job.dispatch_by if job else None) or (due.order.dispatch_by if due.order else None)
    if promise is not None:
        since = (job.submitted_at if job else None) or due.started
        made = due("dispatch_late", since, timedelta(0), "not_dispatched", "not dispatched in time", row=job)
        yield _at(made, since, promise)


def _parcels(due: _Maker, view: LineView) -> Iterator[Deadline]:
    for parcel in view.parcels:
        if parcel_delivered(parcel) or parcel.state is ShipmentState.CANCELLED:
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
