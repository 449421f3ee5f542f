"""The words of a note as HTML: nothing in them is anything but words, links and mentions."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from support.shown.note_text import as_html, words
from tests.find.data import hostile_strings
from tests.notes.conftest import CUSTOMER, ORDER, Member


def hostile() -> list[str]:
    """Strings that have broken others' software, where the collection is at hand; a few of its kind in any case."""
    few = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "\u202etxt.exe"]
    return [*few, *hostile_strings()]


@pytest.mark.parametrize("text", ["<b>", "a & b", "'\"", "<a href='x'>", "javascript:alert(1)", "data:text/html,x"])
def test_everything_else_is_escaped(text: str) -> None:
    assert as_html(text, ()) == escape(text)


def test_a_link_is_shown_in_full_and_ends_before_the_full_stop() -> None:
    html = as_html("See https://example.com/a?b=1&c=2.", ())
    assert 'href="https://example.com/a?b=1&amp;c=2"' in html
    assert '<bdi dir="ltr">https://example.com/a?b=1&amp;c=2</bdi></a>.' in html
    assert 'rel="nofollow noopener noreferrer"' in html


@pytest.mark.parametrize("text", ["https://bank.example@evil.example/", "xhttp:/x", "ftp://example.com"])
def test_what_pretends_is_no_link(text: str) -> None:
    assert "<a " not in as_html(text, ())


def test_a_link_ends_where_the_direction_turns() -> None:
    assert 'href="https://example.com/"' in as_html("https://example.com/\u202egpj.exe", ())


@pytest.mark.parametrize("login", ["ana", "ana.l", "ana-l@x"])
def test_a_mention_is_marked(login: str) -> None:
    assert as_html(f"(@{login})", {login}) == f'(<b class="mention">@{login}</b>)'


def test_nothing_is_lost_where_a_long_note_is_folded() -> None:
    text = "word " * 1999
    shown = words(text, ())
    assert str(shown.first) + str(shown.rest) == text
    assert len(shown.first) <= len(text) - shown.more


def test_hostile_notes_are_words_on_every_page(ana: Member) -> None:
    told = [text for text in hostile() if text.strip() and "\0" not in text]
    for address in (f"{ORDER}notes/", f"{CUSTOMER}notes/"):
        assert ana.writes("\n".join(told)[:10_000], address=address).status_code == 302
    assert ana.writes("<script>alert(1)</script><img src=x onerror=alert(1)>", key="2").status_code == 302
    for page in (ana.opens(), ana.opens(CUSTOMER)):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page
