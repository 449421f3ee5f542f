"""Check 1, 2 and 16: every page of the URLconf, both themes and forced colours, and after every swap."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from dashboard.permissions import MAY, RULES, Permission, Whose
from dashboard.roles import Role
from orders.find.model import Kind
from tests.browser.axe import complaints, in_both_themes
from tests.browser.conftest import Visit, a_member
from tests.web.conftest import Told, a_hit
from tests.web.objects import OBJECTS
from tests.web.routes import Route, routes
from tests.web.world import person

NO_PAGE = {
    *("order-live", "customer-problems", "order-pictures", "render-pictures", "healthz", "readyz", "metrics"),
    *("order-reply", "order-compare-pictures", "note-colleagues", "notices-count", "customer-who", "audit-standing"),
    *("order-notes", "customer-notes", "render-page", "render-file", "print-cover", "company-sign-in", "company-back"),
    *("audit-event", "draft-token"),
    *("evidence-small", "evidence-upload", "evidence-customer"),
}
"""Routes that draw a part of a page, or none, or lead on to another."""
PAGES = [
    route for route in routes() if not route.is_api and route.name not in NO_PAGE and "GET" in (route.methods or ())
]
BUSY = (Role.SENIOR, Role.OPS, Role.MANAGER, Role.ADMIN, Role.AGENT, Role.AUDITOR)
"""Roles, those first whose pages hold the most to press."""


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_every_page(route: Route, cloud: str, visit: Visit, told: Told) -> None:
    role = _role(route)
    page = visit(_address(route, role), role)
    assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.locator("main details").evaluate_all("parts => parts.forEach(part => { part.open = true; })")
    assert in_both_themes(page) == []


def _role(route: Route) -> Role | None:
    """Somebody who may see it."""
    access = route.access
    return next(role for role in BUSY if role in MAY[access]) if isinstance(access, Permission) else None


def _address(route: Route, role: Role | None) -> str:
    """An address of it, with what they have made themselves where it is for nobody else, or else a colleague."""
    if role is None:
        return route.path
    rule = RULES.get(route.access) if isinstance(route.access, Permission) else None
    owner = a_member(role) if rule and rule.whose is Whose.OWN else person("ben", Role.AGENT)
    with transaction.atomic():
        return route.filled({name: OBJECTS[name](owner) for name in route.arguments if name in OBJECTS})


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
