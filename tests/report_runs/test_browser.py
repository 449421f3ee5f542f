"""Reports by mail and files in the background in a browser: both themes, with mistakes, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.roles import Role
from support.commands.asker import Asker
from support.report_runs import run
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.reports.conftest import DAYS

__all__ = ["base_url", "visit", "watch"]

pytestmark = pytest.mark.browser
MAILED, FILES = "/reports/runs/mailed/", "/reports/runs/"
BEHIND = f"/reports/?from={DAYS['from']}&to={DAYS['to']}&as_of={DAYS['as_of']}"
SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 800}}
NARROW = "document.documentElement.scrollWidth <= innerWidth"


@pytest.mark.parametrize("viewport", SIZES.values(), ids=SIZES)
def test_reports_by_mail_are_accessible(viewport: dict[str, int], asker: Asker, visit: Visit) -> None:
    page = visit(f"{MAILED}?by=product", Role.MANAGER, viewport=viewport)
    found = in_both_themes(page)
    page.locator("#schedule-name").fill("Monday’s figures")
    page.locator("#schedule-recipients input:checked").uncheck()
    page.locator("#schedule-go").click()
    expect(page.locator(".problem")).to_be_focused()
    expect(page.locator("#schedule-name")).to_have_value("Monday’s figures")
    found += in_both_themes(page)
    page.locator("#schedule-recipients input").first.check()
    page.locator("#schedule-go").click()
    expect(page.locator("main h2").first).to_have_text("Monday’s figures")
    assert found + in_both_themes(page) == []
    assert page.evaluate(NARROW)


def test_a_report_is_mailed_and_ended_without_scripts(asker: Asker, visit: Visit) -> None:
    page = visit(MAILED, Role.MANAGER, java_script_enabled=False)
    page.locator("#schedule-name").fill("Figures")
    page.locator("#schedule-recipients input:checked").uncheck()
    page.locator("#schedule-go").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.locator("#schedule-recipients input").first.check()
    page.locator("#schedule-go").click()
    page.get_by_role("button", name="End these mails").click()
    expect(page.locator("main")).to_contain_text("mailed no more")


@pytest.mark.parametrize("viewport", SIZES.values(), ids=SIZES)
def test_a_file_is_accessible_until_it_is_there(viewport: dict[str, int], asker: Asker, visit: Visit) -> None:
    page = visit(FILES, Role.MANAGER, viewport=viewport)
    found = in_both_themes(page)
    page.goto(BEHIND)
    page.locator("#all-units").click()
    page.locator("#run-units").click()
    found += in_both_themes(page)
    run.work()
    expect(page.locator("#run-take")).to_be_visible()
    found += in_both_themes(page)
    page.goto(FILES)
    assert found + in_both_themes(page) == []
    assert page.evaluate(NARROW)


def test_a_file_is_cancelled_without_scripts(asker: Asker, visit: Visit) -> None:
    page = visit(BEHIND, Role.MANAGER, java_script_enabled=False)
    page.locator("#all-units").click()
    page.locator("#run-units").click()
    page.locator("#run-cancel").click()
    expect(page.locator("#run")).to_contain_text("cancelled")
