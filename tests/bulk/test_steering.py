"""Pause, resume, cancel, and trying again what failed: who may, what each does, and that it is audited."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import Settings

from dashboard.models import SetLimit
from dashboard.roles import Role
from support.bulk.models import BulkJob, BulkRow, JobState, RowState
from support.bulk.refusals import AskerGone, NothingToDo, NotNow
from support.bulk.run import advance
from support.bulk.steer import cancel, pause, resume, retry_failed, start
from support.bulk.totals import totals
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.refusals import AboveLimit, NotAllowed
from support.commands.states import State
from support.models import AuditEvent
from tests.bulk.conftest import (
    COST,
    Select,
    a_proposal,
    begun,
    fresh,
    lines,
    order_of,
    rows,
    run_to_the_end,
    seen,
    worked_out,
)
from tests.commands.conftest import Staff

pytestmark = pytest.mark.django_db
Act = Callable[[Asker, str], BulkJob]


@pytest.fixture
def running(select: Select, ops: Asker, settings: Settings) -> BulkJob:
    """A job of six rows, two of which are on their way."""
    settings.BULK_CANARY, settings.BULK_ON_THE_WAY = 0, 2
    return begun(ops, select(6))


def test_a_paused_job_sends_nothing(running: BulkJob, ops: Asker) -> None:
    assert pause(ops, running.pk).state == JobState.PAUSED
    seen()
    advance()
    assert len(rows(running, RowState.ASKED)) == 2
    resume(ops, running.pk)
    advance()
    assert len(rows(running, RowState.ASKED)) == 4


def test_a_job_that_was_paused_among_its_first_begins_with_a_few_again(select: Select, ops: Asker) -> None:
    job = begun(ops, select(8))
    seen(State.FAILED)
    advance()
    assert fresh(job).state == JobState.PAUSED
    assert resume(ops, job.pk).state == JobState.CANARY
    advance()
    assert len(rows(job, RowState.ASKED)) == 6


def test_what_was_sent_stays_when_it_is_cancelled(running: BulkJob, ops: Asker) -> None:
    assert cancel(ops, running.pk).state == JobState.CANCELLED
    seen()
    advance()
    counts = totals(running)
    assert (counts["cancelled"], counts["seen"]) == (4, 2)
    assert AuditEvent.objects.get(type="bulk.cancelled").details["cancelled"] == 4
    with pytest.raises(NotNow):
        resume(ops, running.pk)


def test_a_plan_that_nobody_started_can_be_cancelled(select: Select, ops: Asker) -> None:
    job = cancel(ops, select(2).pk)
    assert totals(job)["cancelled"] == 2
    with pytest.raises(NotNow):
        start(ops, job.pk)


def test_only_what_failed_is_tried_again_and_the_first_try_is_kept(select: Select, ops: Asker) -> None:
    job = select(3)
    start(ops, job.pk)
    advance()
    seen(order_id=order_of(1))
    seen(order_id=order_of(3))
    for command in Command.objects.filter(state=State.SEEN):
        command.move(State.DONE)
    seen(State.FAILED)
    advance()
    assert fresh(job).state == JobState.PAUSED
    again = retry_failed(ops, job.pk)
    assert again.state == JobState.CANARY
    assert AuditEvent.objects.get(type="bulk.retried").details["rows"] == 1
    job = run_to_the_end(again)
    assert job.state == JobState.DONE
    assert totals(job)["done"] == 3
    tries = Command.objects.filter(bulk=job, order_id=order_of(2)).order_by("requested_at")
    assert [command.key for command in tries] == [f"bulk:{job.pk}:2:0", f"bulk:{job.pk}:2:1"]


def test_a_job_that_is_done_can_be_tried_again(select: Select, ops: Asker) -> None:
    job = select(2)
    start(ops, job.pk)
    advance()
    seen(State.SEEN)
    advance()
    for command in Command.objects.filter(state=State.SEEN):
        command.move(State.FAILED)
    advance()
    assert fresh(job).state == JobState.DONE
    retry_failed(ops, job.pk)
    assert run_to_the_end(job).state == JobState.DONE
    assert totals(job)["done"] == 2


def test_there_may_be_nothing_to_try_again(select: Select, ops: Asker) -> None:
    job = select(1)
    start(ops, job.pk)
    run_to_the_end(job)
    with pytest.raises(NothingToDo):
        retry_failed(ops, job.pk)


def test_what_is_tried_again_is_spent_again(select: Select, ops: Asker) -> None:
    SetLimit.objects.create(role=Role.OPS, name="bulk_cost", currency="EUR", amount=2 * COST)
    job = select(2)
    start(ops, job.pk)
    advance()
    seen(State.REFUSED)
    advance()
    start(ops, worked_out(ops, a_proposal(lines([1]))).pk)
    with pytest.raises(AboveLimit):
        retry_failed(ops, job.pk)
    assert BulkRow.objects.filter(job=job, state=RowState.READY).count() == 0


def test_a_job_whose_owner_lost_the_role_is_not_resumed(running: BulkJob, ops: Asker, staff: Staff) -> None:
    pause(ops, running.pk)
    assert ops.person is not None
    ops.person.groups.clear()
    with pytest.raises(AskerGone):
        resume(staff(Role.MANAGER), running.pk)


@pytest.mark.parametrize("act", [pause, cancel])
@pytest.mark.parametrize("role", [Role.OPS, Role.MANAGER])
def test_ops_and_managers_steer_anybodys(running: BulkJob, staff: Staff, act: Act, role: Role) -> None:
    other = staff(role)
    act(other, running.pk)
    assert AuditEvent.objects.filter(actor=other.actor.id, target_id=running.pk).count() == 1


@pytest.mark.parametrize("act", [pause, resume, cancel, retry_failed])
@pytest.mark.parametrize("role", [Role.AGENT, Role.SENIOR, Role.ADMIN, Role.AUDITOR])
def test_others_do_not(running: BulkJob, staff: Staff, act: Act, role: Role) -> None:
    with pytest.raises(NotAllowed):
        act(staff(role), running.pk)
