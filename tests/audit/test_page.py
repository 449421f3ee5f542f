"""The page of the audit: what it lists, how it is narrowed and paged, and what it says where there is nothing."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dashboard.models import ApiToken
from dashboard.roles import Role
from dashboard.tokens import create_token
from support.audit.listing import A_PAGE
from support.audit.record import Actor, Target, erase_reason
from tests.audit.conftest import RENDERED, SEEN, Write, numbers
from tests.web.conftest import SignIn


def listed(client: Client, query: str = "") -> list[int]:
    """The numbers on the page with that query."""
    return numbers(client.get(f"/audit/{query}").content.decode())


def test_each_event_says_who_what_when_and_where(auditor: Client, write: Write, ana: User) -> None:
    at = datetime(2026, 11, 22, 20, 3, 7, 41265, tzinfo=UTC)
    write(RENDERED, actor=f"staff:{ana.pk}", at=at, reason="the page is torn", line="2")
    body = auditor.get("/audit/").content.decode()
    for told in (
        "Ana L.",
        f"staff:{ana.pk}",
        "agent",
        "asked for line 2 of order o-1",
        "the page is torn",
        "try.rendered",
    ):
        assert told in body
    assert '<time datetime="2026-11-22T20:03:07.041265+00:00" title="2026-11-22T20:03:07.041265+00:00">' in body
    assert "Sun 22 Nov 2026, 20:03:07 UTC" in body
    assert 'href="/orders/o-1/"' in body


def test_programs_shells_and_people_who_left_have_names(auditor: Client, write: Write) -> None:
    token: ApiToken = create_token("label printer", Role.OPS)[0]
    for actor in (f"token:{token.pk}", "shell:deploy", "staff:404"):
        write(actor=actor)
    body = auditor.get("/audit/").content.decode()
    for told in ("label printer", "deploy at the shell", "somebody who has left", "staff:404"):
        assert told in body


def test_erased_words_are_said_to_be_erased(auditor: Client, write: Write) -> None:
    write(reason="Ines Berger called")
    erase_reason(Actor("staff:1", "admin"), 1)
    body = auditor.get("/audit/").content.decode()
    assert "The words of the reason are erased." in body
    assert "Ines" not in body


def test_an_e_mail_address_in_a_reason_is_masked(auditor: Client, write: Write) -> None:
    write(reason="wrote from ines@example.com")
    for path in ("/audit/", "/audit/1/"):
        assert "ines@example.com" not in auditor.get(path).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [6, 5, 4, 3, 2, 1]),
        ("?who=staff:8", [4, 3]),
        ("?type=try", [3, 2]),
        ("?type=try_other", [6, 5, 4, 1]),
        ("?type=try_other.seen", [6, 5, 4, 1]),
        ("?order=o-2", [5, 2]),
        ("?target=c-1", [6]),
        ("?reason=with", [3]),
        ("?reason=without&type=try", [2]),
        ("?since=2026-11-23", [6, 5, 4]),
        ("?until=2026-11-22", [3, 2, 1]),
        ("?since=2026-11-22&until=2026-11-23", [5, 4, 3, 2]),
        ("?who=staff:8&order=o-1&type=try&reason=with", [3]),
        ("?who=staff:9", []),
        ("?type=nobody", []),
    ],
)
def test_it_is_narrowed_by_its_address(auditor: Client, write: Write, query: str, found: list[int]) -> None:
    days = [
        datetime(2026, 11, day, hour, tzinfo=UTC)
        for day, hour in ((21, 23), (22, 0), (22, 23), (23, 0), (23, 5), (24, 0))
    ]
    write(at=days[0])
    write(RENDERED, "o-2", at=days[1], line="1")
    write(RENDERED, actor="staff:8", at=days[2], reason="torn", line="1")
    write(SEEN, "o-3", actor="staff:8", at=days[3])
    write(SEEN, "o-2", at=days[4])
    write(target=Target("customer", "c-1"), at=days[5])
    assert listed(auditor, query) == found


def test_clocks_that_differ_hide_nothing(auditor: Client, write: Write) -> None:
    for hour, minute in ((23, 50), (0, 5), (23, 55), (0, 1)):
        write(at=datetime(2026, 11, 22 if hour else 23, hour, minute, tzinfo=UTC))
    assert listed(auditor, "?since=2026-11-23") == [4, 2]
    assert listed(auditor, "?until=2026-11-22") == [3, 1]


def test_pages_follow_on_each_other_and_lead_back(auditor: Client, write: Write) -> None:
    for _ in range(2 * A_PAGE + 5):
        write()
        write(SEEN, "o-2")
    pages, query = [], "?order=o-2"
    while query:
        body = auditor.get(f"/audit/{query}").content.decode()
        pages.append(numbers(body))
        query = body.partition('rel="next" href="/audit/')[2].partition('"')[0].replace("&amp;", "&")
    assert [len(page) for page in pages] == [A_PAGE, A_PAGE, 5]
    assert [number for page in pages for number in page] == list(range(4 * A_PAGE + 10, 0, -2))
    assert listed(auditor, f"?order=o-2&after={pages[2][0]}") == pages[1]


def test_new_events_move_no_page(auditor: Client, write: Write) -> None:
    for _ in range(A_PAGE + 3):
        write()
    assert listed(auditor, "?before=4") == [3, 2, 1]
    write()
    assert listed(auditor, "?before=4") == [3, 2, 1]


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("?since=yesterday", 422, "Give a day as 2026-11-25."),
        ("?since=9999-12-31", 422, "Give a day as"),
        ("?since=2026-11-23&until=2026-11-22", 422, "The last day is before the first."),
        ("?who=%00", 422, "no id has"),
        ("?order=" + "x" * 2_000, 422, "no id has"),
        ("?reason=maybe", 422, "with, without, or any"),
        ("?before=x", 400, ""),
        ("?after=" + "9" * 30, 400, ""),
        ("?who=%ff%ed%a0%80", 200, "No event fits."),
        ("?order='%20OR%201=1%20--", 200, "No event fits."),
    ],
)
def test_bad_filters_are_answered_in_words(auditor: Client, write: Write, query: str, status: int, told: str) -> None:
    write()
    answer = auditor.get(f"/audit/{query}")
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert numbers(answer.content.decode()) == []


def test_nothing_yet(auditor: Client) -> None:
    assert "Nothing has happened yet." in auditor.get("/audit/").content.decode()


@pytest.mark.parametrize("path", ["/audit/404/", "/audit/0/"])
def test_there_is_no_such_event(auditor: Client, write: Write, path: str) -> None:
    write()
    assert auditor.get(path).status_code == 404


def test_an_event_is_told_with_all_that_it_can_be_checked_by(auditor: Client, write: Write) -> None:
    event = write(RENDERED, line="2", reason="torn")
    body = auditor.get("/audit/1/").content.decode()
    for told in (
        event.hash,
        event.previous,
        event.reason_digest,
        "as it was written",
        "&quot;line&quot;:&quot;2&quot;",
    ):
        assert told in body


def hashed_reason(body: str) -> str:
    """The text that the page says the reason's digest is made of."""
    return unescape(body.partition('<pre id="reason-hashed" tabindex="0">')[2].partition("</pre>")[0])


def test_its_reason_can_be_checked_by_hand(auditor: Client, write: Write) -> None:
    event = write(reason="torn & “wet”")
    text = hashed_reason(auditor.get("/audit/1/").content.decode())
    assert hashlib.sha256(text.encode()).hexdigest() == event.reason_digest


def test_a_masked_reason_keeps_its_salt_to_itself(auditor: Client, write: Write) -> None:
    event = write(reason="wrote from ines@example.com")
    body = auditor.get("/audit/1/").content.decode()
    assert event.reason.salt not in body
    assert hashed_reason(body) == ""
    assert "could be guessed" in body


def test_hostile_words_are_only_words(auditor: Client, write: Write) -> None:
    evil = "<script>alert(1)</script>{target}{0}%s"
    write(RENDERED, evil, reason=evil, line=evil, actor=f"shell:{evil}")
    for path in ("/audit/", "/audit/1/"):
        body = auditor.get(path).content.decode()
        assert "<script>alert" not in body
        assert "{target}" in body


@pytest.mark.parametrize("role", [Role.AGENT, Role.SENIOR, Role.OPS])
def test_who_may_not_sees_no_link_to_it(sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    assert client.get("/audit/").status_code == 403
    assert 'href="/audit/' not in client.get("/").content.decode()
