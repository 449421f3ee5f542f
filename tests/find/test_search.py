"""What is found by what, on a real table."""

from __future__ import annotations

import pytest

from orders.contract.model import Address, Order, OrderLine, Printer, PrintJob, Render, Shipment, User
from orders.find.model import Kind
from orders.find.plan import NOTHING_TO_FIND, TOO_LONG, TOO_SHORT
from orders.find.rows import customer_rows, order_rows, printer_rows
from orders.find.search import find
from orders.snapshot import OrderSnapshot
from orders.store import Store
from tests.find.conftest import Fill

INGE = User(
    user_id="u-inge", name="Inge Müller-Brandt", email="Inge.Mueller@example.com", phone="+492285550194", country="DE"
)
SAKAI = User(user_id="u-sakai", name="酒井 美咲", email="misaki@example.jp", country="JP")
LI = User(user_id="u-li", name="Wei Li", email="wei@example.cn", country="CN")
ORDER = OrderSnapshot(
    order_id="o-4821",
    order=Order(
        order_id="o-4821",
        order_number="PX-4821-0773",
        payment_reference="pay_4f5e",
        lines=(OrderLine(line_id="1", print_id="print-77"),),
        ship_to=Address(name="Anna Smith", postcode="SW1A 1AA", country="GB"),
    ),
    renders=(Render(render_id="r-71c0", line_id="1", print_id="print-77"),),
    print_jobs=(PrintJob(print_job_id="job-88", line_id="1", printer_reference="KD-88213"),),
    parcels=(Shipment(shipment_id="parcel-3", tracking_number="BR 9FE0 43A8"),),
)
DUTCH = OrderSnapshot(
    order_id="o-nl", order=Order(order_id="o-nl", ship_to=Address(name="Joost Jansen", postcode="1234 AB"))
)
PRINTER = Printer(printer_id="koeln-druck", name="Köln Druck 12", country="DE")


@pytest.fixture
def filled(store: Store, fill: Fill) -> Store:
    fill([row for user in (INGE, SAKAI, LI) for row in customer_rows(user)])
    fill([*order_rows(ORDER), *order_rows(DUTCH), *printer_rows(PRINTER)])
    return store


@pytest.mark.parametrize(
    ("query", "kind", "target", "matched_on"),
    [
        ("PX-4821-0773", Kind.ORDER, "o-4821", "order number"),
        ("px48210773", Kind.ORDER, "o-4821", "order number"),
        ("  px 4821–0773 ", Kind.ORDER, "o-4821", "order number"),
        ("#PX-4821-0773", Kind.ORDER, "o-4821", "order number"),
        ("order PX-4821-0773", Kind.ORDER, "o-4821", "order number"),
        ("O-4821", Kind.ORDER, "o-4821", "order id"),
        ("PAY_4F5E", Kind.ORDER, "o-4821", "payment reference"),
        ("print 77", Kind.PRINT, "print-77", "print id"),
        ("R71C0", Kind.RENDER, "r-71c0", "render id"),
        ("job-88", Kind.PRINT_JOB, "job-88", "print job id"),
        ("kd 88213", Kind.PRINT_JOB, "job-88", "printer's reference"),
        ("PARCEL3", Kind.PARCEL, "parcel-3", "parcel id"),
        ("br9fe043a8", Kind.PARCEL, "parcel-3", "tracking number"),
        ("u-inge", Kind.CUSTOMER, "u-inge", "customer id"),
        ("0228 5550194", Kind.CUSTOMER, "u-inge", "phone"),
        ("sw1a1aa", Kind.ORDER, "o-4821", "postcode"),
        ("koeln-druck", Kind.PRINTER, "koeln-druck", "printer id"),
        ("inge.mueller@example.com", Kind.CUSTOMER, "u-inge", "e-mail"),
    ],
)
def test_whole_numbers_and_ids(filled: Store, query: str, kind: Kind, target: str, matched_on: str) -> None:
    best = find(query, filled).hits[0]
    assert (best.kind, best.id, best.matched_on, best.exact) == (kind, target, matched_on, True)


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("inge", "u-inge"),
        ("MULLER", "u-inge"),
        ("brandt inge", "u-inge"),
        ("bra ing", "u-inge"),
        ("inge müller brandt", "u-inge"),
        ("muellerbrandt", ""),
        ("mullerbrandt", ""),
        ("ingemullerb", "u-inge"),
        ("inge.mue", "u-inge"),
        ("Inge <inge.mueller@example.com>", "u-inge"),
        ("酒", "u-sakai"),
        ("井", "u-sakai"),
        ("酒井美咲", "u-sakai"),
        ("酒井 美", "u-sakai"),
        ("美咲 酒井", "u-sakai"),
        ("li", "u-li"),
        ("li wei", "u-li"),
        ("wei l", "u-li"),
        ("köln dru", "koeln-druck"),
        ("druck 12", "koeln-druck"),
        ("SW1A 1AA Smith", "o-4821"),
        ("smith sw1a1aa", "o-4821"),
        ("Anna SW1A-1AA", "o-4821"),
        ("Anna Smith SW1A 1AA", "o-4821"),
        ("1234 AB Jansen", "o-nl"),
        ("jansen 1234ab", "o-nl"),
        ("joost 1234 ab", "o-nl"),
        ("SW1A 1AA Jones", ""),
        ("inge smith", ""),
    ],
)
def test_names_and_postcodes(filled: Store, query: str, target: str) -> None:
    assert [hit.id for hit in find(query, filled).hits] == ([target] if target else [])


