"""Many at once, with connections of their own: limits are not exceeded, no row goes twice, none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from dashboard.models import SetLimit
from dashboard.roles import Role
from support.audit.chain import faults
from support.bulk.decide import approve
from support.bulk.models import BulkJob, JobState, RowState
from support.bulk.plan import plan
from support.bulk.propose import propose
from support.bulk.refusals import NotNow
from support.bulk.run import advance
from support.bulk.spent import spent_today
from support.bulk.steer import cancel, pause, start
from support.bulk.totals import totals
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.refusals import Refused
from support.commands.states import WAITING
from tests.bulk.conftest import COST, Select, a_proposal, fresh, lines, put_order, rows, seen, worked_out
from tests.commands.conftest import Desk, Staff

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Each in its own thread and connection, all at once; what each came to, or raised."""
    ready = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        ready.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_parallel_starts_never_exceed_the_limit(desk: Desk, ops: Asker) -> None:
    SetLimit.objects.create(role=Role.OPS, name="bulk_cost", currency="EUR", amount=5 * COST)
    for number in range(1, 13):
        put_order(desk, number)
    jobs = [worked_out(ops, a_proposal(lines([n, n + 1]))).pk for n in range(1, 12, 2)]
    came = together(*(lambda job=job: start(ops, job).state for job in jobs))
    assert Counter(came) == {JobState.CANARY: 2, JobState.AWAITING_APPROVAL: 4}
    assert spent_today(ops.actor.id) == {"EUR": 4 * COST}


def test_parallel_workers_send_each_row_once(select: Select, ops: Asker) -> None:
    job = start(ops, select(30).pk)
    for _ in range(8):
        together(*[advance] * WORKERS)
        assert fresh(job).state == JobState.CANARY or len(rows(job, RowState.ASKED)) > 3
        seen()
    together(*[advance] * WORKERS)
    commands = Command.objects.filter(bulk=job)
    assert commands.count() == 30
    assert len(set(commands.values_list("print_job_id", flat=True))) == 30
    assert totals(job)[RowState.READY] == 0
    assert list(faults()) == []


def test_parallel_workers_send_no_more_first_rows_than_may_go(select: Select, ops: Asker) -> None:
    job = start(ops, select(20).pk)
    together(*[advance] * WORKERS)
    assert len(rows(job, RowState.ASKED)) == 3


def test_parallel_workers_keep_the_pace(select: Select, ops: Asker, settings: Settings) -> None:
    settings.BULK_CANARY, settings.BULK_ON_THE_WAY = 0, 4
    start(ops, select(20).pk)
    together(*[advance] * WORKERS)
    assert Command.objects.filter(state__in=WAITING).count() == 4


def test_parallel_planners_work_out_each_row_once(desk: Desk, ops: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.bulk.plan.A_SLICE", 5)
    for number in range(1, 41):
        put_order(desk, number)
    job = propose(ops, a_proposal(lines(range(1, 41))))
    together(*[lambda: plan(job.pk)] * WORKERS)
    job = fresh(job)
    assert (job.state, job.cost) == (JobState.PLANNED, {"EUR": 40 * COST})
    assert totals(job)[RowState.READY] == 40


def test_nothing_goes_after_a_pause_was_answered(select: Select, ops: Asker, settings: Settings) -> None:
    settings.BULK_CANARY = 0
    job = start(ops, select(30).pk)
    went: list[int] = []

    def stop() -> None:
        pause(ops, job.pk)
        went.append(Command.objects.count())

    together(stop, *[advance] * 3)
    assert Command.objects.count() == went[0]


def test_a_row_is_sent_or_cancelled(select: Select, ops: Asker, settings: Settings) -> None:
    settings.BULK_CANARY = 0
    job = start(ops, select(30).pk)
    together(lambda: cancel(ops, job.pk), *[advance] * 3)
    counts = totals(job)
    assert counts["cancelled"] + counts["requested"] == 30
    assert Command.objects.filter(bulk=job).count() == counts["requested"]


def test_one_of_two_managers_decides(select: Select, ops: Asker, manager: Asker, staff: Staff) -> None:
    SetLimit.objects.create(role=Role.OPS, name="bulk_cost", currency="EUR", amount=0)
    job, other = start(ops, select(2).pk), staff(Role.MANAGER)
    came = together(*(lambda who=who: approve(who, job.pk, job.digest).state for who in (manager, other)))
    assert sorted(map(type, came), key=str) == sorted([str, NotNow], key=str) or JobState.CANARY in came
    assert sum(isinstance(each, NotNow) for each in came) == 1


def test_the_same_proposal_sent_at_once_is_one_job(desk: Desk, ops: Asker) -> None:
    wanted = a_proposal(lines([1, 2]))
    came = together(*[lambda: propose(ops, wanted).pk] * WORKERS)
    assert len(set(came)) == BulkJob.objects.count() == 1
