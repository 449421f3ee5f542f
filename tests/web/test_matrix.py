"""Every route × method × role × own or somebody else's, with the outcome that the registry says; and what no request
may do, whoever makes it.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from dashboard.permissions import Open
from dashboard.roles import Role
from tests.web import world
from tests.web.matrix import SAFE, Ask, Came, asks, lets_in, right, walk
from tests.web.routes import routes
from tests.web.world import Caller

PROVEN = (Open.PRINTER, Open.LINK)
"""Calls that carry their own proof, a signature or a link, and no cookie that another site could make use of."""

METRICS = "a token of the tests, long enough"
ROUTES = routes()
PAGES = [route for route in ROUTES if not route.is_api]
CALLS = [route for route in ROUTES if route.is_api]


@pytest.fixture
def values(cloud: str, db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An order in the projection, a row set aside, and what stands for it in addresses."""
    monkeypatch.setattr(settings, "METRICS_TOKEN", [METRICS])
    world.load_order()
    return {"record_id": world.set_aside()}


@pytest.fixture
def other(db: None) -> User:
    """Whoever has what is not one's own: somebody who may make all of it."""
    return world.person("other", Role.AGENT, Role.SENIOR)


def _wrong(all_came: Iterable[Came]) -> list[str]:
    return [f"{came.ask}: {came.status}, not {_told(came.ask)}" for came in all_came if not _is_right(came)]


def _is_right(came: Came) -> bool:
    wanted = right(came.ask)
    return wanted is not None and came.status in wanted and not (came.ask.method in SAFE and came.effects)


def _told(ask: Ask) -> str:
    wanted = right(ask)
    if wanted is None:
        return f"declared: say in tests/web/answers.py what {ask.route.name} answers to {ask.method} with an empty body"
    return f"{sorted(wanted)}{' without an effect' if ask.method in SAFE else ''}"


def test_every_page_answers_everybody_as_the_registry_says(values: dict[str, str], other: User) -> None:
    scraper = Caller("scraper", {"Authorization": f"Bearer {METRICS}"})
    callers = [*world.people(), world.programs()[0], scraper]
    wrong = _wrong(walk(asks(PAGES, callers), values, other))
    assert not wrong, "\n".join(wrong)


def test_every_call_answers_everybody_as_the_registry_says(values: dict[str, str], other: User) -> None:
    callers = [*world.programs(), *(one for one in world.people() if one.role in (None, Role.ADMIN))]
    wrong = _wrong(walk(asks(CALLS, callers), values, other))
    assert not wrong, "\n".join(wrong)


def test_no_page_takes_an_unsafe_request_without_a_csrf_token(values: dict[str, str], other: User) -> None:
    sent = [ask for ask in asks(PAGES, world.people()) if ask.method not in SAFE and lets_in(ask)]
    sent = [ask for ask in sent if ask.route.access not in PROVEN]
    taken = [came for came in walk(sent, values, other, csrf=False) if came.status != 403 or came.effects]
    assert sent
    assert not taken, "\n".join(f"{came.ask}: {came.status}" for came in taken)


def test_every_route_is_reached(db: None) -> None:
    callers = [*world.people(), *world.programs(), Caller("scraper")]
    reached = {(ask.route.name, ask.method) for ask in asks(ROUTES, callers) if lets_in(ask)}
    assert {(route.name, method) for route in ROUTES for method in route.methods or ()} == reached
