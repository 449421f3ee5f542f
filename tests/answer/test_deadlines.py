"""Deadlines: which queue an order is in, since when, and from when on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from orders import thresholds
from orders.contract.model import (
    Order,
    OrderLine,
    OrderState,
    Print,
    PrintJob,
    PrintJobState,
    PrintState,
    Render,
    RenderFailure,
    RenderState,
    Scan,
    Shipment,
    ShipmentState,
)
from orders.deadlines import LONG_AGO, Deadline, deadlines
from orders.snapshot import OrderSnapshot
from tests.answer.fold import NOW

LINE = OrderLine(line_id="1", print_id="p1", product="photobook", quantity=2, unit_price=4990)


def hours(count: float) -> datetime:
    return NOW - timedelta(hours=count)


def queued(snapshot: OrderSnapshot) -> dict[str, Deadline]:
    return {due.queue: due for due in deadlines(snapshot)}


def order(state: OrderState = OrderState.PREPARING, **fields: datetime | None) -> Order:
    paid = {"paid_at": hours(72), "first_deliver_by": hours(-72)} | fields
    return Order(order_id="o-1", state=state, lines=(LINE,), total=10470, currency="EUR", **paid)  # type: ignore[arg-type]


def test_failed_render_is_due_at_once() -> None:
    failure = RenderFailure(code="timeout", page=3)
    render = Render(render_id="r1", line_id="1", state=RenderState.FAILED, failure=failure, finished_at=hours(2))
    due = queued(OrderSnapshot(order_id="o-1", order=order(), renders=(render,)))["failed_renders"]
    assert (due.sub, due.line_id, due.code, due.why) == ("r1", "1", "timeout", "timeout, page 3")
    assert due.since == due.due_at == hours(2)
    assert (due.value, due.currency, due.product) == (9980, "EUR", "photobook")


def test_failed_render_that_was_tried_again_is_no_work() -> None:
    failed = Render(render_id="r1", line_id="1", attempt=1, state=RenderState.FAILED, finished_at=hours(2))
    again = Render(render_id="r2", line_id="1", attempt=2, state=RenderState.RENDERING, started_at=hours(0.1))
    found = queued(OrderSnapshot(order_id="o-1", order=order(), renders=(failed, again)))
    assert set(found) == {"stuck_renders", "late"}
    assert found["stuck_renders"].due_at == hours(0.1) + thresholds.RENDER[RenderState.RENDERING]


@pytest.mark.parametrize("state", [PrintState.UPLOAD_STALLED, PrintState.ASSETS_MISSING])
def test_stalled_upload_is_due_since_it_stalled(state: PrintState) -> None:
    design = Print(print_id="p1", state=state, updated_at=hours(9))
    due = queued(OrderSnapshot(order_id="o-1", order=order(), prints={"p1": design}))["stuck_uploads"]
    assert due.due_at == hours(9)
    assert due.code == state


def test_upload_counts_from_payment_not_from_the_first_photo() -> None:
    design = Print(print_id="p1", state=PrintState.UPLOADING, updated_at=hours(500))
    due = queued(OrderSnapshot(order_id="o-1", order=order(), prints={"p1": design}))["stuck_uploads"]
    assert due.due_at == hours(72) + thresholds.DESIGN[PrintState.UPLOADING]


@pytest.mark.parametrize(
    ("state", "queue", "code"),
    [
        (PrintJobState.REJECTED, "printer_rejects", "rejected"),
        (PrintJobState.FILE_ERROR, "print_errors", "file_error"),
        (PrintJobState.ERROR, "print_errors", "error"),
        (PrintJobState.ON_HOLD, "print_errors", "on_hold"),
        (PrintJobState.CANCELLED, "print_errors", "cancelled"),
    ],
)
def test_job_that_stopped(state: PrintJobState, queue: str, code: str) -> None:
    job = PrintJob(print_job_id="j1", line_id="1", printer_id="k", state=state, updated_at=hours(5))
    due = queued(OrderSnapshot(order_id="o-1", order=order(), print_jobs=(job,)))[queue]
    assert (due.code, due.due_at, due.print_job_id, due.printer_id) == (code, hours(5), "j1", "k")


def test_silent_printer_is_due_after_a_day() -> None:
    job = PrintJob(print_job_id="j1", line_id="1", state=PrintJobState.SUBMITTED, submitted_at=hours(5))
    due = queued(OrderSnapshot(order_id="o-1", order=order(), print_jobs=(job,)))["print_errors"]
    assert not due.passed(NOW)
    assert due.passed(hours(5) + thresholds.PRINTER_SILENT + timedelta(seconds=1))


def test_dispatch_is_promised_by_the_job_before_the_order() -> None:
    job = PrintJob(print_job_id="j1", line_id="1", state=PrintJobState.PRINTED, dispatch_by=hours(-5))
    found = queued(OrderSnapshot(order_id="o-1", order=order(dispatch_by=hours(9)), print_jobs=(job,)))
    assert found["dispatch_late"].due_at == hours(-5)


def test_dispatched_job_owes_a_parcel_and_nothing_else() -> None:
    job = PrintJob(print_job_id="j1", line_id="1", state=PrintJobState.DISPATCHED, dispatched_at=hours(9))
    found = queued(OrderSnapshot(order_id="o-1", order=order(), print_jobs=(job,)))
    assert set(found) == {"no_movement", "late"}
    assert found["no_movement"].due_at == hours(9) + thresholds.HANDOVER


def test_movement_counts_from_the_last_scan() -> None:
    parcel = _parcel(ShipmentState.IN_TRANSIT, scans=(Scan(at=hours(30)), Scan(at=hours(90))), handed_over_at=hours(99))
    due = queued(OrderSnapshot(order_id="o-1", order=order(), parcels=(parcel,)))["no_movement"]
    assert due.since == hours(30)
    assert due.parcel_id == "s1"


@pytest.mark.parametrize("state", [ShipmentState.RETURNED, ShipmentState.LOST, ShipmentState.DAMAGED])
def test_what_will_not_arrive_is_returned(state: ShipmentState) -> None:
    found = queued(OrderSnapshot(order_id="o-1", order=order(), parcels=(_parcel(state, updated_at=hours(4)),)))
    assert found["returned"].code == state


def test_parcel_with_two_lines_is_one_row() -> None:
    lines = (LINE, OrderLine(line_id="2"))
    jobs = tuple(PrintJob(print_job_id=f"j{n}", line_id=str(n), state=PrintJobState.DISPATCHED) for n in (1, 2))
    parcel = _parcel(ShipmentState.LOST, print_job_ids=("j1", "j2"), updated_at=hours(1))
    both = Order(order_id="o-1", paid_at=hours(72), lines=lines)
    found = deadlines(OrderSnapshot(order_id="o-1", order=both, print_jobs=jobs, parcels=(parcel,)))
    assert [(due.queue, due.sub, due.line_id) for due in found] == [("returned", "s1", "1")]


def test_late_is_the_first_promise_and_goes_with_delivery() -> None:
    moved = order(first_deliver_by=hours(24), deliver_by=hours(-48))
    late = queued(OrderSnapshot(order_id="o-1", order=moved))["late"]
    assert (late.due_at, late.value, late.sub) == (hours(24), 10470, "")
    arrived = _parcel(ShipmentState.DELIVERED, delivered_at=hours(1))
    assert "late" not in queued(OrderSnapshot(order_id="o-1", order=moved, parcels=(arrived,)))


@pytest.mark.parametrize("state", [OrderState.CANCELLED, OrderState.CLOSED])
def test_nobody_waits_for_what_is_over(state: OrderState) -> None:
    assert deadlines(OrderSnapshot(order_id="o-1", order=order(state))) == ()


def test_nobody_waits_for_what_is_not_paid() -> None:
    assert deadlines(OrderSnapshot(order_id="o-1", order=order(OrderState.AWAITING_PAYMENT, paid_at=None))) == ()


def test_unpaid_and_yet_printed_is_waited_for() -> None:
    job = PrintJob(print_job_id="j1", line_id="1", state=PrintJobState.REJECTED, updated_at=hours(1))
    unpaid = order(OrderState.AWAITING_PAYMENT, paid_at=None)
    assert "printer_rejects" in queued(OrderSnapshot(order_id="o-1", order=unpaid, print_jobs=(job,)))


def test_without_any_time_it_is_overdue_already() -> None:
    job = PrintJob(print_job_id="j1", line_id="1", state=PrintJobState.ERROR)
    [due] = deadlines(OrderSnapshot(order_id="o-1", print_jobs=(job,)))
    assert (due.since, due.due_at) == (None, LONG_AGO)
    assert due.passed(NOW)


def _parcel(state: ShipmentState, **fields: object) -> Shipment:
    return Shipment(shipment_id="s1", state=state, **fields)  # type: ignore[arg-type]
