"""People of every role, and pages whose data is made by hand instead of read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError

from dashboard.roles import Role
from orders.customer import CustomerStory
from orders.find.model import Found, Hit, Kind
from orders.read import Pulse
from orders.story import OrderStory
from orders.streams.status import Quarantined, StreamStatus, TableStatus
from tests.web import stories

PASSWORD = "correct horse battery"
SignIn = Callable[[Role | None], Client]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Makes a client signed in with a role, or with none."""

    def make(role: Role | None) -> Client:
        person = User.objects.create_user(f"a-{role or 'nobody'}", password=PASSWORD, first_name="Ana")
        if role is not None:
            person.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(person)
        return client

    return make


@pytest.fixture
def without_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis does not answer while this test runs."""

    def gone(*_: object, **__: object) -> None:
        raise ConnectionError("no Redis")

    monkeypatch.setattr("django.core.cache.backends.redis.RedisCacheClient.get_client", gone)


class Told:
    """What the pages are told in this test; a test may put in its own."""

    def __init__(self) -> None:
        self.order: OrderStory | None = stories.a_story()
        self.customer: CustomerStory | None = stories.a_customer()
        self.found = Found(hits=(), tried=("order number “x”",))
        self.asked: list[str] = []
        self._find: Callable[[str, object], Found] | None = None

    def load_story(self, order_id: str, **_: object) -> OrderStory | None:
        """As ``orders.read.load_story``."""
        return self.order if order_id == stories.ORDER_ID else None

    def order_pulse(self, order_id: str) -> Pulse | None:
        """As ``orders.read.order_pulse``."""
        story = self.load_story(order_id)
        return Pulse(story.version, story.as_of) if story else None

    def load_customer(self, user_id: str, cursor: str = "") -> CustomerStory | None:
        """As ``orders.read.load_customer``."""
        if cursor == "bad":
            raise ValueError("this cursor is none of ours")
        return self.customer if user_id == stories.USER_ID else None

    def find(self, words: str, _store: object) -> Found:
        """As ``orders.find.search.find``."""
        self.asked.append(words)
        return self._find(words, _store) if self._find else self.found

    def finds(self, *hits: Hit, hint: str = "") -> None:
        """Make Find find these."""
        self._find = None
        self.found = Found(hits=hits, tried=("anything",), hint=hint)

    def answer_with(self, find: Callable[[str, object], Found]) -> None:
        """Make Find answer with a function."""
        self._find = find


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Pages read from here instead of from DynamoDB."""
    story = Told()
    cache.clear()
    for module, name in (
        ("support.views.order", "load_story"),
        ("support.views.order", "order_pulse"),
        ("support.views.customer", "load_customer"),
        ("support.views.find", "find"),
    ):
        monkeypatch.setattr(f"{module}.{name}", getattr(story, name))
    monkeypatch.setattr("dashboard.views.stream_status", a_status)
    return story


@pytest.fixture
def agent(sign_in: SignIn, told: Told) -> Client:
    """An agent's browser, on pages with data made by hand."""
    return sign_in(Role.AGENT)


def a_hit(kind: Kind = Kind.ORDER, **more: object) -> Hit:
    """A hit on the order of the stories."""
    about = {"id": stories.ORDER_ID, "order_id": stories.ORDER_ID, "number": stories.NUMBER, "name": "Inge Brandt"}
    return Hit(kind=kind, **(about | {"country": "DE", "placed": "2026-11-19", "matched_on": "order number"} | more))  # type: ignore[arg-type]


def a_status(reason: str = "state: not a word (inge@example.com)") -> StreamStatus:
    """One table behind, one row set aside."""
    table = TableStatus(
        table="orders", shards=1, open=1, behind=1, lag_seconds=2.5, received=10, applied=9, fenced=0, unchanged=0,
        quarantined=1, resync="running", resync_checked=5, resync_total=10, lost="",
    )  # fmt: skip
    record = Quarantined(table="orders", key="o-1", reason=reason, heard="2026-11-22T20:00:00+00:00", aggregate="O#o-1")
    return StreamStatus(
        tables=(table,), slots=1, behind=1, lag_seconds=2.5, received=10, applied=9, fenced=0, unchanged=0,
        quarantined=1, balanced=True, quarantine=(record,),
    )  # fmt: skip