def test_nothing_found_says_what_was_tried(filled: Store) -> None:
    found = find("pxfoo", filled)
    assert found.hits == ()
    assert found.tried == (
        "order number, tracking number, phone, printer's reference or any id “pxfoo”",
        "e-mail starting “pxfoo”",
        "name with a word starting “pxfoo”",
        "printer “pxfoo …”",
    )


@pytest.mark.parametrize(
    ("query", "hint"),
    [("", ""), ("  ", ""), ("a", TOO_SHORT), ("zz", TOO_SHORT), ("🦄", NOTHING_TO_FIND), ("x" * 201, TOO_LONG)],
)
def test_what_cannot_be_looked_for_says_why(filled: Store, query: str, hint: str) -> None:
    found = find(query, filled)
    assert (found.hits, found.hint) == ((), hint)


def test_a_reused_tracking_number_finds_every_parcel(store: Store, fill: Fill) -> None:
    for number in range(3):
        parcel = Shipment(shipment_id=f"parcel-{number}", tracking_number="REUSED1")
        fill(order_rows(OrderSnapshot(order_id=f"o-{number}", parcels=(parcel,))))
    assert {hit.order_id for hit in find("reused1", store).hits} == {"o-0", "o-1", "o-2"}


def test_many_of_one_name_say_that_there_are_more_and_a_second_word_finds_the_one(store: Store, fill: Fill) -> None:
    people = [User(user_id=f"u-{number}", name=f"Maria Aab{number:03}") for number in range(120)]
    fill(row for user in [*people, User(user_id="u-silva", name="Maria Silva")] for row in customer_rows(user))
    many = find("maria", store)
    assert (len(many.hits), many.truncated, bool(many.hint)) == (50, True, True)
    assert [hit.id for hit in find("maria sil", store).hits] == ["u-silva"]


def test_a_whole_word_comes_before_longer_ones(store: Store, fill: Fill) -> None:
    people = [User(user_id="u-long", name="Anabel Aa"), User(user_id="u-whole", name="Ana Zz")]
    fill(row for user in people for row in customer_rows(user))
    assert [hit.id for hit in find("ana", store).hits] == ["u-whole", "u-long"]


def test_a_print_that_two_orders_bought_finds_both(store: Store, fill: Fill) -> None:
    for order_id in ("o-1", "o-2"):
        order = Order(order_id=order_id, lines=(OrderLine(line_id="1", print_id="print-shared"),))
        fill(order_rows(OrderSnapshot(order_id=order_id, order=order)))
    assert {hit.order_id for hit in find("print-shared", store).hits} == {"o-1", "o-2"}


def test_printers_of_a_town_do_not_hide_people_of_its_name(store: Store, fill: Fill) -> None:
    fill(
        row
        for number in range(120)
        for row in printer_rows(Printer(printer_id=f"p{number:03}", name=f"Paulo {number}"))
    )
    fill(customer_rows(User(user_id="u-paulo", name="Paulo Zuniga")))
    assert find("paulo", store).hits[0].id == "u-paulo"
