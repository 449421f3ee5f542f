"""What is shown to somebody is on their page and nowhere else: no log, task, key, address or audit row has it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from redis import Redis

from dashboard.logs import JsonLines
from dashboard.roles import Role
from tests.reveals.conftest import ASKED, CUSTOMER, ORDER, PERSONAL, shown
from tests.web import stories
from tests.web.conftest import SignIn, Told, a_hit
from tests.web.routes import routes

HTMX = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{ORDER}"}
ADDRESS = re.compile(r'\b(?:href|src|action|hx-[a-z-]+|data-[a-z-]+|id|name)="([^"]*)"')
WORDS = tuple(word.casefold() for value in PERSONAL for word in (value, *value.split()) if len(word) > 3)


class Traces:
    """Everything that was written or sent while somebody worked."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog
        self.tasks: list[Any] = []
        self.addresses: list[str] = []

    def of(self, answer: Any) -> None:
        """Remember where an answer leads."""
        self.addresses += [value for name, value in answer.items() if name == "Location" or name.startswith("HX-")]
        if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
            self.addresses += ADDRESS.findall(answer.content.decode())

    def texts(self) -> Iterator[str]:
        """All of it, but the pages."""
        yield from (JsonLines().format(record) for record in self.caplog.records)
        yield from map(str, self.tasks)
        yield from self.addresses
        redis = Redis.from_url(settings.REDIS_URL)
        yield from (key.decode() for key in redis.scan_iter())
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT row::text FROM "{table}" AS row')  # noqa: S608 names of our own tables
                yield from (text for (text,) in cursor.fetchall())


@pytest.fixture
def traces(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Traces:
    """What is written from now on."""
    caplog.set_level(logging.INFO)
    kept = Traces(caplog)
    monkeypatch.setattr(Celery, "send_task", lambda _self, *arguments, **more: kept.tasks.append((arguments, more)))
    return kept


def _left_in(traces: Traces) -> set[str]:
    """Personal words that stand somewhere they must not."""
    found = set()
    for text in traces.texts():
        found |= {word for word in WORDS if word in text.casefold()}
    return found


def _walk(client: Client, traces: Traces) -> None:
    """Every page, as a page and as a fragment, and every action, with and without a form."""
    for route in routes():
        if route.is_api or route.name == "sign-out":
            continue
        for answer in (client.get(route.path), client.get(route.path, headers=HTMX), client.post(route.path, ASKED)):
            traces.of(answer)


def test_nothing_stays_of_what_was_shown(agent: Client, told: Told, traces: Traces) -> None:
    User.objects.get().groups.set(Group.objects.filter(name__in=[Role.AGENT, Role.SENIOR, Role.OPS, Role.ADMIN]))
    for page in (ORDER, CUSTOMER):
        agent.post(f"{page}reveal/", ASKED)
    assert shown(agent) == set(PERSONAL)
    told.finds(a_hit())
    for _ in range(2):
        for value in PERSONAL:
            for address in ("/", "/find/typing/"):
                traces.of(agent.post(address, {"q": value}, headers=HTMX))
        _walk(agent, traces)
        for page in (ORDER, CUSTOMER):
            agent.post(f"{page}reveal/", ASKED)
    assert shown(agent) == set(PERSONAL)
    assert traces.addresses
    assert _left_in(traces) == set()


def test_no_cache_holds_what_was_shown(agent: Client) -> None:
    agent.post(f"{ORDER}reveal/", ASKED)
    assert shown(agent) == set(PERSONAL)
    redis = Redis.from_url(settings.REDIS_URL)
    held = " ".join(str(redis.dump(key)) for key in redis.scan_iter())
    assert not any(word in held.casefold() for word in WORDS)
    assert agent.get(ORDER)["Cache-Control"] == "no-store"


def test_a_trace_would_be_seen(agent: Client, traces: Traces) -> None:
    logging.getLogger("orders").warning("looked up Inge Brandt")
    User.objects.update(first_name="Ligurien")
    assert {"inge brandt", "ligurien"} <= _left_in(traces)


def test_programs_see_it_masked_even_so(agent: Client, sign_in: SignIn, told: Told) -> None:
    agent.post(f"{ORDER}reveal/", ASKED)
    body = agent.get(f"/api/v1/orders/{stories.ORDER_ID}/").content.decode()
    assert not any(value in body for value in PERSONAL)
