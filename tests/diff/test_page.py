"""The pages of two attempts, compared by what lies in the bucket."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from botocore.exceptions import EndpointConnectionError
from django.conf import settings
from django.test import Client

from dashboard.roles import Role
from orders import cloud
from orders.contract.model import Render
from support.shown.pictures import version
from tests.diff.conftest import COMPARE, NEW, OLD, Attempts, body, key
from tests.web import stories
from tests.web.conftest import SignIn, Told

KB = 1024


@pytest.fixture
def asked() -> Iterator[Counter[str]]:
    """The operations asked of S3."""
    operations: Counter[str] = Counter()

    def note(model: object, **_: object) -> None:
        operations[model.name] += 1  # type: ignore[attr-defined]

    events = cloud.s3().meta.events
    events.register("before-call.s3", note)
    yield operations
    events.unregister("before-call.s3", note)


def test_what_changed_is_told_and_listed(agent: Client, book: Attempts) -> None:
    book()
    page = body(agent)
    assert "2 pages (7, 9) changed; 10 of 12 the same." in page
    assert ('id="page-7"' in page, 'id="page-8"' in page, 'id="page-9"' in page) == (True, False, True)
    assert "■ at fault in old" in page


def test_all_pages_are_a_click_away(agent: Client, book: Attempts) -> None:
    book()
    page = body(agent, "?show=all")
    assert page.count("data-row") == 12
    assert page.count("</span> same") == 10


@pytest.mark.parametrize(("old", "new", "said"), [(10, 12, "added"), (12, 10, "removed")])
def test_pages_that_came_or_went(agent: Client, book: Attempts, old: int, new: int, said: str) -> None:
    book(old, new)
    assert f"2 pages (11, 12) {said}" in unescape(body(agent))


def test_a_page_whose_picture_is_missing_is_not_called_the_same(agent: Client, book: Attempts) -> None:
    book()
    cloud.s3().delete_object(Bucket=settings.ARTEFACTS_BUCKET, Key=key(NEW, 3))
    assert "page 3 not compared" in body(agent).lower()


def test_the_fault_that_is_still_there_is_said(agent: Client, attempts: Attempts, told: Told) -> None:
    attempts()
    assert told.order is not None
    old, new = told.order.snapshot.renders
    again = replace(new, preview_keys=old.preview_keys)
    told.order = replace(told.order, snapshot=replace(told.order.snapshot, renders=(old, again)))
    assert "Page 7, at fault in the old attempt, is still the same." in body(agent)


def test_the_facts_are_beside(agent: Client, attempts: Attempts, bucket: None) -> None:
    attempts()
    page = body(agent)
    for fact in ("9.4.1", "9.4.2", "coast/12", "A photo is missing", OLD, NEW):
        assert fact in page


def test_each_picture_is_asked_about_once_and_never_again(agent: Client, book: Attempts, asked: Counter[str]) -> None:
    book()
    asked.clear()
    body(agent)
    body(agent, "?show=all")
    assert asked == {"HeadObject": 24}


def test_pictures_under_the_same_key_are_not_asked_about(
    agent: Client, attempts: Attempts, told: Told, asked: Counter[str]
) -> None:
    attempts()
    assert told.order is not None
    same = tuple(replace(each, preview_keys=("a", "b")) for each in told.order.snapshot.renders)
    told.order = replace(told.order, snapshot=replace(told.order.snapshot, renders=same))
    assert "No page differs" in body(agent)
    assert not asked


def test_a_book_of_150_pages_is_small(agent: Client, attempts: Attempts, bucket: None) -> None:
    attempts(150, 150)
    page = body(agent, "?show=all")
    assert page.count("data-row") == 24
    assert "1–24 of 150" in page
    assert len(gzip.compress(page.encode())) < 70 * KB


def test_without_s3_the_page_says_that_nothing_was_compared(
    agent: Client, attempts: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise EndpointConnectionError(endpoint_url="http://nowhere")

    attempts()
    monkeypatch.setattr(cloud.s3(), "head_object", gone)
    assert "and 6 more) not compared; 0 of 12 the same." in body(agent)


def test_a_page_large(agent: Client, book: Attempts) -> None:
    book()
    page = body(agent, "?zoom=7&size=2")
    assert 'class="pair x2"' in page
    assert "A photo is missing" in page
    assert "zoom=9" in page  # the next that changed
    assert 'href="' + unescape(page).partition('id="back-to-pages"')[2].partition('href="')[2].partition('"')[0] != ""


def test_the_pictures_of_what_is_looked_at_are_one_sheet(agent: Client, book: Attempts) -> None:
    book()
    address = unescape(body(agent)).partition('<image href="')[2].partition('"')[0]
    assert version((key(OLD, 7), key(NEW, 7), key(OLD, 9), key(NEW, 9))) in address
    answer = agent.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "max-age=300" in answer["Cache-Control"]


@pytest.mark.parametrize("query", ["?old=nobody", "?new=r-22aa", "?old=%00"])
def test_an_attempt_that_is_none_of_the_line_s_is_404(agent: Client, attempts: Attempts, query: str) -> None:
    attempts()
    assert agent.get(COMPARE + query).status_code == 404
    assert agent.get(f"{COMPARE}pictures/{query}").status_code == 404


@pytest.mark.parametrize("query", ["?zoom=9999", "?zoom=x&size=99&page=-1&at=0", "?show=%00&page=999999", "?size=0"])
def test_nonsense_in_the_address_shows_what_there_is(
    agent: Client, attempts: Attempts, bucket: None, query: str
) -> None:
    attempts()
    assert 'id="compare-title"' in body(agent, query)


def test_a_line_with_one_attempt_says_what_will_be_here(agent: Client) -> None:
    assert "no two attempts" in body(agent)
    assert agent.get(COMPARE.replace("l1", "l9")).status_code == 404


def test_the_order_leads_there_where_there_are_two(agent: Client, attempts: Attempts, told: Told) -> None:
    assert COMPARE not in agent.get(f"/orders/{stories.ORDER_ID}/").content.decode()
    attempts()
    assert COMPARE in agent.get(f"/orders/{stories.ORDER_ID}/").content.decode()


def test_blurred_until_revealed(agent: Client, book: Attempts) -> None:
    book()
    assert "/pages/7/" not in body(agent)
    agent.post(f"/orders/{stories.ORDER_ID}/reveal/", {"kind": "identify", "words": "she calls about her book"})
    page = body(agent)
    assert f"/renders/{OLD}/pages/7/" in page
    assert f"/renders/{NEW}/pages/7/" in page
    assert "<image" not in page
    assert 'hx-trigger="load delay:' in page  # it is taken away when the time is over


def test_who_may_not_reveal_is_not_led_to_it(sign_in: SignIn, book: Attempts) -> None:
    book()
    assert "/reveal/" not in body(sign_in(Role.AUDITOR))


def test_the_last_attempt_that_failed_or_was_printed_is_the_old_one(
    agent: Client, attempts: Attempts, bucket: None, told: Told
) -> None:
    attempts()
    assert told.order is not None
    old, new = told.order.snapshot.renders
    between = replace(new, render_id="r-between", attempt=2)
    newest: Render = replace(new, render_id="r-newest", attempt=3)
    told.order = replace(told.order, snapshot=replace(told.order.snapshot, renders=(old, between, newest)))
    page = body(agent)
    assert f'<option value="{OLD}" selected>' in page
    assert '<option value="r-newest" selected>' in page
