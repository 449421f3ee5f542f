"""A browser at the page of a parcel with 2,000 scans and hostile words, in both themes; and without JavaScript."""

from __future__ import annotations

from playwright.sync_api import expect

from dashboard.roles import Role
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.commands.conftest import Desk, ago
from tests.parcels.conftest import ship
from tests.parcels.test_page import AT, EVIL, MANY

__all__ = ["base_url", "visit", "watch"]


def test_two_thousand_scans_are_accessible_in_both_themes(visit: Visit, desk: Desk, db: None) -> None:
    ship(desk, scans=MANY, state="exception", exception_reason=EVIL, tracking_url="https://carrier.example/1")
    page = visit(AT, Role.AGENT)
    page.locator("#parcel-raw-open").click()
    assert in_both_themes(page) == []


def test_an_open_page_shows_a_new_scan_by_itself(visit: Visit, desk: Desk, db: None) -> None:
    ship(desk, scans=MANY[:1])
    page = visit(AT, Role.AGENT)
    ship(desk, scans=[{"at": ago(minutes=0), "code": "NEW", "description": "Just now"}, *MANY[:1]])
    expect(page.locator("#parcel-scans")).to_contain_text("Just now")


def test_all_scans_without_javascript(visit: Visit, desk: Desk, db: None) -> None:
    ship(desk, scans=MANY)
    page = visit(AT, Role.AGENT, java_script_enabled=False)
    expect(page.locator("#parcel-scans li")).to_have_count(100)
    page.locator("#scans-all").click()
    expect(page.locator("#parcel-scans li")).to_have_count(2_000)
