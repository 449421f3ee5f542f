"""What may become late in a browser: both themes, on a phone, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.roles import Role
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch

__all__ = ["base_url", "visit", "watch"]

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
NARROW = "document.documentElement.scrollWidth <= innerWidth"


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_whether_chances_come_true_is_accessible(
    viewport: dict[str, int], learned_of_twenty: None, visit: Visit
) -> None:
    page = visit("/reports/risk/", Role.MANAGER, viewport=viewport)
    expect(page.locator("#risk-drawing circle").first).to_be_visible()
    assert in_both_themes(page) == []
    assert page.evaluate(NARROW)


# `visit` empties Redis, where the queue is kept, so it comes before what fills it.
@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_the_queue_is_accessible(viewport: dict[str, int], visit: Visit, two: None) -> None:
    page = visit("/queues/at_risk/", Role.OPS, viewport=viewport)
    expect(page.locator("#queue-list")).to_contain_text("likely to miss its promise")
    page.locator("main details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    assert in_both_themes(page) == []
    assert page.evaluate(NARROW)


def test_from_the_chances_to_an_order_without_scripts(visit: Visit, learned_of_twenty: None, two: None) -> None:
    page = visit("/reports/risk/", Role.OPS, java_script_enabled=False)
    page.locator("#risk-queue").click()
    page.locator("#queue-list [data-row]").first.click()
    page.wait_for_url("**/orders/hurried/**")
