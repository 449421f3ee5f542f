"""Reports in a browser: both themes, forced colours, on paper, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard.roles import Role
from orders.sla.lake.patch import patch_all
from orders.store import live_store
from orders.streams.engine import drain
from tests.browser.axe import complaints, in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.reports.conftest import placed, printed
from tests.streams import backend

__all__ = ["base_url", "visit", "watch"]

pytestmark = pytest.mark.browser
DAYS = "from=2026-10-20&to=2026-10-30&as_of=2026-11-25T00:00:00Z"
PATHS = ("?by=day&", "stages/?by=country&", "printers/?", "lanes/?", "carriers/?", "products/?", "breaches/?")


@pytest.fixture
def filled(cloud: str) -> None:
    """Eighteen orders in the lake."""
    for number in range(18):
        order = placed(number)
        backend.put("orders", order)
        if number % 3 == 0:
            printed(order, number)
    drain()
    patch_all(live_store())


def opened(page: Page) -> None:
    page.locator("main details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")


def test_every_report_is_accessible(filled: None, visit: Visit) -> None:
    page = visit("/reports/targets/", Role.MANAGER)
    found = in_both_themes(page)
    for path in PATHS:
        page.goto(f"/reports/{path}{DAYS}")
        opened(page)
        found += [f"{path}: {each}" for each in in_both_themes(page)]
    assert found == []


def test_marks_are_told_without_colour(filled: None, visit: Visit) -> None:
    page = visit(f"/reports/lanes/?{DAYS}", Role.MANAGER, forced_colors="active")
    mark = page.locator(".heat a.few").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert mark == '"○"'
    assert complaints(page) == []


def test_paper_has_the_question_and_the_definitions_and_no_forms(filled: None, visit: Visit) -> None:
    page = visit(f"/reports/?by=day&where=country=DE&{DAYS}", Role.MANAGER)
    page.emulate_media(media="print")
    expect(page.locator("#asked")).to_be_visible()
    expect(page.locator(".only")).to_contain_text("country: Germany (DE)")
    expect(page.locator(".print-only .meanings")).to_be_visible()
    for hidden in (".top", "#question", "#export-figures", "[aria-label=Reports]"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.set_viewport_size({"width": 703, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 703


def test_without_scripts_a_report_is_asked_and_a_number_opened(filled: None, visit: Visit) -> None:
    page = visit(f"/reports/?{DAYS}", Role.MANAGER, java_script_enabled=False)
    page.locator("#question-open").click()
    page.locator("#report-only").select_option("country")
    page.locator("#report-where").fill("DE")
    page.locator("#report-show").click()
    expect(page.locator(".only")).to_contain_text("country: Germany (DE)")
    number = page.locator("#all-units").inner_text()
    page.locator("#all-units").click()
    expect(page.locator("#units-title")).to_contain_text(f"of {number}")


def test_a_point_of_the_trend_opens_its_orders(filled: None, visit: Visit) -> None:
    page = visit(f"/reports/?by=day&{DAYS}", Role.MANAGER)
    page.locator("#trend a").first.click()
    expect(page.locator("#units-title")).to_contain_text("1 to")
