"""Queues with rows made by hand, and colleagues who work on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from dashboard.roles import Role
from orders.projections import keys
from orders.queues import QueueRow
from orders.store import Page, Row
from support.commands.asker import Asker
from support.queues.row_id import row_id
from support.queues.snapshot import forget_here, snapshot
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable

QUEUE = "printer_rejects"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
BEGAN = datetime.now(UTC).replace(microsecond=0)


def a_row(number: int = 1, /, **more: Any) -> QueueRow:
    """A rejected print job; the higher its number, the longer it waits."""
    due = BEGAN - timedelta(hours=number)
    about: dict[str, Any] = {"printer": "koeln", "product": "photobook", "country": "DE", "code": "rejected"}
    about |= {"value": 4990, "currency": "EUR", "due_at": due, "since": due, "line_id": "1", "number": f"PX-{number}"}
    about |= {"order_id": f"o-{number}", "sub": f"j-{number}"}
    return QueueRow(**({"queue": QUEUE} | about | more))


def as_kept(row: QueueRow) -> Row:
    """As the projection holds it."""
    pk, sk = keys.queue_entry(row.queue, row.due_at, row.order_id, row.sub)
    texts = {"number": row.number, "line": row.line_id, "code": row.code, "printer": row.printer}
    texts |= {"product": row.product, "template": row.template, "country": row.country, "cur": row.currency}
    times = {"since": row.since, "promise": row.promise}
    told: Row = {"pk": pk, "sk": sk, "order": row.order_id, "value": row.value, **texts}
    return told | {name: int(at.timestamp()) for name, at in times.items() if at}


class Desk(MemoryStore):
    """The projection in memory, which counts what is asked of it."""

    def __init__(self) -> None:
        super().__init__(MemoryTable())
        self.asked: Counter[str] = Counter()

    def query(self, pk: str, **how: Any) -> Page:
        self.asked["query"] += 1
        return super().query(pk, **how)

    def get_many(self, *args: Any, **how: Any) -> Any:
        self.asked["get_many"] += 1
        return super().get_many(*args, **how)

    def holds(self, *rows: QueueRow) -> None:
        """Rows come into their queues; whoever looks now sees them."""
        for row in rows:
            self.put(as_kept(row))
        cache.clear()

    def put_now(self, *rows: QueueRow) -> None:
        """Rows come while lists are open: those stay as they were."""
        for row in rows:
            self.put(as_kept(row))
        cache.delete(f"queue:{QUEUE}:now")

    def loses_now(self, *rows: QueueRow) -> None:
        """Rows go while lists are open."""
        for row in rows:
            told = as_kept(row)
            self.delete((told["pk"], told["sk"]))
        cache.delete(f"queue:{QUEUE}:now")

    def loses(self, *rows: QueueRow) -> None:
        """Rows leave their queues."""
        for row in rows:
            told = as_kept(row)
            self.delete((told["pk"], told["sk"]))
        cache.clear()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Empty queues, in Redis too."""
    made = Desk()
    monkeypatch.setattr("support.queues.sources.live_store", lambda: made)
    cache.clear()
    forget_here()
    return made


@dataclass(frozen=True)
class Member:
    """Somebody with a browser."""

    person: User
    client: Client

    @property
    def asker(self) -> Asker:
        """As those who do something are named."""
        return Asker.staff(User.objects.get(pk=self.person.pk))

    def opens(self, query: str = "", queue: str = QUEUE, **headers: str) -> str:
        """The page of a queue as they see it."""
        return str(self.client.get(f"/queues/{queue}/{query}", headers=headers).content.decode())

    def sends(self, act: str, *rows: QueueRow, queue: str = QUEUE, **more: str) -> Any:
        """The form of a list with some rows ticked."""
        sent = {"row": [row_id(row) for row in rows], "snapshot": snapshot(queue).id, **more}
        return self.client.post(f"/queues/{queue}/{act}/", sent)


Join = Callable[..., Member]


@pytest.fixture
def join(db: None) -> Join:
    """Makes a member of staff with a login of their own."""

    def make(login: str = "ana", role: Role = Role.OPS) -> Member:
        person = User.objects.create_user(login, first_name=login.title())
        person.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(person)
        return Member(person, client)

    return make


@pytest.fixture
def ana(join: Join, desk: Desk) -> Member:
    """Somebody of ops."""
    return join("ana")


@pytest.fixture
def ben(join: Join, desk: Desk) -> Member:
    """Another of ops."""
    return join("ben")


def later(row: QueueRow, **more: Any) -> QueueRow:
    """The same row, saying something else."""
    return row._replace(**({"due_at": timezone.now().replace(microsecond=0)} | more))
