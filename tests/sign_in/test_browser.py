"""A browser at our page, at Cognito's own, and back."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from dashboard.roles import Role
from dashboard.sessions import SEEN_AT
from tests.browser.axe import in_both_themes
from tests.browser.conftest import PATIENCE
from tests.sign_in.conftest import PASSWORD, Company
from tests.web.conftest import Told, told

__all__ = ["told"]

# Playwright keeps an event loop in the test's thread; our calls of the ORM there are the test's own, one by one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

BUTTON = "Sign in with your company account"


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """Where this test's site answers."""
    return live_server.url


@pytest.fixture(scope="session")
def base_url() -> str:
    """None for the run: each test has a server of its own. (The plugin's own fixture warns under pytest 9.)"""
    return ""


@pytest.fixture
def page(company: Company, site: str, new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A browser in which nothing has been done yet; fails the test where a policy of content was broken."""
    context = new_context(base_url=site)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    assert wrong == []


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Press our button and fill in Cognito's form."""
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_in_where_one_wanted_out_and_in_as_another(page: Page, company: Company, site: str) -> None:
    company.hires("olena", Role.OPS)
    page.goto("/commands/?state=overdue")
    sign_in(page, "ana")
    page.wait_for_url(f"{site}/commands/?state=overdue")
    expect(page.locator(".who")).to_have_text("Ana Lima")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{site}/sign-in/")
    sign_in(page, "olena")
    expect(page.locator(".who")).to_have_text("Olena Lima")


def test_a_wrong_password_stays_at_cognito(page: Page, company: Company) -> None:
    page.goto("/")
    sign_in(page, "ana", "wrong")
    expect(page.get_by_text("Incorrect username or password")).to_be_visible()
    assert page.url.startswith(company.settings.COGNITO_DOMAIN)


def test_without_a_role_one_reads_whom_to_ask(page: Page, company: Company, site: str) -> None:
    company.hires("ben", "press")
    page.goto("/")
    sign_in(page, "ben")
    expect(page.locator("h1")).to_have_text("You have no role here")
    assert in_both_themes(page) == []
    company.adds("ben", Role.AGENT)
    page.get_by_role("button", name="Try again").click()
    page.get_by_label("Username").fill("ben")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/")


def test_using_another_account(page: Page, company: Company, site: str) -> None:
    company.hires("ben", "press")
    page.goto("/")
    sign_in(page, "ben")
    page.get_by_role("link", name="Use another company account").click()
    page.wait_for_url(f"{site}/sign-in/")


def test_the_page_of_signing_in_is_accessible(page: Page) -> None:
    page.goto("/sign-in/?why=idle")
    expect(page.get_by_role("status").first).to_contain_text("nothing was done here")
    page.get_by_text("Local account").click()
    assert in_both_themes(page) == []


def test_an_open_page_that_asks_by_itself_keeps_nothing_alive(page: Page, told: Told) -> None:
    page.goto("/commands/")
    sign_in(page, "ana")
    session = Session.objects.get()
    stale = session.get_decoded() | {SEEN_AT: session.get_decoded()[SEEN_AT] - 300}
    Session.objects.update(session_data=Session.objects.encode(stale))
    with page.expect_response(re.compile("/commands/"), timeout=PATIENCE):
        pass
    assert Session.objects.get().get_decoded()[SEEN_AT] == stale[SEEN_AT]
    with page.expect_response(re.compile("/find/typing/")):
        page.locator("#find-box").press_sequentially("px")
    assert Session.objects.get().get_decoded()[SEEN_AT] > stale[SEEN_AT]
