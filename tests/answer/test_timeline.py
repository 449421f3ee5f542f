"""The timeline: rows, scans and journal told once, in order, with what cannot be right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from orders.answer import timeline
from orders.answer.model import TimelineEvent
from orders.contract.model import (
    Order,
    OrderLine,
    Printer,
    PrintJob,
    PrintJobState,
    Render,
    RenderFailure,
    RenderState,
    Scan,
    Shipment,
    ShipmentState,
)
from orders.snapshot import OrderSnapshot
from orders.story import JournalEntry, OrderStory
from tests.answer.fold import NOW


def hours(count: float) -> datetime:
    return NOW - timedelta(hours=count)


def told(
    snapshot: OrderSnapshot, *journal: JournalEntry, gaps: tuple[tuple[datetime, datetime], ...] = ()
) -> list[TimelineEvent]:
    printers = {"k": Printer(printer_id="k", name="Köln Druck")}
    story = OrderStory(
        snapshot=snapshot,
        version=1,
        as_of=NOW,
        customer=None,
        printers=printers,
        journal=journal,
        raw=(),
        history_gaps=gaps,
    )
    return list(timeline(story))


def heard(
    table: str, key: str, at: datetime, sequence: int = 1, op: str = "put", **changed: tuple[str, str]
) -> JournalEntry:
    return JournalEntry(
        table=table,
        key=key,
        sequence=f"{sequence:040}",
        op=op,
        at=at,
        heard_at=at + timedelta(seconds=1),
        changed=changed,
    )


def test_row_and_journal_tell_one_event() -> None:
    failure = RenderFailure(code="asset_missing", message="page 7: asset unreadable", page=7)
    render = Render(
        render_id="r1", line_id="1", attempt=2, state=RenderState.FAILED, failure=failure, finished_at=hours(1)
    )
    [event] = told(_of(render=render), heard("renders", "r1", hours(1), state=("rendering", "failed")))
    assert event.kind == "render.failed"
    assert event.text == "Photo book: render failed (attempt 2, page 7, “page 7: asset unreadable”)"
    assert event.heard_at == hours(1) + timedelta(seconds=1)
    assert (event.actor, event.clock, event.source, event.id) == (
        "renderer",
        "renderer",
        "renders/r1",
        "render-r1-failed",
    )


def test_what_the_row_has_forgotten_the_journal_still_tells() -> None:
    job = PrintJob(print_job_id="j1", line_id="1", printer_id="k", state=PrintJobState.PRINTED, printed_at=hours(1))
    held = heard("print_jobs", "j1", hours(9), state=("accepted", "on_hold"), reason=("", "paper"))
    again = heard("print_jobs", "j1", hours(5), 2, state=("accepted", "on_hold"))
    events = told(_of(job=job), held, again)
    assert [event.text for event in events] == [
        "Photo book: printed at Köln Druck",
        "Photo book: held by Köln Druck",
        "Photo book: held by Köln Druck (“paper”)",
    ]
    assert [event.id for event in events[1:]] == ["print_job-j1-on_hold-2", "print_job-j1-on_hold"]


def test_event_keeps_its_id_when_the_row_moves_on() -> None:
    binding = PrintJob(print_job_id="j1", line_id="1", printer_id="k", state=PrintJobState.BINDING, updated_at=hours(3))
    packed = PrintJob(print_job_id="j1", line_id="1", printer_id="k", state=PrintJobState.PACKED, updated_at=hours(1))
    entry = heard("print_jobs", "j1", hours(3), state=("printed", "binding"))
    before = {event.id for event in told(_of(job=binding), entry)}
    after = {event.id for event in told(_of(job=packed), entry)}
    assert before < after


def test_scan_and_state_of_the_same_moment_are_one_event() -> None:
    scans = (Scan(at=hours(9), description="Abgeholt", location="Köln"), Scan(at=hours(2), description="Zugestellt"))
    parcel = Shipment(
        shipment_id="s1",
        carrier="dhl",
        state=ShipmentState.DELIVERED,
        scans=(*scans, Scan(description="ohne Zeit")),
        handed_over_at=hours(9),
        delivered_at=hours(2),
        updated_at=hours(2),
    )
    events = told(_of(parcel=parcel))
    assert [event.text for event in events] == [
        "“ohne Zeit”",
        "Parcel delivered (“Zugestellt”)",
        "Parcel handed to DHL (“Abgeholt”)",
    ]
    assert (events[0].clock, events[2].place) == ("heard", "Köln")


def test_moved_promise_and_printer() -> None:
    moved = heard("orders", "o-1", hours(2), deliver_by=("2026-11-27T23:59:59+00:00", "2026-12-02T23:59:59+00:00"))
    elsewhere = heard("print_jobs", "j1", hours(1), printer_id=("lyon", "k"))
    job = PrintJob(print_job_id="j1", line_id="1", printer_id="k")
    texts = [event.text for event in told(_of(job=job), moved, elsewhere)]
    assert texts == ["Moved to another printer: Köln Druck", "The promise moved from 27 Nov 2026 to 2 Dec 2026"]


def test_row_that_was_deleted() -> None:
    [event] = told(OrderSnapshot(order_id="o-1"), heard("orders", "o-1", hours(2), op="deleted"))
    assert event.text == "Row deleted by the backend"


def test_unknown_state_is_shown_raw() -> None:
    job = PrintJob(print_job_id="j1", line_id="1", raw_state="varnishing", updated_at=hours(1))
    [event] = told(_of(job=job))
    assert (event.kind, event.text) == ("print_job.varnishing", "Photo book: “varnishing”")


def test_unknown_state_is_said_of_what_has_it() -> None:
    order = Order(order_id="o-1", raw_state="quality_gate", updated_at=hours(1))
    parcel = Shipment(shipment_id="s1", raw_state="drone", updated_at=hours(2))
    texts = [event.text for event in told(OrderSnapshot(order_id="o-1", order=order, parcels=(parcel,)))]
    assert texts == ["Order: “quality_gate”", "Parcel: “drone”"]


def test_what_cannot_be_right_is_marked() -> None:
    order = Order(order_id="o-1", placed_at=hours(9), paid_at=hours(2), delivered_at=NOW + timedelta(days=2))
    parcel = Shipment(shipment_id="s1", handed_over_at=hours(5))
    wrong = {
        event.kind: event.anomalies for event in told(OrderSnapshot(order_id="o-1", order=order, parcels=(parcel,)))
    }
    assert wrong["parcel.handed_over"] == ("dated before the order was paid",)
    assert wrong["order.delivered"] == ("dated after we heard of it",)
    assert wrong["order.placed"] == ()


def test_gap_in_history_is_told() -> None:
    [event] = told(OrderSnapshot(order_id="o-1"), gaps=((hours(30), hours(6)),))
    assert event.text == "History incomplete from 21 Nov 2026, 15:00 to 22 Nov 2026, 15:00 UTC"


def test_gap_of_seconds_is_told_in_seconds() -> None:
    [event] = told(OrderSnapshot(order_id="o-1"), gaps=((hours(1), hours(1) + timedelta(seconds=9)),))
    assert event.text == "History incomplete from 22 Nov 2026, 20:00:00 to 20:00:09 UTC"


def test_gaps_of_several_tables_at_once_are_one() -> None:
    gaps = ((hours(30), hours(6)), (hours(3), hours(2)), (hours(29), hours(5)), (hours(30), hours(6)))
    events = told(OrderSnapshot(order_id="o-1"), gaps=gaps)
    assert [event.text for event in events] == [
        "History incomplete from 22 Nov 2026, 18:00 to 19:00 UTC",
        "History incomplete from 21 Nov 2026, 15:00 to 22 Nov 2026, 16:00 UTC",
    ]


def test_braces_of_other_people_stay() -> None:
    parcel = Shipment(shipment_id="s1", carrier="dpd", scans=(Scan(at=hours(1), description="{0} {unknown}"),))
    [event] = told(_of(parcel=parcel))
    assert event.text == "“{0} {unknown}”"


def _of(*, render: Render | None = None, job: PrintJob | None = None, parcel: Shipment | None = None) -> OrderSnapshot:
    return OrderSnapshot(
        order_id="o-1",
        order=Order(order_id="o-1", lines=(OrderLine(line_id="1", product="photobook-a5"),)),
        renders=(render,) if render else (),
        print_jobs=(job,) if job else (),
        parcels=(parcel,) if parcel else (),
    )


def test_rows_of_two_tables_may_have_one_key() -> None:
    """An order and a parcel may both be called 1: what is told of one takes nothing from the other."""
    when = datetime(2026, 11, 22, 21, tzinfo=UTC)
    parcel = Shipment(shipment_id="1", scans=(Scan(at=when, description="Hub"),))
    told = JournalEntry(
        table="orders", key="1", sequence="1", op="put", at=when, heard_at=when, changed={"state": ("", "confirmed")}
    )
    story = OrderStory(
        snapshot=OrderSnapshot(order_id="1", parcels=(parcel,)),
        version=1,
        as_of=when,
        customer=None,
        printers={},
        journal=(told,),
        raw=(),
    )
    assert {event.source for event in timeline(story)} == {"orders/1", "shipments/1"}
