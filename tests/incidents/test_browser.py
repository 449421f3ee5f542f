"""Incidents in a browser: in both themes, without scripts, and while somebody types."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import expect

from dashboard.roles import Role
from support.incidents.models import Incident
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit, base_url, visit, watch
from tests.incidents.conftest import Make
from tests.web import stories
from tests.web.conftest import Told

__all__ = ["base_url", "visit", "watch"]


def test_pages_are_accessible(visit: Visit, told: Told, make: Make) -> None:
    incident = make(orders=60, message="We render all of them again tonight.")
    make("linen@8", closed_at=timezone.now(), summary="Over.")
    page = visit("/incidents/", Role.OPS)
    for path in ("/incidents/", f"/incidents/{incident.pk}/", "/incidents/closed/", "/incidents/open/"):
        page.goto(path)
        assert in_both_themes(page) == [], path
    page.goto(f"/orders/{stories.ORDER_ID}/")
    expect(page.locator(f"#part-of-{incident.pk}")).to_contain_text("again tonight")
    assert in_both_themes(page) == []


def test_it_grows_before_ones_eyes_and_what_is_typed_stays(visit: Visit, told: Told, incident: Incident) -> None:
    page = visit(f"/incidents/{incident.pk}/", Role.OPS)
    page.locator("#incident-text").fill("Called Lyon,")
    incident.affected.create(order_id="o-new", line_id="1", row_id="r-9", at=timezone.now())
    expect(page.locator("#incident-orders")).to_contain_text("o-new")
    expect(page.locator("#incident-text")).to_have_value("Called Lyon,")
    expect(page.locator("#incident-text")).to_be_focused()
    assert in_both_themes(page) == []


def test_it_is_looked_after_without_javascript(visit: Visit, told: Told, incident: Incident) -> None:
    page = visit(f"/incidents/{incident.pk}/", Role.OPS, java_script_enabled=False)
    page.locator("#incident-owner").select_option(label="Ana")
    page.locator("#owner-go").click()
    expect(page.locator("#incident-owned")).to_have_text("Ana")
    page.locator("#close-go").click()
    expect(page.locator("#incident-problem")).to_contain_text("Say what it was")
    page.locator("#incident-summary").fill("Version 12.2 is out.")
    page.locator("#close-go").click()
    expect(page.locator("#incident-summed")).to_contain_text("Version 12.2 is out.")
