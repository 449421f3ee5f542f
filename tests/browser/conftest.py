"""A browser at the pages: signed in, watched for what it must not do, on data made by hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from dashboard.roles import Role
from tests.web.conftest import PASSWORD, told

__all__ = ["told"]

# Playwright keeps an event loop in the test's thread; our calls of the ORM there are the test's own, one by one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

Visit = Callable[..., Page]


class Watch:
    """What every page did that no page may do: break the content policy, ask third parties, raise errors."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.wrong: list[str] = []
        self.requests: list[str] = []

    def follow(self, page: Page) -> None:
        """Watch one page."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"error in a script: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # A failed fetch is written down by browser and htmx; tests of failures look at the page instead.
        if message.type == "error" and not message.text.startswith(
            ("Failed to load resource", "Response Status", "htmx:")
        ):
            self.wrong.append(message.text)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        # Photos of an escalation are seen in their bucket, which is no third party's.
        if not request.url.startswith((self.origin, f"{settings.EVIDENCE_ORIGIN}/{settings.EVIDENCE_BUCKET}/")):
            self.wrong.append(f"asked a third party: {request.url}")


@pytest.fixture(scope="session")
def base_url() -> str:
    """None for the run: each test has a server of its own. (The plugin's own fixture warns under pytest 9.)"""
    return ""


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """Fails the test at its end where a page did what it must not."""
    watching = Watch(live_server.url)
    yield watching
    assert watching.wrong == []


PATIENCE = 30_000
# Open pages ask every five seconds, and the machine may be busy.
expect.set_options(timeout=PATIENCE)
"""Milliseconds: a busy machine is slow, not broken."""


@pytest.fixture
def visit(
    live_server: LiveServer, new_context: Callable[..., BrowserContext], watch: Watch, redis_empty: None
) -> Visit:
    """Opens a page of a browser of its own, signed in with a role: ``visit("/", Role.OPS, color_scheme="dark")``."""

    def go(path: str, role: Role | None = Role.AGENT, **options: Any) -> Page:
        context = new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        if role is not None:
            context.add_cookies([{"name": "sessionid", "value": _session(role), "url": live_server.url}])
        page = context.new_page()
        watch.follow(page)
        page.goto(path)
        return page

    return go


def a_member(role: Role) -> User:
    """Who a browser is signed in as with a role."""
    person, made = User.objects.get_or_create(username=f"a-{role}", defaults={"first_name": "Ana"})
    if made:
        person.set_password(PASSWORD)
        person.save()
        person.groups.add(Group.objects.get(name=role))
    return person


def _session(role: Role) -> str:
    client = Client()
    client.force_login(a_member(role))
    return str(client.cookies["sessionid"].value)
