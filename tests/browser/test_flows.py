"""Checks 4, 8, 14 and 15: without JavaScript, with Back and reload, with an expired session, with trouble."""

from __future__ import annotations

import re

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from dashboard.roles import Role
from orders.find.model import Found
from tests.browser.conftest import Visit, _session
from tests.web import stories
from tests.web.conftest import PASSWORD, Told, a_hit

CUSTOMER = f"/customers/{stories.USER_ID}/"


def test_the_core_flows_without_javascript(visit: Visit, told: Told) -> None:
    _session(Role.AGENT)
    told.finds(a_hit(exact=True))
    page = visit("/", None, java_script_enabled=False)
    page.get_by_label("Username").fill("a-agent")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#find-box").fill("PX")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(stories.NUMBER)
    page.get_by_text("2 render attempts").click()
    expect(page.get_by_role("cell", name="page 7: asset 9f31 unreadable").first).to_be_visible()
    page.get_by_role("link", name="all of this customer").click()
    page.get_by_role("link", name="More past orders").click()
    expect(page.locator("h1")).to_have_text("Past orders, continued")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_reloading_gives_the_same_rows_and_back_the_whole_page(visit: Visit, told: Told) -> None:
    page = visit(f"{CUSTOMER}?after=more")
    rows = page.locator("#past-orders a.row").all_inner_texts()
    page.reload()
    assert page.locator("#past-orders a.row").all_inner_texts() == rows
    page.goto(CUSTOMER)
    page.goto(f"/orders/{stories.ORDER_ID}/")
    page.go_back()
    expect(page.get_by_role("heading", name="Open orders, worst first")).to_be_visible()
    expect(page.locator("header.top")).to_be_visible()


def test_back_from_an_order_brings_the_results_again(visit: Visit, told: Told) -> None:
    told.finds(a_hit())
    page = visit("/")
    page.locator("#find-box").fill("inge")
    page.locator("#found a.row[href^='/orders/']").click()
    page.wait_for_url(re.compile("/orders/"))
    page.go_back()
    expect(page.locator("#found a.row")).to_have_count(1)
    expect(page.locator("#find-box")).to_have_value("inge")


def test_more_past_orders_come_in_place_and_take_the_focus(visit: Visit, told: Told) -> None:
    page = visit(CUSTOMER)
    page.get_by_role("link", name="More past orders").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#past-orders a.row")).to_have_count(20)
    assert page.evaluate("document.activeElement.closest('#past-orders') !== null")
    assert page.url.endswith(CUSTOMER)


def test_an_expired_session_lands_on_sign_in_and_comes_back(visit: Visit, told: Told) -> None:
    page = visit(f"{CUSTOMER}?after=more")
    Session.objects.all().delete()
    page.locator("#find-box").fill("inge")
    page.wait_for_url(re.compile("/sign-in/"))
    page.get_by_label("Username").fill("a-agent")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/customers/u-77/\?after=more$"))


def test_a_failing_server_shows_the_banner_until_it_answers_again(visit: Visit, told: Told) -> None:
    def fails(_words: str, _store: object) -> Found:
        raise RuntimeError("on purpose")

    told.answer_with(fails)
    page = visit("/")
    page.locator("#find-box").fill("inge")
    expect(page.locator("#trouble")).to_contain_text("The server had a problem")
    told.finds(a_hit())
    page.locator("#find-box").fill("inge b")
    expect(page.locator("#trouble")).to_be_hidden()


def test_being_offline_is_said(visit: Visit, told: Told) -> None:
    page = visit(f"/orders/{stories.ORDER_ID}/")
    page.context.set_offline(True)
    expect(page.locator("#trouble")).to_contain_text("No connection")
    expect(page.locator(".fresh")).to_have_class(re.compile("stale"))
    page.context.set_offline(False)
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_failed_more_can_be_pressed_again(visit: Visit, told: Told) -> None:
    page = visit(CUSTOMER)
    page.context.set_offline(True)
    more = page.get_by_role("link", name="More past orders")
    more.click()
    expect(page.locator("#trouble")).to_be_visible()
    page.context.set_offline(False)
    more.click()
    expect(page.locator("#past-orders a.row")).to_have_count(20)


def test_the_reply_is_copied(visit: Visit, told: Told) -> None:
    page = visit(f"/orders/{stories.ORDER_ID}/", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#copy-reply").click()
    expect(page.locator("#copy-reply")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#reply-text").inner_text()
