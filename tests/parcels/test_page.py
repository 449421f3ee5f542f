"""The page of one parcel: what it says, what it masks, what it links to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from support.shown.parcel import LostFrom, parcel_page, web_address
from tests.commands.conftest import ORDER, Desk, ago
from tests.find.data import hostile_strings
from tests.parcels.conftest import ship, story

AT = f"/orders/{ORDER}/parcels/s-2/"
EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
MANY = [{"at": ago(minutes=n), "code": f"C{n}", "description": "Processed", "location": "Bonn"} for n in range(2_000)]


def text_of(client: Client, path: str = AT, **headers: str) -> str:
    """The page as text."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def lost(**more: Any) -> LostFrom:
    """When the parcel counts as lost."""
    page = parcel_page(story(), "s-2")
    assert page is not None
    return page.lost


def test_a_scan_is_told_in_plain_words_beside_the_carriers_own(desk: Desk, reader: Client) -> None:
    ship(
        desk,
        scans=[{"at": ago(hours=1), "code": "OUT_FOR_DELIVERY", "description": "In Zustellung", "location": "Bonn"}],
    )
    text = text_of(reader)
    assert [words in text for words in ("Out for delivery", "In Zustellung", "OUT_FOR_DELIVERY")] == [True] * 3


def test_places_are_masked(desk: Desk, reader: Client) -> None:
    ship(desk, scans=[{"at": ago(hours=1), "code": "A", "location": "Bonn"}])
    text = text_of(reader)
    assert ("Bonn" in text, "B•••" in text) == (False, True)


def test_an_exception_stands_in_their_words_and_the_reply_is_there(desk: Desk, reader: Client) -> None:
    ship(desk, state="exception", exception_reason="On hold")
    text = text_of(reader)
    assert "Held by the carrier. The carrier says: <bdi>On hold</bdi>" in text
    assert 'id="parcel-words"' in text


def test_two_thousand_scans_are_folded_and_all_are_one_click_away(desk: Desk, reader: Client) -> None:
    ship(desk, scans=MANY)
    some, every = text_of(reader), text_of(reader, f"{AT}?all=1")
    assert ("Show 1900 older ones too" in some, ">C1999<" in some, ">C1999<" in every) == (True, False, True)


def test_it_counts_as_lost_after_working_days_from_hand_over(desk: Desk, reader: Client) -> None:
    handed = datetime(2026, 1, 5, 10, tzinfo=UTC)
    ship(desk, handed_over_at=handed.isoformat(), carrier="ups", service="Standard")
    found = lost()
    assert found.at is not None
    assert (found.over, found.terms.wait, found.at - handed > timedelta(days=20)) == (True, 15, True)
    assert "It counts as lost since" in text_of(reader)


def test_a_service_that_nobody_scans_has_no_such_day(desk: Desk, reader: Client) -> None:
    ship(desk, handed_over_at=ago(days=50), carrier="deutsche_post", service="Warenpost")
    assert lost().at is None
    assert "Nobody scans this service" in text_of(reader)


def test_what_has_arrived_is_not_waited_for(desk: Desk, reader: Client) -> None:
    ship(desk, state="delivered", delivered_at=ago(days=1), handed_over_at=ago(days=90))
    assert "It is over" in text_of(reader)


@pytest.mark.parametrize("address", ["https://carrier.example/t/1", "http://carrier.example/?n=1"])
def test_the_carriers_own_page_is_linked(desk: Desk, reader: Client, address: str) -> None:
    ship(desk, tracking_url=address)
    assert f'href="{address}" rel="noopener noreferrer"' in text_of(reader)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//carrier.example", "https://", "https://me:word@carrier.example",
     "https://carrier.example/\nx", " https://carrier.example", "ftp://carrier.example", "https://[", "carrier.example",
     ""],
)  # fmt: skip
def test_what_is_no_web_address_is_no_link(desk: Desk, reader: Client, address: str) -> None:
    assert web_address(address) == ""
    ship(desk, tracking_url=address)
    assert 'id="to-carrier"' not in text_of(reader)


@pytest.mark.parametrize("text", [EVIL, *hostile_strings()[:80]])
def test_hostile_words_are_shown_as_words(desk: Desk, reader: Client, text: str) -> None:
    words = {"at": ago(hours=1), "code": text, "description": text, "location": text}
    ship(desk, scans=[words], carrier=text, service=text, tracking_number=text, exception_reason=text, raw_status=text)
    assert EVIL not in text_of(reader)


def test_an_open_page_asks_for_news_alone(desk: Desk, reader: Client) -> None:
    ship(desk)
    seen = f"{story().version}.0"
    assert reader.get(f"{AT}?v={seen}", headers={"HX-Request": "true"}).status_code == 204
    assert "<html" not in text_of(reader, f"{AT}?v=1.0", **{"HX-Request": "true"})


def test_a_parcel_that_there_is_not(desk: Desk, reader: Client) -> None:
    assert [reader.get(path).status_code for path in (AT, "/orders/o-9/parcels/s-2/")] == [404, 404]


def test_the_orders_page_leads_to_it_and_it_leads_to_an_escalation(desk: Desk, reader: Client) -> None:
    ship(desk)
    assert AT in text_of(reader, f"/orders/{ORDER}/")
    assert "?about=parcel:s-2" in text_of(reader)
