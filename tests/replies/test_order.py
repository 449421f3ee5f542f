"""The reply on an order's page: in their language or another, with the words of today."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orders.answer.reply import languages
from tests.replies.conftest import HTMX, ORDER, Save, body
from tests.web import stories
from tests.web.conftest import Told

FRAGMENT = f"{ORDER}reply/"


def test_it_is_in_their_language_and_in_any_other(manager: Client) -> None:
    assert '<option value="de" selected>German (theirs)' in body(manager)
    assert "Bonjour" in body(manager, f"{ORDER}?reply=fr")
    assert "Hallo" in body(manager, f"{ORDER}?reply=tlh")


def test_a_language_without_words_is_said_and_english_is_written(manager: Client, told: Told) -> None:
    assert told.order is not None
    told.order = replace(told.order, customer=replace(stories.CUSTOMER, locale="pl-PL"))
    page = body(manager)
    assert "Hello [first name]" in page
    assert "language is Polish; nothing is written in it yet" in page


def test_a_text_that_a_language_lacks_is_written_in_english(manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(languages()["de"].replies, "photo_missing")
    assert "Hello [first name]" in body(manager)
    assert "1 missing" in body(manager, "/replies/?language=de")


def test_the_fragment_is_the_reply_alone_and_the_address_follows(manager: Client) -> None:
    current = f"http://testserver{ORDER}?lines=2&reply=de"
    answer = manager.get(f"{FRAGMENT}?reply=it", headers={**HTMX, "HX-Current-URL": current})
    assert answer["HX-Replace-Url"] == f"{ORDER}?lines=2&reply=it"
    assert "<html" not in answer.content.decode()
    assert "Ciao" in answer.content.decode()


def test_the_fragment_opened_as_a_page_is_the_page(manager: Client) -> None:
    assert manager.get(f"{FRAGMENT}?reply=it")["Location"] == f"{ORDER}?reply=it#order-reply"


def test_what_is_swapped_brings_the_reply_and_no_input(manager: Client) -> None:
    live = body(manager, f"{ORDER}live/?v=1-1-1-1&reply=fr", **HTMX)
    assert "Bonjour" in live
    assert "<textarea" not in live


def test_changed_words_are_on_the_page_at_once(manager: Client, save: Save) -> None:
    save()
    assert "dein Foto auf Seite 7 fehlt uns noch." in body(manager)
    assert "dein Foto" not in body(manager, f"{ORDER}?reply=en")


def test_words_around_every_reply_change_too(manager: Client, save: Save) -> None:
    save("Herzlich, deine Druckerei", address="/replies/frame.closing/de/")
    assert "Herzlich, deine Druckerei</p>" in body(manager)


def test_changed_words_cost_one_query(manager: Client, save: Save) -> None:
    save()
    with CaptureQueriesContext(connection) as asked:
        body(manager)
    assert sum("support_replytext" in query["sql"] for query in asked) == 1
