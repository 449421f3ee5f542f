"""Many orders with a dispatched print job each at Köln, people who select them, a backend that sees what it gets."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

import pytest

from dashboard.roles import Role
from support.bulk.models import Action, BulkJob, BulkRow, RowState
from support.bulk.plan import plan
from support.bulk.propose import Chosen, Proposal, propose
from support.bulk.run import advance
from support.bulk.steer import start
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.states import State
from tests.commands.conftest import Desk, Staff, ago, desk, staff, state_machine
from tests.streams import backend

__all__ = ["desk", "staff", "state_machine"]

COST = 1200
Select = Callable[..., BulkJob]


def order_of(number: int) -> str:
    """An order's id."""
    return f"b-{number}"


def put_order(desk: Desk, number: int, **job: Any) -> None:
    """An order of one line whose print job was dispatched; ``job`` says what is otherwise."""
    order_id, print_id = order_of(number), f"bp-{number}"
    line = {"line_id": "1", "print_id": print_id, "product": "photobook", "quantity": 1, "unit_price": 4990}
    desk.put("orders", backend.order(order_id, lines=[line], state="preparing"))
    desk.put("prints", backend.design(print_id, state="locked"))
    desk.put("renders", backend.render(f"br-{number}", order_id, print_id=print_id, finished_at=ago(days=6)))
    about = {"render_id": f"br-{number}", "printer_id": "koeln", "state": "dispatched", "cost": COST, "currency": "EUR"}
    desk.put("print_jobs", backend.job(f"bj-{number}", order_id, line_id="1", **(about | job)))


def lines(numbers: Collection[int]) -> list[Chosen]:
    """The only line of each of these orders."""
    return [Chosen(order_of(number), "1") for number in numbers]


def a_proposal(chosen: Sequence[Chosen], **more: Any) -> Proposal:
    """Reprint these, because they were damaged."""
    about: dict[str, Any] = {"action": Action.REPRINT, "cause": "damaged", "words": "the van was in an accident"}
    about |= {"source": {"lines": len(chosen)}, "key": uuid.uuid4().hex}
    return Proposal(chosen=chosen, **(about | more))


@pytest.fixture
def ops(desk: Desk, staff: Staff) -> Asker:
    """Who works on many orders."""
    return staff(Role.OPS)


@pytest.fixture
def manager(desk: Desk, staff: Staff) -> Asker:
    """Who approves."""
    return staff(Role.MANAGER)


@pytest.fixture
def select(desk: Desk, ops: Asker) -> Select:
    """Puts so many orders there, and works out what a job on them would do."""

    def make(count: int, asker: Asker | None = None, **more: Any) -> BulkJob:
        for number in range(1, count + 1):
            put_order(desk, number)
        return worked_out(asker or ops, a_proposal(lines(range(1, count + 1)), **more))

    return make


def worked_out(asker: Asker, proposal: Proposal) -> BulkJob:
    """The job of a proposal, planned."""
    return plan(propose(asker, proposal).pk)


def begun(asker: Asker, job: BulkJob) -> BulkJob:
    """Started, and its first look taken."""
    start(asker, job.pk)
    advance()
    return fresh(job)


def fresh(job: BulkJob) -> BulkJob:
    """As it is now."""
    return BulkJob.objects.get(pk=job.pk)


def rows(job: BulkJob, state: RowState | None = None) -> list[BulkRow]:
    """Its rows, or those in a state."""
    found = job.rows.order_by("number").select_related("command")
    return list(found.filter(state=state) if state else found)


def seen(state: State = State.SEEN, **which: Any) -> int:
    """The backend sees what it was asked for, or whatever the state says came of it."""
    waiting = Command.objects.filter(state__in=(State.REQUESTED, State.STARTED), **which)
    return sum(command.move(state) for command in waiting)


def run_to_the_end(job: BulkJob, state: State = State.DONE) -> BulkJob:
    """The backend does all that it gets."""
    for _ in range(200):
        advance()
        if not seen(state) and fresh(job).ended_at:
            break
    return fresh(job)
