"""Two browsers at one order: who is there is seen in the other, and gone once the page is closed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.roles import Role
from support.watching import presence
from tests.browser.conftest import PATIENCE, Visit, base_url, told, visit, watch
from tests.web import stories

__all__ = ["base_url", "told", "visit", "watch"]

PAGE = f"/orders/{stories.ORDER_ID}/"
SEEN = "#order-seen-by"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("told")]


def test_somebody_else_is_seen_until_they_close_the_page(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "SECONDS", 600)  # so that only leaving takes somebody away
    ana = visit(PAGE, Role.AGENT)
    expect(ana.locator(SEEN)).to_have_text("")
    senior = visit(PAGE, Role.SENIOR)
    expect(senior.locator(SEEN)).to_contain_text("is looking at this order")
    expect(ana.locator(SEEN)).to_contain_text("is looking at this order", timeout=PATIENCE)
    senior.goto("/watching/")
    expect(ana.locator(SEEN)).to_have_text("", timeout=PATIENCE)


def test_the_toggle_keeps_the_page_and_the_focus(visit: Visit) -> None:
    page = visit(PAGE, Role.AGENT)
    button = page.locator("#order-watch-go")
    button.click()
    expect(button).to_have_text("Watching")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.activeElement.id") == "order-watch-go"
