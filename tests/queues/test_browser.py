"""Queues in a browser: what is selected stays, what is typed is left alone, and nothing needs a script."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from dashboard.roles import Role
from support.queues.models import WorkItem
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.queues.conftest import QUEUE, Desk, a_row, desk

__all__ = ["base_url", "desk", "visit", "watch"]

ADDRESS = f"/queues/{QUEUE}/"


@pytest.fixture
def many(visit: Visit, desk: Desk) -> Desk:
    """Sixty rows at two printers."""
    soon = timezone.now().replace(microsecond=0)
    desk.holds(*(a_row(n, printer="lille" if n % 3 else "koeln", promise=soon) for n in range(1, 61)))
    return desk


def orders(page: Page) -> list[str]:
    return page.locator("#queue-list [data-row]").all_inner_texts()


def picked(page: Page) -> int:
    return page.locator("#queue-list [name=row]:checked").count()


def test_it_is_accessible_in_both_themes_with_everything_open(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS)
    page.locator("main details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    assert in_both_themes(page) == []


def test_the_list_of_queues_and_what_one_has_taken_are_accessible(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS)
    page.locator("tbody button").first.click()
    page.goto("/queues/mine/")
    assert in_both_themes(page) == []
    page.goto("/queues/")
    assert in_both_themes(page) == []


def test_a_filtered_address_gives_the_same_rows_and_back_restores_them(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS)
    whole = orders(page)
    page.locator("#queue-narrow-open").click()
    page.locator("#queue-printer").select_option("koeln")
    page.locator("#queue-show").click()
    page.wait_for_url("**/?printer=koeln")
    narrowed = orders(page)
    assert len(narrowed) == 20
    page.reload()
    assert orders(page) == narrowed
    page.go_back()
    assert orders(page) == whole


def test_news_are_told_and_nothing_moves_until_one_asks(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS)
    before = orders(page)
    page.locator("#queue-list [name=row]").nth(3).check()
    page.evaluate("scrollTo(0, 400)")
    at = page.evaluate("scrollY")
    many.put_now(a_row(100), a_row(101))
    expect(page.locator("#queue-new")).to_contain_text("2 new", timeout=20_000)
    assert (orders(page), picked(page), page.evaluate("scrollY")) == (before, 1, at)
    page.locator("#queue-refresh").click()
    expect(page.locator("#queue-list")).to_contain_text("of 62")
    assert orders(page)[:2] == ["PX-101", "PX-100"]
    assert picked(page) == 1
    assert page.evaluate("document.activeElement !== document.body")


def test_rows_are_selected_by_key_by_shift_and_all_at_once(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-picked]")).to_have_text("2 selected")
    page.locator("[name=row]").nth(9).click(modifiers=["Shift"])
    expect(page.locator("[data-picked]")).to_have_text("10 selected")
    page.locator("[data-pick-all]").check()
    expect(page.locator("[data-picked]")).to_have_text("50 selected")


def test_enter_opens_the_order_at_its_line(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS)
    page.route("**/orders/**", lambda route: route.fulfill(body="<title>order</title>", content_type="text/html"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orders/o-60/#line-1")


def test_keys_are_letters_where_one_types_and_when_they_are_off(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS)
    page.locator("#queue-narrow-open").click()
    page.locator("#queue-min_age").press_sequentially("xj")
    expect(page.locator("#queue-min_age")).to_have_value("xj")
    assert picked(page) == 0
    page.locator("#queue-list [data-row]").first.focus()
    page.evaluate("localStorage.setItem('printdesk-shortcuts', 'off')")
    page.keyboard.press("x")
    assert picked(page) == 0


def test_without_a_script_rows_are_narrowed_taken_and_put_off(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS, java_script_enabled=False)
    page.locator("#queue-narrow-open").click()
    page.locator("#queue-printer").select_option("koeln")
    page.locator("#queue-show").click()
    page.locator("[name=row]").first.check()
    page.locator("#queue-form-take").click()
    expect(page.locator("main")).to_contain_text("1 row is yours now")
    page.locator("[name=row]").first.check()
    page.locator("#queue-form-later-open").click()
    page.locator("#queue-form-snooze").click()
    expect(page.locator(".problem")).to_contain_text("Say why")
    page.locator("#queue-reason").fill("printer answers tomorrow")
    page.locator("#queue-form-snooze").click()
    expect(page.locator("main")).to_contain_text("1 row is put off")
    assert WorkItem.objects.get().snoozed_until is not None
    expect(page.locator("h2#rows-title")).to_contain_text("of 19")


def test_every_state_has_words_and_a_mark(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS, forced_colors="active")
    badges = page.locator(".queue-rows .badge")
    assert set(badges.all_inner_texts()) == {"late"}
    mark = badges.first.evaluate("badge => getComputedStyle(badge, '::before').content")
    assert re.search(r"\S", mark.strip('"'))


def test_nothing_of_it_is_kept_in_the_browser(visit: Visit, many: Desk) -> None:
    page = visit(ADDRESS, Role.OPS)
    page.locator("[name=row]").first.check()
    page.locator("#whose-nobody").click()
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"
