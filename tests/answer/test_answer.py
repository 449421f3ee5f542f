"""The sentence where several rows, or several lines, have a say."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from orders.answer import answer, standing
from orders.contract.model import (
    Order,
    OrderLine,
    OrderState,
    Printer,
    PrintJob,
    PrintJobState,
    Render,
    RenderFailure,
    RenderState,
    Shipment,
    ShipmentState,
)
from orders.snapshot import OrderSnapshot
from tests.answer.fold import NOW

BOOK, CALENDAR = OrderLine(line_id="1", product="photobook-a5"), OrderLine(line_id="2", product="calendar-a3")
PRINTERS = {"k": Printer(printer_id="k", name="Köln Druck"), "l": Printer(printer_id="l", name="Atelier Lyon")}


def hours(count: float) -> datetime:
    return NOW - timedelta(hours=count)


def order(*lines: OrderLine, state: OrderState = OrderState.IN_PRODUCTION) -> Order:
    return Order(
        order_id="o-1",
        state=state,
        lines=lines or (BOOK,),
        paid_at=hours(99),
        updated_at=hours(9),
        first_deliver_by=hours(-99),
    )


def job(n: int, state: PrintJobState, *, line: str = "1", **fields: object) -> PrintJob:
    made = {"printer_id": "k", "submitted_at": hours(50 - n), "updated_at": hours(20 - n)} | fields
    return PrintJob(print_job_id=f"j{n}", line_id=line, state=state, **made)  # type: ignore[arg-type]


def test_lines_of_which_the_same_is_true_are_told_together() -> None:
    jobs = (job(1, PrintJobState.IN_PRODUCTION), job(2, PrintJobState.IN_PRODUCTION, line="2"))
    said = answer(
        OrderSnapshot(order_id="o-1", order=order(BOOK, CALENDAR), print_jobs=jobs), now=NOW, printers=PRINTERS
    )
    assert said.sentence.startswith("Both items are in production at Köln Druck.")


def test_lines_at_two_printers_are_told_apart() -> None:
    jobs = (job(1, PrintJobState.IN_PRODUCTION), job(2, PrintJobState.IN_PRODUCTION, line="2", printer_id="l"))
    said = answer(
        OrderSnapshot(order_id="o-1", order=order(BOOK, CALENDAR), print_jobs=jobs), now=NOW, printers=PRINTERS
    )
    assert said.sentence.startswith("The calendar is in production. The photo book is in production at Köln Druck.")


def test_hold_says_what_goes_on_all_the_same() -> None:
    held = order(BOOK, state=OrderState.ON_HOLD)
    snapshot = OrderSnapshot(order_id="o-1", order=held, print_jobs=(job(1, PrintJobState.PRINTED),))
    assert "and no reason is given. The photo book is printed. The move is ours" in answer(snapshot, now=NOW).sentence


def test_rejected_job_and_a_newer_render() -> None:
    rejected = job(1, PrintJobState.REJECTED, render_id="r1")
    renders = (
        Render(render_id="r1", line_id="1", attempt=1, state=RenderState.READY),
        Render(render_id="r2", line_id="1", attempt=2, state=RenderState.QUEUED, queued_at=hours(0.2)),
    )
    said = answer(OrderSnapshot(order_id="o-1", order=order(), print_jobs=(rejected,), renders=renders), now=NOW)
    assert (said.situation, said.whose_move) == ("render_queued", "ours")


def test_reprint_speaks_for_the_line_it_replaces() -> None:
    jobs = (job(1, PrintJobState.DISPATCHED), job(2, PrintJobState.ERROR, reprint_of="j1", cause="lost"))
    gone = Shipment(shipment_id="s1", print_job_ids=("j1",), state=ShipmentState.LOST)
    said = answer(
        OrderSnapshot(order_id="o-1", order=order(), print_jobs=jobs, parcels=(gone,)), now=NOW, printers=PRINTERS
    )
    assert said.sentence.startswith("The reprint of the photo book is stuck at Köln Druck because of an error.")
    assert "It replaces an earlier copy (lost)." in said.sentence


def test_cancelled_reprint_leaves_the_first_copy() -> None:
    jobs = (job(1, PrintJobState.DISPATCHED), job(2, PrintJobState.CANCELLED, reprint_of="j1"))
    there = Shipment(shipment_id="s1", print_job_ids=("j1",), state=ShipmentState.DELIVERED, delivered_at=hours(30))
    stands = standing(OrderSnapshot(order_id="o-1", order=order(), print_jobs=jobs, parcels=(there,)))
    assert (stands.situation, stands.open) == ("delivered", False)


def test_parcel_that_names_no_job_carries_what_no_other_does() -> None:
    parcel = Shipment(shipment_id="s1", carrier="dpd", state=ShipmentState.OUT_FOR_DELIVERY, updated_at=hours(2))
    snapshot = OrderSnapshot(
        order_id="o-1", order=order(), print_jobs=(job(1, PrintJobState.DISPATCHED),), parcels=(parcel,)
    )
    assert answer(snapshot, now=NOW).sentence.startswith("The photo book has been out for delivery with DPD")


def test_label_printed_early_does_not_speak() -> None:
    label = Shipment(shipment_id="s1", print_job_ids=("j1",), state=ShipmentState.LABEL_CREATED)
    snapshot = OrderSnapshot(
        order_id="o-1", order=order(), print_jobs=(job(1, PrintJobState.BINDING),), parcels=(label,)
    )
    assert answer(snapshot, now=NOW).situation == "in_production"


def test_order_that_nobody_knows() -> None:
    said = answer(OrderSnapshot(order_id="o-1"), now=NOW)
    assert said.situation == standing(OrderSnapshot(order_id="o-1")).situation == "order_unknown"
    assert said.sentence.startswith("Nothing is known of this order: its row is missing or was purged.")


def test_unknown_failure_is_quoted_without_what_looks_personal() -> None:
    failure = RenderFailure(code="odd", message="owner ines@example.com\n+49 228 5550 1180 called")
    render = Render(render_id="r1", line_id="1", state=RenderState.FAILED, failure=failure)
    said = answer(OrderSnapshot(order_id="o-1", order=order(), renders=(render,)), now=NOW)
    assert "of a fault that has no name yet (“odd”)" in said.sentence
    assert said.lines[0].explanation.endswith("The renderer said: “owner … … called”.")


@pytest.mark.parametrize(("zone", "day"), [("UTC", "Sun 29 Nov"), ("Asia/Tokyo", "Mon 30 Nov")])
def test_dates_are_told_in_the_readers_zone(zone: str, day: str) -> None:
    late = Order(order_id="o-1", lines=(BOOK,), paid_at=hours(1), first_deliver_by=NOW + timedelta(days=7))
    said = answer(OrderSnapshot(order_id="o-1", order=late), now=NOW, tz=ZoneInfo(zone))
    assert f"It is promised for {day}." in said.sentence


def test_becomes_late_by_the_hour_alone() -> None:
    snapshot = OrderSnapshot(order_id="o-1", order=order(), print_jobs=(job(1, PrintJobState.PRINTED),))
    before, after = (answer(snapshot, now=hours(-99) + timedelta(minutes=m)) for m in (-1, 1))
    assert (before.late, before.tone, after.late, after.tone) == (False, "ok", True, "warn")
