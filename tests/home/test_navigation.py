"""The main navigation: who is led where, what stands in the bar, and how the rest is opened."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import resolve
from playwright.sync_api import expect

from dashboard.permissions import MAY, Permission, access_of
from dashboard.roles import Role
from support.shown.navigation import ENTRIES, IN_THE_BAR
from tests.browser.axe import in_both_themes
from tests.browser.conftest import Visit
from tests.home.conftest import settled
from tests.web.conftest import SignIn, Told
from tests.web.objects import a_request
from tests.web.world import person

PHONE = {"width": 360, "height": 740}
LINK = re.compile(r'id="nav-[^"]+" href="([^"]+)"')


def _parts(client: Client, path: str = "/") -> tuple[str, str]:
    """The navigation: the bar, and what is folded away."""
    body = client.get(path).content.decode()
    bar, _, more = body.partition('aria-label="Main"')[2].partition("</nav>")[0].partition("<details")
    return bar, more


@pytest.mark.parametrize("role", Role)
def test_it_leads_everywhere_that_a_role_may_go_and_nowhere_else(role: Role, sign_in: SignIn, told: Told) -> None:
    found = [path for part in _parts(sign_in(role)) for path in LINK.findall(part)]
    assert len(found) == len(set(found)) == sum(role in MAY[entry.permission] for entry in ENTRIES)
    assert all(role in MAY[Permission(access_of(resolve(path).func))] for path in found)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", Role)
def test_a_role_has_its_daily_pages_in_the_bar(role: Role, sign_in: SignIn, told: Told) -> None:
    bar, _ = _parts(sign_in(role))
    assert LINK.findall(bar)[0] == "/"
    assert 2 <= len(LINK.findall(bar)) <= IN_THE_BAR


def test_who_has_every_role_finds_no_page_twice(sign_in: SignIn, told: Told) -> None:
    client = sign_in(Role.ADMIN)
    User.objects.get(username="a-admin").groups.set(Group.objects.filter(name__in=list(Role)))
    bar, more = _parts(client)
    assert len(LINK.findall(bar)) == IN_THE_BAR
    assert not set(LINK.findall(bar)) & set(LINK.findall(more))


def test_where_one_is_is_said_also_of_what_is_folded_away(sign_in: SignIn, told: Told) -> None:
    bar, more = _parts(sign_in(Role.MANAGER), "/replies/")
    assert "aria-current" not in bar
    assert "More: Replies</summary>" in more
    assert '/replies/" aria-current="page"' in more
    assert '/staff/" aria-current="true"' in _parts(sign_in(Role.ADMIN), "/staff/limits/")[0]


def test_what_waits_is_counted_for_who_decides(sign_in: SignIn, told: Told) -> None:
    a_request(person("ben", Role.AGENT))
    assert '1</span><span class="hidden"> to decide</span>' in _parts(sign_in(Role.SENIOR))[0]
    assert "to decide" not in _parts(sign_in(Role.AGENT))[0]


def test_what_waits_inside_more_is_counted_on_it(sign_in: SignIn, told: Told) -> None:
    a_request(person("ben", Role.AGENT))
    assert '1<span class="hidden"> waiting inside</span>' in _parts(sign_in(Role.OPS))[1]


def test_the_rest_opens_and_closes_by_keyboard(visit: Visit, told: Told) -> None:
    page = visit("/replies/", Role.MANAGER)
    page.locator("#nav-more summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#nav-more ul a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#nav-more ul")).to_be_hidden()
    expect(page.locator("#nav-more summary")).to_be_focused()


def test_a_click_elsewhere_closes_it(visit: Visit, told: Told) -> None:
    page = visit("/", Role.MANAGER)
    page.locator("#nav-more summary").click()
    page.locator("h1").click()
    expect(page.locator("#nav-more ul")).to_be_hidden()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_everybody_can_use_it_open(viewport: dict[str, int], visit: Visit, told: Told) -> None:
    page = visit("/", Role.MANAGER, viewport=viewport)
    settled(page)
    page.locator("#nav-more summary").click()
    assert in_both_themes(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = page.locator(".top nav a:visible, .top nav summary").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(boxes) >= 24


def test_it_needs_no_javascript(visit: Visit, told: Told) -> None:
    page = visit("/", Role.OPS, java_script_enabled=False, viewport=PHONE)
    page.locator("#nav-more summary").click()
    page.locator("#nav-more ul a").last.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/api/" in page.url
