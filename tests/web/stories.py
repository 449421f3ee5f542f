"""Stories built by hand: what a page is given, without a table behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from orders.activity import Activity, Did
from orders.answer.model import Tone
from orders.contract.model import (
    Address,
    Order,
    OrderLine,
    OrderState,
    Print,
    Printer,
    PrintJob,
    PrintJobState,
    PrintState,
    Render,
    RenderFailure,
    RenderState,
    Scan,
    Shipment,
    ShipmentState,
    User,
)
from orders.customer import Account, CustomerStory, OrderSummary
from orders.snapshot import OrderSnapshot
from orders.story import JournalEntry, OrderStory, RawRow

ORDER_ID = "o-4821-0773"
NUMBER = "PX-4821-0773"
USER_ID = "u-77"
PRINTER = Printer(printer_id="koeln-druck", name="Köln Druck", country="DE", production_days=3)
CUSTOMER = User(
    user_id=USER_ID,
    email="inge@example.com",
    name="Inge Brandt",
    phone="+49 228 555 0194",
    locale="de-DE",
    country="DE",
)


def ago(**length: float) -> datetime:
    """A time before now, to the second."""
    return datetime.now(UTC).replace(microsecond=0) - timedelta(**length)


def an_order(lines: int = 2) -> Order:
    """Placed three days ago, due in five."""
    return Order(
        order_id=ORDER_ID,
        order_number=NUMBER,
        user_id=USER_ID,
        state=OrderState.PREPARING,
        currency="EUR",
        total=6480,
        lines=tuple(
            OrderLine(
                line_id=f"l{i}", print_id=f"p{i}", product="photobook-hardcover-20x20", quantity=1, unit_price=4990
            )
            for i in range(1, lines + 1)
        ),
        ship_to=Address(name="Inge Brandt", line1="Am Hof 1", city="Bonn", postcode="53111", country="DE"),
        shipping_method="standard",
        placed_at=ago(days=3),
        paid_at=ago(days=3),
        dispatch_by=ago(days=-2),
        deliver_by=ago(days=-5),
        first_deliver_by=ago(days=-5),
    )


def a_print(number: int, title: str = "Sommer in Ligurien") -> Print:
    """Uploaded but for one photo."""
    return Print(
        print_id=f"p{number}",
        user_id=USER_ID,
        product="photobook-hardcover-20x20",
        title=title,
        page_count=48,
        photo_count=112,
        photos_uploaded=111,
        state=PrintState.LOCKED,
    )


FAILED = Render(
    render_id="r-71c0",
    order_id=ORDER_ID,
    line_id="l1",
    print_id="p1",
    attempt=2,
    state=RenderState.FAILED,
    failure=RenderFailure(code="asset_missing", message="page 7: asset 9f31 unreadable", page=7),
    renderer_version="9.4.1",
    template_id="coast",
    template_version="12",
    queued_at=ago(minutes=45),
    started_at=ago(minutes=42),
    finished_at=ago(minutes=41),
)
READY = Render(
    render_id="r-22aa",
    order_id=ORDER_ID,
    line_id="l2",
    print_id="p2",
    attempt=1,
    state=RenderState.READY,
    started_at=ago(days=1, seconds=38),
    finished_at=ago(days=1),
    page_count=14,
)
JOB = PrintJob(
    print_job_id="j-9",
    order_id=ORDER_ID,
    line_id="l2",
    render_id="r-22aa",
    printer_id="koeln-druck",
    printer_reference="KD-88213",
    state=PrintJobState.DISPATCHED,
    raw_status="versendet",
    submitted_at=ago(hours=20),
    accepted_at=ago(hours=19),
    printed_at=ago(hours=6),
    dispatched_at=ago(hours=3),
    dispatch_by=ago(days=-2),
)
PARCEL = Shipment(
    shipment_id="s-5",
    order_id=ORDER_ID,
    print_job_ids=("j-9",),
    printer_id="koeln-druck",
    carrier="dhl",
    tracking_number="00340434161094042557",
    state=ShipmentState.IN_TRANSIT,
    raw_status="Die Sendung wurde im Paketzentrum bearbeitet.",
    scans=(Scan(at=ago(hours=2), code="ES_PCZ", description="Im Paketzentrum bearbeitet", location="Köln"),),
    handed_over_at=ago(hours=3),
    eta=ago(days=-1),
)


ACTIVITIES = tuple(
    Activity(did=Did.JOB, id=f"j-{state}", order_id=ORDER_ID, line_id="l2", state=state, began=ago(hours=5),
             printer=PRINTER.printer_id, product="photobook", code="versendet", accepted=ago(hours=4),
             ended=ago(hours=1) if state == "dispatched" else None, updated=ago(hours=1))
    for state in ("submitted", "in_production", "on_hold", "error", "dispatched")
)  # fmt: skip
"""Print jobs of a printer on a day."""


def entry(table: str, key: str, changed: Mapping[str, tuple[str, str]], at: datetime) -> JournalEntry:
    """One change, heard of a second after it happened."""
    heard = at + timedelta(seconds=1)
    sequence = f"{int(at.timestamp() * 1000):021d}"
    return JournalEntry(table=table, key=key, sequence=sequence, op="put", at=at, heard_at=heard, changed=changed)


def a_story() -> OrderStory:
    """The order of two items, one stuck at its render and one on its way."""
    return OrderStory(
        snapshot=OrderSnapshot(
            order_id=ORDER_ID,
            order=an_order(),
            renders=(READY, replace(FAILED, render_id="r-71bf", attempt=1), FAILED),
            print_jobs=(JOB,),
            parcels=(PARCEL,),
            prints={"p1": a_print(1), "p2": replace(a_print(2, "Familienkalender"), product="wall-calendar-a3")},
        ),
        version=12,
        as_of=ago(seconds=2),
        customer=CUSTOMER,
        printers={PRINTER.printer_id: PRINTER},
        journal=(
            entry("orders", ORDER_ID, {"state": ("", "confirmed")}, ago(days=3)),
            entry("renders", "r-71c0", {"state": ("rendering", "failed")}, ago(minutes=41)),
            entry("print_jobs", "j-9", {"state": ("in_production", "printed")}, ago(hours=6)),
        ),
        raw=(
            RawRow(
                table="renders",
                key="r-71c0",
                sequence="42",
                deleted=False,
                image={"render_id": {"S": "r-71c0"}, "state": {"S": "failed"}},
            ),
            RawRow(
                table="users",
                key=USER_ID,
                sequence="43",
                deleted=False,
                image={"user_id": {"S": USER_ID}, "email": {"S": "inge@example.com"}, "name": {"S": "Inge Brandt"}},
            ),
        ),
    )


def a_big_story() -> OrderStory:
    """150 lines, 60 renders, 20 parcels with 2,000 scans between them, and a raw row of each."""
    story = a_story()
    scans = tuple(replace(PARCEL.scans[0], at=ago(minutes=n)) for n in range(100))
    parcels = tuple(replace(PARCEL, shipment_id=f"s-{n}", scans=scans, print_job_ids=(f"j-{n}",)) for n in range(20))
    jobs = tuple(replace(JOB, print_job_id=f"j-{n}", line_id=f"l{n}") for n in range(150))
    renders = tuple(replace(FAILED, render_id=f"r-{n}", line_id=f"l{n}") for n in range(60))
    spelled = [{"M": {"code": {"S": "ES_PCZ"}, "description": {"S": "Im Paketzentrum bearbeitet"}}}] * 100
    raw = tuple(
        RawRow(table="shipments", key=f"s-{n}", sequence=str(n), deleted=False, image={"scans": {"L": spelled}})
        for n in range(250)
    )
    snapshot = replace(story.snapshot, order=an_order(150), renders=renders, print_jobs=jobs, parcels=parcels)
    return replace(story, snapshot=snapshot, raw=raw)


def hostile(text: str) -> OrderStory:
    """The same order with ``text`` wherever somebody else's words may stand."""
    story = a_story()
    order = story.snapshot.order
    assert order is not None
    address = Address(name=text, line1=text, city=text, region=text, postcode=text, country=text)
    return replace(
        story,
        customer=replace(CUSTOMER, name=text, email=text, phone=text, locale=text, country=text),
        printers={PRINTER.printer_id: replace(PRINTER, name=text)},
        quarantined=(text,),
        snapshot=replace(
            story.snapshot,
            order=replace(
                order, order_number=text, hold_reason=text, shipping_method=text, currency=text, ship_to=address,
                cancelled_by=text, raw_state=text,
            ),
            renders=(replace(FAILED, failure=RenderFailure(code=text, message=text, page=7), renderer_version=text),),
            print_jobs=(replace(JOB, raw_status=text, reason=text, printer_reference=text, cause=text),),
            parcels=(
                replace(
                    PARCEL, carrier=text, service=text, tracking_number=text, raw_status=text, exception_reason=text,
                    scans=(Scan(at=ago(hours=1), code=text, description=text, location=text),),
                ),
            ),
            prints={"p1": replace(a_print(1, text), product=text)},
        ),
    )  # fmt: skip


