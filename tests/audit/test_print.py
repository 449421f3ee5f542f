"""The audit on paper: what it says and exactly when, in full, and nothing that only a screen has a use for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from dashboard.roles import Role
from support.audit.listing import A_PAGE
from tests.audit.conftest import RENDERED, Write
from tests.browser.conftest import Visit, base_url, visit, watch

__all__ = ["base_url", "visit", "watch"]

A4: ViewportSize = {"width": 794, "height": 1123}
AT = datetime(2026, 11, 22, 20, 3, 7, 41265, tzinfo=UTC)
LONG = "torn at the edge " * 100 + "to the end"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLIPPED = """() => [...document.querySelectorAll('main *')].filter(each =>
    getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth).map(each => each.id)"""
AFTER = "each => getComputedStyle(each, '::after').content"


@pytest.fixture
def paper(transactional_db: None, write: Write, visit: Visit) -> Page:
    """The newest page of more events than one page has, the newest with a long reason, as it is printed."""
    for number in range(A_PAGE + 1):
        write(RENDERED, at=AT, reason=LONG if number == A_PAGE else "", line="2", actor=f"shell:{'x' * 70}")
    page = visit("/audit/", Role.AUDITOR)
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    return page


def test_what_only_a_screen_needs_is_left_out(paper: Page) -> None:
    for hidden in ("header.top", "#audit-show", "#audit-verify", "#export-csv", "nav.pager"):
        expect(paper.locator(hidden)).to_be_hidden()
    expect(paper.get_by_role("heading", name="Events, newest first")).to_be_visible()


def test_rows_stand_in_full(paper: Page) -> None:
    row = paper.locator(f"#event-{A_PAGE + 1}")
    assert "to the end" in row.inner_text()
    assert paper.locator("tbody tr:visible").count() == A_PAGE
    assert paper.evaluate(WIDER) <= 0
    assert paper.evaluate(CLIPPED) == []


def test_times_are_exact(paper: Page) -> None:
    time = paper.locator(f"#event-{A_PAGE + 1} time")
    assert time.inner_text() == "Sun 22 Nov 2026, 20:03:07 UTC"
    assert time.evaluate(AFTER) == '"2026-11-22T20:03:07.041265+00:00"'
    paper.emulate_media(media="screen")
    assert time.evaluate(AFTER) == "none"


def test_it_says_which_events_these_are(paper: Page) -> None:
    expect(paper.get_by_text("Everything: events 51 to 2, and there are older ones. As of")).to_be_visible()


def test_an_event_prints_what_it_is_checked_by(paper: Page) -> None:
    paper.goto(f"/audit/{A_PAGE + 1}/")
    expect(paper.locator("#hashed")).to_be_visible()
    expect(paper.locator("#reason-hashed")).to_contain_text("to the end")
    expect(paper.locator("#event-who")).to_be_hidden()
    assert paper.evaluate(WIDER) <= 0
    assert paper.evaluate(CLIPPED) == []
