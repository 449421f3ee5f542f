"""Writing notes about orders and customers."""

from __future__ import annotations

import pytest
from django.test import Client

from dashboard.roles import Role
from support.models import AuditEvent, AuditReason
from support.notes.models import LONGEST_TEXT, Note
from tests.notes.conftest import CUSTOMER, HTMX, NOTES, ORDER, Join, Member, the_note
from tests.web import stories


def test_a_note_stands_in_its_card_and_in_the_timeline(ana: Member, ben: Member) -> None:
    ana.writes("Called back,\nall is well")
    body = ben.opens()
    assert "Called back,\nall is well" in body.partition('id="note-list"')[2]
    assert "Note: Called back, all is well" in body.partition('id="order-timeline"')[2]


def test_without_javascript_one_is_led_to_the_note(ana: Member) -> None:
    answer = ana.writes("Called back")
    assert answer["Location"] == f"{ORDER}?note={the_note().pk}#note-{the_note().pk}"


def test_a_note_about_a_customer(ana: Member) -> None:
    ana.writes("Prefers letters", address=f"{CUSTOMER}notes/")
    assert "Prefers letters" in ana.opens(CUSTOMER)
    assert "Prefers letters" not in ana.opens()


def test_notes_on_orders_stand_beside_their_customer_with_a_link(ana: Member) -> None:
    ana.writes("The spine is torn")
    beside = ana.opens(CUSTOMER).partition('id="notes-on-orders"')[2]
    assert "The spine is torn" in beside
    assert f'href="{ORDER}?note={the_note().pk}#note-{the_note().pk}"' in beside


def test_the_open_page_gets_its_parts_and_an_empty_form(ana: Member) -> None:
    body = ana.writes("Called back", headers=HTMX).content.decode()
    assert '<div id="note-list" hx-swap-oob="true">' in body
    assert "Called back" in body.partition('id="order-timeline"')[2]
    assert "Called back" not in body.partition("<textarea")[2].partition("</textarea>")[0]


def test_the_same_form_sent_twice_is_one_note(ana: Member) -> None:
    ana.writes("Called back")
    ana.writes("Called back")
    assert Note.objects.count() == AuditEvent.objects.filter(type="note.written").count() == 1


def test_a_form_that_is_found_again_with_other_words_is_another_note(ana: Member) -> None:
    ana.writes("Called back")
    ana.writes("Called back again")
    assert Note.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [("  \n", "Write something"), ("a\0b", "NUL"), ("x" * (LONGEST_TEXT + 3), "3 too many")],
)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_typed(ana: Member, text: str, problem: str) -> None:
    answer = ana.writes(text)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "There is a problem" in body
    assert problem in body
    assert text.strip(" \n\0") in body
    assert not Note.objects.exists()


def test_ten_thousand_characters_are_counted_as_people_do(ana: Member) -> None:
    ana.writes("📚" * (LONGEST_TEXT - 2) + "\r\n📚")
    assert len(the_note().text) == LONGEST_TEXT


def test_ten_megabytes_are_too_much(ana: Member) -> None:
    assert ana.writes("x" * 10_000_000).status_code in (400, 413, 422)
    assert not Note.objects.exists()


def test_an_order_that_is_not_there(ana: Member) -> None:
    assert ana.writes("Hello", address="/orders/nowhere/notes/").status_code == 404
    assert ana.writes("Hello", address="/customers/nobody/notes/").status_code == 404


def test_an_auditor_reads_and_does_not_write(ana: Member, join: Join) -> None:
    ana.writes("Called back")
    eve = join("eve", Role.AUDITOR)
    assert "Called back" in eve.opens()
    assert 'id="note-form"' not in eve.opens()
    assert eve.writes("Hello").status_code == 403


def test_the_audit_tells_of_it_without_the_words(ana: Member) -> None:
    ana.writes("Her cat is called Mimi")
    event = AuditEvent.objects.get(type="note.written")
    assert (event.actor, event.order_id) == (f"staff:{ana.person.pk}", stories.ORDER_ID)
    assert "Mimi" not in str(event.details)
    assert not AuditReason.objects.exists()


def test_personal_data_in_a_note_is_masked(ana: Member, ben: Member) -> None:
    ana.writes("Inge Brandt writes from inge@example.com", key="1")
    ana.writes("Inge Brandt writes from inge@example.com", key="2", address=f"{CUSTOMER}notes/")
    for page in (ben.opens(), ben.opens(CUSTOMER)):
        assert "Brandt" not in page
        assert "inge@example.com" not in page
        assert "••• writes from" in page


def test_a_page_that_knows_of_it_asks_for_nothing(ana: Member) -> None:
    ana.writes("Called back")
    url = ana.opens().partition('id="live"')[2].partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    assert ana.client.get(url, headers=HTMX).status_code == 204
    ana.writes("And again")
    assert "And again" in ana.client.get(url, headers=HTMX).content.decode()


def test_a_stranger_is_sent_to_sign_in(db: None) -> None:
    assert Client().post(NOTES, {"text": "Hello"})["Location"].startswith("/sign-in/")
