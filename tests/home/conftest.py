"""People at the home page, browsers, and what they are told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page, expect

from support.audit.record import Actor, Target, record
from support.audit.types import EventType
from support.printers import days
from tests.browser.conftest import base_url, visit, watch
from tests.printers.conftest import READERS
from tests.queues.conftest import Desk, Join, Member, a_row, ana, ben, join
from tests.queues.conftest import desk as desk_of_queues
from tests.web.conftest import SignIn, Told, a_status, sign_in, told
from tests.web.objects import Owner
from tests.web.objects import an_escalation as made_escalation

__all__ = [
    "Desk", "Join", "Member", "SignIn", "Told", "a_row", "act", "an_escalation", "ana", "base_url", "ben", "desk",
    "desk_of_queues", "home", "join", "parts", "settled", "sign_in", "told", "visit", "watch",
]  # fmt: skip

TITLE: Final = re.compile(r'<h2 id="home-([\w-]+)-title">')


@pytest.fixture
def desk(desk_of_queues: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The projection in memory for every room; what was read a while ago is read anew only where a test says so."""
    for reader in READERS:
        monkeypatch.setattr(f"{reader}.live_store", lambda: desk_of_queues)
    monkeypatch.setattr("support.queues.snapshot.OLDEST_SECONDS", 600)
    monkeypatch.setattr("support.queues.snapshot.RENEWED_AFTER", timedelta(hours=1))
    monkeypatch.setattr("support.queues.tallies.SECONDS", 600)
    monkeypatch.setattr("support.shown.home.stream_status", a_status)
    days.forget_here()
    return desk_of_queues


def act(actor: Actor, what: EventType, **details: str) -> None:
    """Something that somebody did, in the audit."""
    with transaction.atomic():
        record(actor, what, Target("staff", "1"), details=details)


def an_escalation(owner: Owner) -> str:
    """A live escalation of theirs."""
    with transaction.atomic():
        return made_escalation(owner)


def home(client: Client) -> str:
    """The page of what concerns somebody."""
    return str(client.get("/home/").content.decode())


def parts(body: str) -> list[str]:
    """The parts that tell something."""
    return TITLE.findall(body)


def settled(page: Page) -> None:
    """What comes after the first view has come."""
    expect(page.locator("#home[hx-trigger*=every]")).to_have_count(1)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
