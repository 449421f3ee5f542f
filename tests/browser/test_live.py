"""Check 5 and 13: an open page keeps up, and nobody loses their place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from orders.contract.model import OrderState
from tests.browser.conftest import Visit, Watch
from tests.web import stories
from tests.web.conftest import Told

URL = f"/orders/{stories.ORDER_ID}/"


def _change(told: Told) -> None:
    """The order is put on hold: another answer, another event."""
    story = told.order
    assert story is not None
    assert story.snapshot.order is not None
    held = replace(
        story.snapshot.order, state=OrderState.ON_HOLD, hold_reason="address check", updated_at=stories.ago()
    )
    told.order = replace(story, version=story.version + 1, snapshot=replace(story.snapshot, order=held))


def _wait_for_the_change(page: Page) -> None:
    expect(page.locator("#order-side")).to_contain_text("address check")


def test_a_change_shows_by_itself_and_what_is_typed_stays(visit: Visit, told: Told) -> None:
    page = visit(URL)
    page.locator("#find-box").press_sequentially("half a wo", delay=1)
    _change(told)
    _wait_for_the_change(page)
    expect(page.locator("#find-box")).to_have_value("half a wo")
    expect(page.locator("#find-box")).to_be_focused()


def test_open_parts_focus_and_scroll_survive(visit: Visit, told: Told) -> None:
    page = visit(URL, viewport={"width": 900, "height": 500})
    data = page.locator("[id='data-render-r-71c0-failed']")
    data.locator("summary").click()
    expect(data.locator("pre").first).to_be_visible()
    top = data.bounding_box()
    _change(told)
    _wait_for_the_change(page)
    expect(data.locator("pre").first).to_be_visible()
    expect(data.locator("summary")).to_be_focused()
    page.wait_for_timeout(100)
    now = data.bounding_box()
    assert top is not None
    assert now is not None
    assert abs(now["y"] - top["y"]) < 2


def test_parts_that_did_not_change_are_not_touched(visit: Visit, told: Told) -> None:
    page = visit(URL)
    page.locator("#order-lines").evaluate("part => { part.dataset.same = 'yes'; }")
    page.locator("#order-rows").evaluate("part => { part.same = 'yes'; }")
    _change(told)
    _wait_for_the_change(page)
    assert page.locator("#order-rows").evaluate("part => part.same") == "yes"


def test_the_mark_says_how_fresh_it_is(visit: Visit, told: Told) -> None:
    assert told.order is not None
    told.order = replace(told.order, as_of=stories.ago(minutes=9))
    page = visit(URL)
    expect(page.locator(".fresh")).to_contain_text("9 min ago")
    told.order = replace(told.order, as_of=stories.ago(seconds=0))
    expect(page.locator(".fresh")).to_contain_text("s ago")


def test_a_hidden_tab_asks_nothing_until_it_is_seen_again(visit: Visit, told: Told, watch: Watch) -> None:
    page = visit(URL)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    watch.requests.clear()
    page.wait_for_timeout(2600)
    assert not [url for url in watch.requests if "/live/" in url]
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    with page.expect_response(lambda answer: "/live/" in answer.url):
        pass


def test_a_final_state_is_asked_about_no_more(visit: Visit, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told.order is not None
    assert told.order.snapshot.order is not None
    done = replace(told.order.snapshot.order, state=OrderState.CANCELLED, cancelled_at=stories.ago(hours=1))
    told.order = replace(told.order, snapshot=replace(told.order.snapshot, order=done, print_jobs=(), parcels=()))
    page = visit(URL)
    expect(page.locator("#live[hx-get]")).to_have_count(1)
    monkeypatch.setattr("support.shown.live.QUICK_FOR", timedelta(0))
    told.order = replace(told.order, version=13)
    expect(page.locator("#live[hx-get]")).to_have_count(0)
    expect(page.locator("#live")).to_have_count(1)


def test_everything_that_can_hold_the_focus_keeps_its_name(visit: Visit, told: Told) -> None:
    page = visit(URL)
    nameless = page.locator("main a:not([id]), main button:not([id]), main summary:not([id])")
    assert nameless.evaluate_all("parts => parts.map(part => part.outerHTML)") == []
