"""Checks 5 to 7, 9 and 17: typing, Enter, keys, and that the browser keeps nothing."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from orders.find.model import Found, Kind
from tests.browser.conftest import Visit
from tests.web import stories
from tests.web.conftest import Told, a_hit

ORDER_URL = re.compile(f"/orders/{stories.ORDER_ID}/")


def test_results_come_while_typing_and_the_caret_stays(visit: Visit, told: Told) -> None:
    told.finds(a_hit())
    page = visit("/")
    box = page.locator("#find-box")
    box.press_sequentially("PX-48")
    expect(page.locator("#say")).to_have_text("1 match")
    box.press_sequentially("21")
    expect(box).to_have_value("PX-4821")
    expect(box).to_be_focused()
    assert "4821" not in page.url


def test_an_older_answer_never_wins(visit: Visit, told: Told) -> None:
    def find(words: str, _store: object) -> Found:
        time.sleep(1.2 if words == "a" else 0)
        return Found(hits=(a_hit(number=f"for-{words}"),), tried=())

    told.answer_with(find)
    page = visit("/")
    box = page.locator("#find-box")
    box.press_sequentially("a")
    page.wait_for_timeout(500)
    box.press_sequentially("b")
    expect(page.locator("#found")).to_contain_text("for-ab")
    page.wait_for_timeout(1200)
    expect(page.locator("#found")).to_contain_text("for-ab")


def test_an_exact_number_and_enter_opens_the_order(visit: Visit, told: Told) -> None:
    told.finds(a_hit(exact=True))
    page = visit(f"/customers/{stories.USER_ID}/")
    page.keyboard.press("/")
    page.keyboard.type(stories.NUMBER)
    page.keyboard.press("Enter")
    page.wait_for_url(ORDER_URL)


def test_arrow_and_letters_move_through_the_results(visit: Visit, told: Told) -> None:
    told.finds(a_hit(), a_hit(Kind.CUSTOMER, id="u-77"))
    page = visit("/")
    page.keyboard.type("inge")
    expect(page.locator("#found a.row")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    expect(page.locator("#found a.row").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(ORDER_URL)


def test_the_panel_closes_with_escape(visit: Visit, told: Told) -> None:
    told.finds(a_hit())
    page = visit(f"/customers/{stories.USER_ID}/")
    page.locator("#find-box").fill("inge")
    expect(page.locator("#found")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()
    expect(page.locator("#find-box")).to_be_focused()


def test_keys_are_only_letters_while_typing(visit: Visit, told: Told) -> None:
    page = visit("/")
    page.locator("#find-box").press_sequentially("/?jk")
    expect(page.locator("#find-box")).to_have_value("/?jk")
    expect(page.locator("#help")).to_be_hidden()


def test_keys_can_be_turned_off(visit: Visit, told: Told) -> None:
    page = visit(f"/orders/{stories.ORDER_ID}/")
    page.keyboard.press("?")
    page.get_by_label("single-key shortcuts").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("#find-box")).not_to_be_focused()


def test_the_browser_keeps_nothing_about_customers(visit: Visit, told: Told) -> None:
    told.finds(a_hit())
    page = visit("/")
    page.locator("#find-box").fill("inge")
    page.locator("#found a.row[href^='/orders/']").first.click()
    page.wait_for_url(ORDER_URL)
    page.locator("#to-customer").click()
    page.go_back()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert kept == "[{},{}]"
