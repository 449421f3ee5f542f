"""Whole stories, raw rows and hits: nothing personal survives, and nothing else is lost."""

from __future__ import annotations

import json
import typing
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.answer import answer, timeline
from orders.contract.encode import spell_item
from orders.contract.model import Address, Order, Print, Render, RenderFailure, Scan, Shipment, User
from orders.contract.tables import SOURCE_TABLES
from orders.find.model import Hit, Kind
from orders.snapshot import OrderSnapshot
from orders.story import JournalEntry, OrderStory, RawRow
from support import masking, raw
from support.personal import PERSONAL, Rule, rule_of
from tests.streams import backend

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
# Words that stand in no sentence, state or field name of ours.
SECRET = st.text(alphabet="QXZJqxzj", min_size=6, max_size=14)


def _story(name: str, email: str, phone: str, street: str, city: str, title: str) -> OrderStory:
    words = f"to {name} at {street} {city}, {phone} {email}: {title}"
    order = Order(
        order_id="o-1",
        user_id="u-1",
        placed_at=NOW,
        hold_reason=words,
        ship_to=Address(name=name, line1=street, line2=street, city=city, postcode=f"{street}9", country="DE"),
    )
    failure = RenderFailure(code="asset_missing", message=words, page=7)
    return OrderStory(
        snapshot=OrderSnapshot(
            order_id="o-1",
            order=order,
            renders=(Render(render_id="r-1", line_id="1", failure=failure, raw_state=words),),
            parcels=(Shipment(shipment_id="s-1", scans=(Scan(at=NOW, description=words, location=city),)),),
            prints={"p-1": Print(print_id="p-1", title=title)},
        ),
        version=1,
        as_of=NOW,
        customer=User(user_id="u-1", name=name, email=email, phone=phone),
        printers={},
        journal=(
            JournalEntry(
                table="orders", key="o-1", sequence="1", op="put", at=NOW, heard_at=NOW,
                changed={"hold_reason": ("", words), "ship_to.name": (name, name), "nickname": (name, "")},
            ),
        ),
        raw=(
            RawRow(table="users", key="u-1", sequence="1", deleted=False, image=spell_item(
                backend.packed("users", {"user_id": "u-1", "name": name, "email": email, "phone": phone}))),
            RawRow(table="orders", key="o-1", sequence="1", deleted=False, image=spell_item(
                {"order_id": "o-1", "hold_reason": words, "greeting": {"to": [name]}, "ship_to": {"name": name}})),
        ),
        quarantined=(f"orders.total: {words}",),
    )  # fmt: skip


@given(SECRET, SECRET, SECRET, SECRET, SECRET)
def test_nothing_personal_survives(name: str, local: str, street: str, city: str, title: str) -> None:
    phone = "+492285550194"
    whole = _story(f"{name} {name}", f"{local}@{name}.com", phone, street, city, title)
    story = masking.order_story(whole)
    shown = [
        replace(story, raw=()),
        answer(story.snapshot, now=NOW),
        timeline(story),
        [each for _, each in raw.raw_rows(whole)],
    ]
    told = repr(shown).lower()
    for secret in (name, local, phone, street, city, title):
        assert secret.lower() not in told


def test_what_is_not_personal_stays() -> None:
    order = Order(order_id="o-1", order_number="PX-1", total=10, currency="EUR", payment_reference="pay_1")
    assert masking.record("orders", order) == order
    parcel = Shipment(shipment_id="s-1", tracking_number="BR9FE043A85E6", carrier="dhl", print_job_ids=("j-1",))
    assert masking.record("shipments", parcel) == parcel


def test_a_printers_name_is_no_persons() -> None:
    assert masking.hit(Hit(kind=Kind.PRINTER, id="x", name="Köln Druck")).name == "Köln Druck"
    assert masking.hit(Hit(kind=Kind.PARCEL, id="x", name="Inge Brandt")).name == "I••• B•••"


@pytest.mark.parametrize(
    "image", [{"pb": {"B": b"\xff\xff"}}, {"pb": {"S": "Inge"}}, {"user_id": {"S": "u-1"}, "pb": {"B": b"Inge"}}]
)
def test_packed_bytes_that_are_no_message_leak_nothing(image: dict[str, Any]) -> None:
    assert "Inge" not in repr(raw.masked_image("users", image))
    assert "Inge" not in repr(raw.masked_image("unheard_of", image))


def test_what_is_no_dynamodb_value_leaks_nothing() -> None:
    assert raw.masked_image("users", {"name": {"S": "Inge"}, "user_id": {}}) == {"name": "•••", "user_id": "•••"}


PACKED_ROWS: dict[str, dict[str, Any]] = {
    "orders": {
        "order_id": "o-1",
        "lines": [{"line_id": "1", "quantity": 2}],
        "ship_to": {"name": "Inge Brandt", "country": "DE"},
    },
    "renders": {"render_id": "r-1", "failure": {"code": "timeout", "message": "for inge@example.com", "page": 7}},
    "shipments": {"shipment_id": "s-1", "scans": [{"at": "2026-11-20T08:00:00Z", "code": "PU", "location": "Bonn"}]},
}


@pytest.mark.parametrize("table", PACKED_ROWS)
def test_a_packed_row_is_json_down_to_its_innermost_field(table: str) -> None:
    row = PACKED_ROWS[table]
    shown = json.loads(json.dumps(raw.masked_image(table, spell_item(backend.packed(table, row)))))
    plain = raw.masked_image(table, spell_item(row))
    for name, content in plain.items():
        of_both = shown[name][0] if isinstance(content, list) else shown[name]
        first = content[0] if isinstance(content, list) else content
        assert of_both == first or first.items() <= of_both.items()


# What the journal tells by the name of a container: a failure by its code.
IN_THE_JOURNAL = {"renders": ["failure"]}


def _paths(record: type, parent: str = "") -> list[str]:
    """Each path of a record that holds a value, not a container of some."""
    found: list[str] = []
    for name, hint in typing.get_type_hints(record).items():
        inner = next((each for each in (hint, *typing.get_args(hint)) if is_dataclass(each)), None)
        found += _paths(typing.cast("type", inner), f"{parent}{name}.") if inner else [parent + name]
    return found


@pytest.mark.parametrize("table", sorted(SOURCE_TABLES))
def test_the_table_names_every_field_and_nothing_else(table: str) -> None:
    assert sorted(PERSONAL[table]) == sorted(_paths(SOURCE_TABLES[table].record) + IN_THE_JOURNAL.get(table, []))


def test_what_the_table_does_not_name_is_hidden() -> None:
    assert rule_of("users", "nickname") is Rule.HIDDEN
    assert rule_of("pets", "name") is Rule.HIDDEN
    assert {field.name for field in fields(User)} == set(PERSONAL["users"])
