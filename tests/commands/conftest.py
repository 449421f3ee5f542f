"""One order with a failed render on line 1 and a dispatched print job on line 2, and people who may act on it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User

from dashboard.roles import Role
from orders import cloud as clients
from orders.contract.model import CommandKind
from orders.projections.apply import Applier
from orders.read import load_story
from support.commands import machine
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.wish import Wish
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.streams import backend

ORDER = "o-1"
Staff = Callable[..., Asker]


def ago(**length: float) -> str:
    """A time before now, as the backend spells it."""
    return (datetime.now(UTC) - timedelta(**length)).isoformat().replace("+00:00", "Z")


def failed(**more: Any) -> dict[str, Any]:
    """The render of line 1, which failed at a page."""
    failure = {"code": "asset_missing", "message": "page 7", "page": 7}
    return backend.render("r-1", ORDER, state="failed", failure=failure) | more


def job(print_job_id: str = "j-2", **more: Any) -> dict[str, Any]:
    """The print job of line 2, on its way for days."""
    about = {"render_id": "r-2", "printer_id": "koeln", "state": "dispatched", "cost": 1200, "currency": "EUR"}
    return backend.job(print_job_id, ORDER, line_id="2", **about) | {"submitted_at": ago(days=5)} | more


class Desk:
    """The projection in memory, and a backend that changes it."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """With the one order, and nothing else."""
        self.store = MemoryStore(MemoryTable())
        self._applier = Applier(self.store)
        self._numbers = count(1)
        fill(self)

    def put(self, table: str, item: dict[str, Any]) -> None:
        """The backend changes a row, and the projection has heard of it."""
        self._applier.apply([backend.record(table, item, next(self._numbers))])

    def delete(self, table: str, item: dict[str, Any]) -> None:
        """The backend deletes a row."""
        self._applier.apply([backend.record(table, None, next(self._numbers), old=item)])

    def version(self) -> int:
        """The order's."""
        story = load_story(ORDER, self.store)
        assert story is not None
        return story.version


def fill(desk: Desk) -> None:
    """The order, its prints, printers, renders and print job."""
    lines = [
        {"line_id": n, "print_id": f"p{n}", "product": "photobook", "quantity": 1, "unit_price": 4990}
        for n in ("1", "2")
    ]
    desk.put("orders", backend.order(ORDER, lines=lines, state="preparing"))
    for n in ("1", "2"):
        desk.put("prints", backend.design(f"p{n}", state="locked"))
    for printer, state in (("koeln", "active"), ("lille", "active"), ("wien", "paused")):
        row = {"printer_id": printer, "name": printer.title(), "state": state, "products": ["photobook"]}
        desk.put("printers", row)
    desk.put("printers", {"printer_id": "tiles", "name": "Tiles", "state": "active", "products": ["tile"]})
    desk.put("renders", failed())
    desk.put("renders", backend.render("r-2", ORDER, line_id="2", print_id="p2", finished_at=ago(days=6)))
    desk.put("print_jobs", job())


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The order, in the projection that everybody reads."""
    desk = Desk()
    for reader in ("orders.read", "orders.printers", "orders.made", "support.shown.order_numbers"):
        monkeypatch.setattr(f"{reader}.live_store", lambda: desk.store)
    return desk


@pytest.fixture
def staff(db: None) -> Staff:
    """Makes somebody who holds roles."""

    def make(*roles: Role) -> Asker:
        person = User.objects.create_user(f"a-{uuid.uuid4().hex[:8]}", first_name="Ana", last_name="Lopez")
        person.groups.set(Group.objects.filter(name__in=roles))
        return Asker.staff(person)

    return make


def a_render(**more: Any) -> Wish:
    """The wish for another render of line 1."""
    about: dict[str, Any] = {"line_id": "1", "cause": "asset_missing", "key": uuid.uuid4().hex}
    return Wish(kind=CommandKind.RENDER, order_id=ORDER, **(about | more))


def a_reprint(**more: Any) -> Wish:
    """The wish for another copy of line 2."""
    about: dict[str, Any] = {"kind": CommandKind.REPRINT, "print_job_id": "j-2", "cause": "damaged"}
    return Wish(order_id=ORDER, **(about | {"key": uuid.uuid4().hex} | more))


def a_cancellation(**more: Any) -> Wish:
    """The wish that a print job of line 2 be stopped."""
    return a_reprint(kind=CommandKind.CANCEL_PRINT_JOB, **more)


def told(command: Command) -> dict[str, Any]:
    """What the backend is told."""
    return dict(json.loads(bytes(command.input)))


@pytest.fixture
def state_machine(cloud: str) -> Iterator[Any]:
    """The client of a state machine that does nothing but wait; its executions can be counted."""
    machine._check_type.cache_clear()
    definition = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}}
    client = clients.stepfunctions()
    client.create_state_machine(
        name="backend-commands",
        definition=json.dumps(definition),
        roleArn="arn:aws:iam::111111111111:role/backend",
        type="STANDARD",
    )
    yield client
    machine._check_type.cache_clear()


def executions(client: Any) -> list[str]:
    """The names of all that were started."""
    arn = settings.BACKEND_COMMANDS_STATE_MACHINE_ARN
    return [each["name"] for each in client.list_executions(stateMachineArn=arn)["executions"]]
