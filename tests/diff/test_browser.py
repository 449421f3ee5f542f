"""Going through the pages that changed, by keyboard and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, Watch, base_url, visit, watch
from tests.diff.conftest import COMPARE, Attempts

__all__ = ["base_url", "visit", "watch"]


def _at(page: Page, title: str) -> None:
    expect(page.locator("#compare-title")).to_have_text(title)


def test_by_keyboard_through_what_changed(visit: Visit, book: Attempts) -> None:
    book()
    page = visit(COMPARE)
    page.keyboard.press("n")
    _at(page, "Page 7 of 12")
    expect(page.locator("#compare-title")).to_be_focused()
    page.keyboard.press("n")
    _at(page, "Page 9 of 12")
    page.keyboard.press("p")
    _at(page, "Page 7 of 12")
    page.keyboard.press("Escape")
    expect(page.locator("#page-7")).to_be_focused()
    page.keyboard.press("Enter")
    _at(page, "Page 7 of 12")


def test_larger_and_smaller(visit: Visit, book: Attempts) -> None:
    book()
    page = visit(f"{COMPARE}?zoom=7")
    width = page.locator("#large svg").first.evaluate("part => part.clientWidth")
    page.keyboard.press("+")
    expect(page.locator("#large")).to_have_class(re.compile("x2"))
    assert page.locator("#large svg").first.evaluate("part => part.clientWidth") > width
    page.keyboard.press("-")
    expect(page.locator("#large")).to_have_class(re.compile("x1"))


def test_the_address_holds_what_is_looked_at_and_back_leads_back(visit: Visit, book: Attempts) -> None:
    book()
    page = visit(COMPARE)
    page.locator("#filter-2").click()
    expect(page.locator(".pairs li")).to_have_count(12)
    page.locator("#page-8").click()
    _at(page, "Page 8 of 12")
    page.reload()
    _at(page, "Page 8 of 12")
    page.go_back()
    expect(page.locator(".pairs li")).to_have_count(12)


@pytest.mark.parametrize("query", ["", "?show=all", "?zoom=7&size=3"])
def test_nothing_is_in_anybody_s_way(visit: Visit, book: Attempts, query: str) -> None:
    book(12, 14)
    assert in_both_themes(visit(COMPARE + query)) == []


def test_after_a_swap_too(visit: Visit, book: Attempts) -> None:
    book()
    page = visit(COMPARE)
    page.keyboard.press("n")
    _at(page, "Page 7 of 12")
    assert in_both_themes(page) == []


def test_the_pictures_are_one_request(visit: Visit, watch: Watch, book: Attempts) -> None:
    book(30, 30)
    page = visit(f"{COMPARE}?show=all")
    page.wait_for_load_state("networkidle")
    assert len([url for url in watch.requests if "/pictures/" in url]) == 1


def test_without_javascript(visit: Visit, book: Attempts) -> None:
    book()
    page = visit(COMPARE, java_script_enabled=False)
    page.locator("#page-9").click()
    _at(page, "Page 9 of 12")
    page.locator("#back-to-pages").click()
    expect(page.locator(".pairs li")).to_have_count(2)
