"""Printers with print jobs in a projection in memory, and people who look after them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from dashboard.roles import Role
from orders.contract.tables import SOURCE_TABLES
from orders.projections.apply import Applier
from support.commands.asker import Asker
from support.printers import days
from tests.commands.conftest import Desk, Staff, ago, desk, staff
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.streams import backend

__all__ = ["Desk", "Staff", "desk", "staff"]

READERS = ("orders.read", "orders.printers", "orders.made", "support.printers.days")
SignedIn = Callable[[Role], Client]


class Plant:
    """The printers, and the jobs they have; ``store`` counts what is read of it."""

    def __init__(self) -> None:
        self.store = MemoryStore(MemoryTable())
        self._applier = Applier(self.store)
        self._numbers = count(1)

    def put(self, table: str, item: dict[str, Any]) -> None:
        """The backend writes a row, and the projection has heard of it."""
        self._applier.apply([backend.record(table, item, next(self._numbers))])

    def forget(self, table: str, key: str) -> None:
        """The backend deletes a row."""
        old = {SOURCE_TABLES[table].key: key, "order_id": f"o-{key}"}
        self._applier.apply([backend.record(table, None, next(self._numbers), old=old)])

    def printer(self, printer_id: str = "koeln", **more: Any) -> None:
        """A printer's own row."""
        about = {"name": printer_id.title(), "state": "active", "country": "DE", "timezone": "Europe/Berlin"}
        self.put("printers", {"printer_id": printer_id, "production_days": 3, **about, **more})

    def job(self, job_id: str, state: str = "accepted", printer: str = "koeln", **more: Any) -> None:
        """A print job of an order of its own, sent five hours ago unless it says otherwise."""
        order = f"o-{job_id}"
        self.put("orders", backend.order(order, state="in_production"))
        times: dict[str, str | None] = {
            "submitted_at": ago(hours=5),
            "accepted_at": ago(hours=4),
            "updated_at": ago(hours=4),
        }
        if state in ("created", "submitted", "rejected"):
            times["accepted_at"] = None
        row = {**backend.job(job_id, order, state=state, printer_id=printer), **times, **more}
        self.put("print_jobs", {name: value for name, value in row.items() if value is not None})


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """The projection that everybody reads; nothing is remembered of others."""
    made = Plant()
    for reader in READERS:
        monkeypatch.setattr(f"{reader}.live_store", lambda: made.store)
    cache.clear()
    days.forget_here()
    return made


@pytest.fixture
def ops(staff: Staff) -> Asker:
    """Somebody who may pause printers."""
    return staff(Role.OPS)


@pytest.fixture
def signed_in(staff: Staff) -> SignedIn:
    """Makes a browser of somebody with a role."""

    def make(role: Role) -> Client:
        client, person = Client(), staff(role).person
        assert isinstance(person, User)
        client.force_login(person)
        return client

    return make


def later(**length: float) -> datetime:
    """A time from now."""
    return datetime.now(UTC) + timedelta(**length)


def clear() -> None:
    """Nobody remembers what was read: as some seconds later."""
    cache.clear()
    days.forget_here()
