"""In a browser: asked for, seen, over by itself, and nothing of it kept there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from dashboard.roles import Role
from support.models import Reveal
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.reveals.conftest import CUSTOMER, ORDER, PERSONAL
from tests.web.conftest import Told

__all__ = ["base_url", "visit", "watch"]

pytestmark = pytest.mark.django_db(transaction=True)


def _ask(page: Page) -> None:
    # By its address: a click is lost where the card is drawn anew between press and release.
    page.goto(str(page.get_by_role("link", name="Show personal data").get_attribute("href")))
    page.get_by_label("What it is for").select_option("identify")
    page.get_by_label("Why").fill("she calls about her order")
    page.get_by_role("button", name="Show personal data").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_asked_for_and_hidden(visit: Visit, told: Told, javascript: bool) -> None:
    page = visit(ORDER, Role.AGENT, java_script_enabled=javascript)
    _ask(page)
    expect(page.locator("#order-side")).to_contain_text("Am Hof 1")
    page.get_by_role("button", name="Hide now").click()
    expect(page.locator("#order-side")).not_to_contain_text("Am Hof 1")


@pytest.mark.parametrize("address", [ORDER, CUSTOMER])
def test_it_goes_by_itself_when_its_time_is_over(visit: Visit, told: Told, address: str) -> None:
    page = visit(address, Role.SENIOR)
    _ask(page)
    expect(page.locator("main")).to_contain_text("Inge Brandt")
    Reveal.objects.update(until=timezone.now() - timedelta(seconds=1))
    page.evaluate("document.querySelectorAll('[data-live]').forEach((part) => htmx.trigger(part, 'wake'))")
    expect(page.locator("main")).not_to_contain_text("Inge Brandt")
    expect(page.locator("main")).to_contain_text("I••• B•••")


def test_the_browser_keeps_nothing_of_it(visit: Visit, told: Told) -> None:
    page = visit(ORDER, Role.AGENT)
    _ask(page)
    expect(page.locator("main")).to_contain_text("Inge Brandt")
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, location.href, document.cookie])")
    assert not any(value in kept for value in PERSONAL)


def test_it_is_accessible(visit: Visit, told: Told) -> None:
    page = visit(f"{ORDER}reveal/", Role.AGENT)
    assert in_both_themes(page) == []
    page.goto(ORDER)
    _ask(page)
    page.get_by_role("button", name="Hide now").wait_for()
    assert in_both_themes(page) == []
