"""Check 1, 2 and 16: every page of the URLconf, both themes and forced colours, and after every swap."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard.permissions import Permission
from dashboard.roles import Role
from orders.find.model import Kind
from tests.browser.axe import complaints, in_both_themes
from tests.browser.conftest import Visit
from tests.web.conftest import Told, a_hit
from tests.web.routes import Route, routes

NO_PAGE = {
    *("find-typing", "sign-out", "order-live", "customer-problems", "order-pictures", "render-pictures", "healthz"),
    *("readyz", "metrics", "quarantine-replay", "quarantine-discard", "order-reply", "reply-preview", "reply-back"),
    *("order-compare-pictures", "draft-token", "note-colleagues", "notices-count", "note-edit", "customer-who"),
    *("audit-standing", "audit-event", "audit-verify", "audit-export"),
}
"""Routes that draw a part of a page, or none."""
PAGES = [route for route in routes() if not route.is_api and route.name not in NO_PAGE]


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_every_page(route: Route, visit: Visit, told: Told) -> None:
    page = visit(route.path, Role.ADMIN if isinstance(route.access, Permission) else None)
    page.locator("details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    assert in_both_themes(page) == []


@pytest.mark.parametrize("path", ["/", "/status/"])
def test_results_in_the_page_and_in_the_panel(path: str, visit: Visit, told: Told) -> None:
    told.finds(a_hit(exact=True), a_hit(Kind.CUSTOMER, id="u-77"), a_hit(Kind.PRINTER, id="koeln", order_id=""))
    page = visit(path, Role.OPS)
    page.locator("#find-box").fill("inge")
    expect(page.locator("#say")).to_have_text("3 matches")
    assert in_both_themes(page) == []


def test_nothing_found_help_and_errors(visit: Visit, told: Told) -> None:
    page = visit("/")
    page.locator("#find-box").fill("zzz")
    expect(page.locator("#found")).to_contain_text("Looked for it as")
    assert complaints(page) == []
    page.get_by_role("button", name="Keyboard help").click()
    assert complaints(page) == []
    page.goto("/orders/none/")
    assert complaints(page) == []


def test_a_refused_sign_in(visit: Visit) -> None:
    page = visit("/sign-in/", None)
    page.get_by_label("Username").fill("x")
    page.get_by_label("Password").fill("y")
    page.get_by_role("button", name="Sign in").click()
    assert complaints(page) == []
    assert _focused(page) == "There is a problem"


def test_states_are_told_apart_without_colour(visit: Visit, told: Told) -> None:
    page = visit("/customers/u-77/", forced_colors="active")
    marks = {
        tone: page.locator(f".badge.{tone}").first.evaluate("badge => getComputedStyle(badge, '::before').content")
        for tone in ("ok", "fail")
    }
    assert len(set(marks.values())) == 2
    assert all(badge.strip() for badge in page.locator(".badge").all_inner_texts())
    assert complaints(page) == []


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.querySelector('h2')?.textContent"))
