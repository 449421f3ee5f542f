"""People of every role, and pages whose data is made by hand instead of read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError

from dashboard import readiness
from dashboard.roles import Role
from orders.customer import CustomerStory
from orders.find.model import Found, Hit, Kind
from orders.find.search import find
from orders.printers import every_printer, find_printer
from orders.projections.quarantine import Kept, Listing, Quarantined, id_of
from orders.queues import QueueRow, Waiting
from orders.read import Pulse, load_customer, load_story, order_pulse
from orders.sla.lake.local import Local
from orders.sla.lake.manifest import Manifest
from orders.story import OrderStory
from orders.streams.status import SlotStatus, StreamStatus, TableStatus
from support.printers import days
from tests.web import stories

PASSWORD = "correct horse battery"
RECORD_ID = id_of(("QUARANTINE#3", "orders#o-1"))
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

    def waiting(self, queue: str, now: datetime) -> Waiting:
        """As ``support.queues.sources.waiting``."""
        row = {"queue": queue, "number": stories.NUMBER, "printer": "koeln", "product": "photobook", "country": "DE"}
        about = {"due_at": now.replace(minute=0, second=0, microsecond=0), "promise": now, "currency": "EUR"}
        rows = [QueueRow(order_id=stories.ORDER_ID, sub=f"r-{n}", value=n, **row, **about) for n in (1, 2)]  # type: ignore[arg-type]
        return Waiting(tuple(rows), more=False)

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


def _everywhere(monkeypatch: pytest.MonkeyPatch, read: object, told_instead: object) -> None:
    """In every module that has imported it."""
    for module in [each for name, each in sys.modules.items() if name.startswith("support.")]:
        for name in [name for name, value in vars(module).items() if value is read]:
            monkeypatch.setattr(module, name, told_instead)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Pages read from here instead of from DynamoDB."""
    story = Told()
    cache.clear()
    days.forget_here()
    for read, told_instead in (
        (load_story, story.load_story),
        (order_pulse, story.order_pulse),
        (load_customer, story.load_customer),
        (find, story.find),
        (every_printer, lambda *_: [stories.PRINTER]),
        (find_printer, lambda *_: stories.PRINTER),
    ):
        _everywhere(monkeypatch, read, told_instead)
    monkeypatch.setattr("support.queues.snapshot.waiting", story.waiting)
    monkeypatch.setattr("support.incidents.open.facts_now", lambda *_: [])
    monkeypatch.setattr("support.printers.days.read_day", lambda *_: list(stories.ACTIVITIES))
    monkeypatch.setattr("dashboard.views.stream_status", a_status)
    monkeypatch.setattr("dashboard.health.READINESS.now", lambda: readiness.Found((), readiness.State.OK))
    monkeypatch.setattr("support.views.quarantine.listing", lambda *_, **__: Listing((a_kept().entry,), ""))
    monkeypatch.setattr("support.views.quarantine.kept", lambda _store, id_: a_kept() if id_ == RECORD_ID else None)
    monkeypatch.setattr("orders.alias.live.table", lambda: "nowhere")
    lake = Local(Manifest(table="nowhere", held={}), ())
    monkeypatch.setattr("orders.sla.report.engine.local", lambda _: lake)
    monkeypatch.setattr("orders.sla.lake.standing.load", lambda _: lake.manifest)
    return story


@pytest.fixture
def agent(sign_in: SignIn, told: Told) -> Client:
    """An agent's browser, on pages with data made by hand."""
    return sign_in(Role.AGENT)


def a_hit(kind: Kind = Kind.ORDER, **more: object) -> Hit:
    """A hit on the order of the stories."""
    about = {"id": stories.ORDER_ID, "order_id": stories.ORDER_ID, "number": stories.NUMBER, "name": "Inge Brandt"}
    return Hit(kind=kind, **(about | {"country": "DE", "placed": "2026-11-19", "matched_on": "order number"} | more))  # type: ignore[arg-type]


def a_quarantined(reason: str) -> Quarantined:
    """A record of the order of the stories."""
    return Quarantined(
        id=RECORD_ID, table="orders", key="o-1", reason=reason, heard="2026-11-22T20:00:00+00:00", aggregate="O#o-1"
    )


def a_kept(text: str = "Inge Brandt") -> Kept:
    """A malformed order whose images hold personal data, and words of somebody's in every field."""

    def image(total: dict[str, str], name: str) -> dict[str, dict[str, object]]:
        address = {"name": {"S": name}, "city": {"S": "Bonn"}, "country": {"S": "DE"}}
        image: dict[str, dict[str, object]] = {"order_id": {"S": "o-1"}, "state": {"S": "confirmed"}}
        image |= {"hold_reason": {"S": f"{text} asked us to wait"}, "total": {**total}, "ship_to": {"M": address}}
        return image

    return Kept(
        entry=a_quarantined("orders.total: expected a whole number, found str"),
        fence=f"0001:{7:040d}",
        seen=None,
        at=datetime(2026, 11, 22, 20, tzinfo=UTC),
        old=image({"N": "4990"}, text),
        new=image({"S": "much"}, f"{text}!"),
        cut=False,
        stored=b"",
    )


def a_status(reason: str = "state: not a word (inge@example.com)") -> StreamStatus:
    """One table behind, one row set aside."""
    table = TableStatus(
        table="orders", shards=1, open=1, behind=1, lag_seconds=2.5, received=10, applied=9, fenced=0, unchanged=0,
        quarantined=1, resync="running", resync_checked=5, resync_total=10, lost="",
    )  # fmt: skip
    record = a_quarantined(reason)
    return StreamStatus(
        tables=(table,), slots=1, leases=(SlotStatus(slot=0, holder="desk-1-abc", shards=1),), behind=1,
        lag_seconds=2.5, received=10, applied=9, fenced=0, unchanged=0, quarantined=1, balanced=True,
        quarantine=(record,), set_aside=1, as_of="2026-11-22T21:00:00+00:00",
    )  # fmt: skip
