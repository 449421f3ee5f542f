"""The rows by which things are found: how many, how large, and never rewritten by a change of state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from orders.contract.model import (
    Address,
    Order,
    OrderLine,
    OrderState,
    Printer,
    PrintJob,
    PrintJobState,
    Render,
    Shipment,
    User,
)
from orders.find.model import SearchRow
from orders.find.rows import customer_rows, order_rows, printer_rows
from orders.snapshot import OrderSnapshot

LARGEST_PARTITION_KEY = 2048
LARGEST_SORT_KEY = 1024

ORDER = Order(
    order_id="18b9bf2dbee620dc2f5b9d4a747c2819",
    order_number="PX-4821-0773",
    user_id="u-1001",
    payment_reference="pay_9d4a747c2819",
    lines=(OrderLine(line_id="1", print_id="print-1"),),
    ship_to=Address(name="Amina Greco", city="Bonn", postcode="53111", country="DE"),
    placed_at=datetime(2026, 11, 19, 20, 14, tzinfo=UTC),
)
SNAPSHOT = OrderSnapshot(
    order_id=ORDER.order_id,
    order=ORDER,
    renders=(Render(render_id="r-71c0", print_id="print-1", line_id="1"),),
    print_jobs=(PrintJob(print_job_id="job-88", line_id="1", printer_reference="KD-88213"),),
    parcels=(Shipment(shipment_id="parcel-3", tracking_number="BR9FE043A85E6"),),
)

HOSTILE = st.text(max_size=3000)


def _fits(rows: tuple[SearchRow, ...]) -> bool:
    return all(
        len(row.pk.encode()) <= LARGEST_PARTITION_KEY and len(row.sk.encode()) <= LARGEST_SORT_KEY for row in rows
    )


def test_a_customer_costs_seven_rows() -> None:
    user = User(user_id="u-1001", name="Amina Greco", email="a@example.com", phone="+5592755948594", country="BR")
    assert len(customer_rows(user)) == 7


def test_an_order_of_one_line_costs_eleven_rows() -> None:
    assert len(order_rows(SNAPSHOT)) == 11


def test_a_long_name_costs_at_most_twenty_two_rows() -> None:
    for count in range(1, 40):
        name = " ".join(f"word{chr(97 + index % 26)}{index}" for index in range(count))
        assert len(customer_rows(User(user_id="u", name=name))) <= 22


def test_a_printer_is_found_by_id_and_name() -> None:
    rows = printer_rows(Printer(printer_id="koeln-druck", name="Köln Druck", country="DE"))
    assert {row.pk for row in rows} == {"X#koelndruck", "N#:kol", "N#:dru"}


def test_states_rewrite_no_row() -> None:
    later = replace(
        SNAPSHOT,
        order=replace(ORDER, state=OrderState.SHIPPED, deliver_by=datetime(2027, 1, 1, tzinfo=UTC)),
        print_jobs=(replace(SNAPSHOT.print_jobs[0], state=PrintJobState.DISPATCHED, raw_status="gone"),),
    )
    assert order_rows(later) == order_rows(SNAPSHOT)


def test_rows_that_came_before_their_order_are_found_already() -> None:
    rows = order_rows(replace(SNAPSHOT, order=None))
    assert {row.shown["order"] for row in rows} == {ORDER.order_id}
    assert "X#br9fe043a85e6" in {row.pk for row in rows}
    assert "order id" in {row.shown["on"] for row in rows}


def test_an_order_of_which_nothing_is_left_is_not_found() -> None:
    assert order_rows(OrderSnapshot(order_id=ORDER.order_id)) == ()


def test_a_value_of_two_characters_gets_no_row() -> None:
    assert order_rows(OrderSnapshot(order_id="o1", parcels=(Shipment(shipment_id="p", tracking_number="-1-"),))) == ()


def test_what_a_row_is_about_can_be_told_from_the_row() -> None:
    row = next(row for row in order_rows(SNAPSHOT) if row.shown["on"] == "tracking number")
    assert (row.pk, row.sk) == ("X#br9fe043a85e6", "tracking number#parcel:parcel-3@18b9bf2dbee620dc2f5b9d4a747c2819")
    assert row.shown == {
        "kind": "parcel",
        "id": "parcel-3",
        "order": ORDER.order_id,
        "number": "PX-4821-0773",
        "name": "Amina Greco",
        "country": "DE",
        "placed": "2026-11-19",
        "on": "tracking number",
    }


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_keys_fit_whatever_a_customer_holds(name: str, email: str, phone: str, user_id: str) -> None:
    assert _fits(customer_rows(User(user_id=user_id or "x", name=name, email=email, phone=phone, country=name[:2])))


@given(HOSTILE, HOSTILE, HOSTILE)
def test_keys_fit_whatever_an_order_holds(number: str, name: str, postcode: str) -> None:
    order = replace(ORDER, order_number=number, payment_reference=name, ship_to=Address(name=name, postcode=postcode))
    parcel = Shipment(shipment_id=number or "p", tracking_number=postcode)
    assert _fits(order_rows(replace(SNAPSHOT, order_id=number or "o", order=order, parcels=(parcel,))))
