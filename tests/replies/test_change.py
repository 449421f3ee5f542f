"""Managers change words: what is refused, what is kept, going back, and two at once."""

from __future__ import annotations

from html import unescape

import pytest
from django.db import connection
from django.test import Client

from dashboard.roles import Role
from support.models import AuditEvent
from support.replies.models import ReplyText
from tests.replies.conftest import ORDER, TEXT, WORDS, Save, body
from tests.web.conftest import SignIn

BAD = [
    ("", "Write the words"),
    ("dein Foto fehlt.", "The blank {where} is missing."),
    ("dein Foto{where} {name}", "There is no blank {name} in this text."),
    ("dein Foto{where} {", "A curly brace stands on its own."),
    ("{where.__class__.__mro__}", "A curly brace stands on its own."),
    ("{where!r:>9999999999}{where}", "A curly brace stands on its own."),
    ("{0}{where}", "A curly brace stands on its own."),
    ("<b>Foto</b>{where}", "Plain text only: “<b>”"),
    ("Foto{where}\0", "U+0000"),
    ("Foto{where}" + "x" * 2000, "At most 2,000 characters"),
]


@pytest.mark.parametrize(("text", "words"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_sent_is_refused_in_words(save: Save, text: str, words: str) -> None:
    answer = save(text)
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert not ReplyText.objects.exists()


def test_a_change_needs_a_reason(save: Save) -> None:
    answer = save(reason=" ")
    assert answer.status_code == 422
    assert '<a href="#reply-reason">Say why' in answer.content.decode()
    assert WORDS in answer.content.decode()


def test_a_change_is_a_version_with_its_row_of_the_audit(save: Save) -> None:
    assert save().status_code == 302
    kept = ReplyText.objects.get()
    event = AuditEvent.objects.get(type="reply.changed")
    assert (kept.version, kept.text, kept.event) == (1, WORDS, event)
    assert (event.target_id, event.reason.text) == ("photo_missing/de", "shorter")
    assert WORDS not in str(event.details)


def test_a_second_click_changes_nothing_more(save: Save) -> None:
    assert [save().status_code, save().status_code] == [302, 302]
    assert ReplyText.objects.count() == 1


def test_who_was_overtaken_keeps_what_they_typed(save: Save, sign_in: SignIn, manager: Client) -> None:
    save("dein Bild{where} fehlt.")
    answer = save("unser Foto{where} fehlt.", base=0)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "unser Foto{where} fehlt." in page
    assert 'name="base" value="1"' in page
    assert save("unser Foto{where} fehlt.", base=1).status_code == 302


def test_the_same_words_again_are_no_change(save: Save) -> None:
    save()
    assert save(base=1).status_code == 422


def test_history_tells_who_why_and_what_differs(save: Save, manager: Client) -> None:
    save()
    save("dein Bild{where} fehlt uns noch.", base=1)
    page = body(manager, TEXT)
    assert "<del>Foto</del><ins>Bild</ins>" in page
    assert page.index("Version 2") < page.index("Version 1") < page.index("Go back to")
    assert "by <bdi>Ana</bdi>" in page


@pytest.mark.parametrize(("to", "words"), [(1, "dein Foto auf Seite 7 fehlt"), (0, "eines deiner Fotos")])
def test_going_back(save: Save, manager: Client, to: int, words: str) -> None:
    save()
    save("dein Bild{where} fehlt.", base=1)
    answer = manager.post(f"{TEXT}back/", {"to": to, "base": 2, "reason": "better so"})
    assert answer.status_code == 302
    assert words in body(manager)
    assert ReplyText.objects.count() == 3


@pytest.mark.parametrize("sent", [{}, {"to": "9", "reason": "x"}, {"to": "0", "base": "1"}, {"to": "²", "reason": "x"}])
def test_going_back_to_nothing_is_refused(save: Save, manager: Client, sent: dict[str, str]) -> None:
    save()
    assert manager.post(f"{TEXT}back/", sent).status_code == 422


def test_going_back_over_somebody_s_words_is_refused(save: Save, manager: Client) -> None:
    save()
    assert manager.post(f"{TEXT}back/", {"to": "0", "base": "0", "reason": "x"}).status_code == 409


def test_words_that_got_into_the_table_otherwise_break_no_page(save: Save, manager: Client) -> None:
    save()
    torn = "{where.__class__} {nope} {0} {where!r} %s <script>alert(1)</script> {"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE support_replytext SET text = %s", [torn])
    page = body(manager)
    assert "{where.__class__} {nope} {0} {where!r}" in page
    assert "<script>alert" not in page


def test_the_list_tells_what_is_changed(save: Save, manager: Client) -> None:
    save()
    page = body(manager, "/replies/?language=de&show=changed")
    assert WORDS in page
    assert "1 of 43 texts" in page
    assert body(manager, "/replies/?language=fr&show=changed").count("<tr") == 2


@pytest.mark.parametrize("path", ["/replies/nothing/de/", "/replies/photo_missing/xx/", "/replies/frame.where/de/"])
def test_a_text_that_is_none_is_404(manager: Client, path: str) -> None:
    assert manager.get(path).status_code == 404


def test_a_preview_shows_late_and_calm_and_changes_nothing(manager: Client) -> None:
    address = "/replies/preparing/en/preview/"
    page = manager.post(address, {"text": "all set."}, headers={"HX-Request": "true"}).content.decode()
    assert page.count("all set.") == 3
    for words in ("We expect delivery by", "are sorry for the delay.", "We now expect it by"):
        assert words in page
    assert not ReplyText.objects.exists()


def test_a_preview_says_what_is_wrong(manager: Client) -> None:
    page = manager.post(f"{TEXT}preview/", {"text": "{x}{where}"}, headers={"HX-Request": "true"}).content.decode()
    assert "There is no blank {x}" in page


def test_without_scripts_the_preview_is_the_page_with_what_was_typed(manager: Client) -> None:
    page = manager.post(f"{TEXT}preview/", {"text": WORDS, "reason": "why not", "base": "0"}).content.decode()
    assert "<html" in page
    assert "why not" in page
    assert "dein Foto auf Seite 7 fehlt uns noch." in page


def test_an_agent_changes_nothing(sign_in: SignIn) -> None:
    client = sign_in(Role.AGENT)
    assert client.post(TEXT, {"text": WORDS, "base": 0, "reason": "x"}).status_code == 403
    assert not ReplyText.objects.exists()


def test_an_agent_is_not_led_to_the_words(sign_in: SignIn, told: object) -> None:
    page = body(sign_in(Role.AGENT), ORDER)
    assert "Change these words" not in page
    assert "/replies/" not in page