def a_summary(number: int, **more: Any) -> OrderSummary:
    """An order in a list, open and calm."""
    about: dict[str, Any] = {
        "order_id": f"o-{number}",
        "order_number": f"PX-0000-{number:04d}",
        "situation": "on_the_way",
        "label": "On its way",
        "tone": Tone.OK,
        "severity": 0,
        "open": True,
        "placed_at": ago(days=number),
        "promise": ago(days=-3),
        "delivered_at": None,
        "total": 6480,
        "currency": "EUR",
        "country": "DE",
        "items": 2,
    }
    return OrderSummary(**(about | more))


def a_customer() -> CustomerStory:
    """Two open orders, the calm one first; past orders with more to come; a second account."""
    return CustomerStory(
        user_id=USER_ID,
        customer=CUSTOMER,
        open_orders=(a_summary(1), a_summary(2, label="Render failed", tone=Tone.FAIL, severity=8)),
        past_orders=tuple(a_summary(n, open=False, delivered_at=ago(days=n - 1)) for n in range(10, 20)),
        next_cursor="more==",
        other_accounts=(Account(user_id="u-78", name="Inge B", country="AT"),),
        as_of=ago(seconds=2),
    )


def hostile_customer(text: str) -> CustomerStory:
    """The same customer with ``text`` wherever somebody else's words may stand."""
    story = a_customer()
    return replace(
        story,
        customer=replace(CUSTOMER, name=text, email=text, phone=text, locale=text, country=text),
        open_orders=(a_summary(1, order_number=text, label=text, currency=text, tone=Tone.FAIL),),
        past_orders=(a_summary(2, order_number=text, label=text, currency=text, open=False),),
        next_cursor=text,
        other_accounts=(Account(user_id=text, name=text, country=text),),
    )
