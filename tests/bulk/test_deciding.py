"""Starting, and above what somebody may spend alone: a second person, on exactly the rows that were worked out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from dashboard.models import SetLimit
from dashboard.roles import Role
from dashboard.tokens import create_token
from support.bulk.decide import approve, decline
from support.bulk.expire import expire
from support.bulk.models import Action, BulkJob, BulkRow, JobState
from support.bulk.plan import plan
from support.bulk.propose import propose
from support.bulk.refusals import AskerGone, Changed, NothingToDo, NotNow
from support.bulk.steer import start
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.models import AuditEvent
from support.notices.models import Notice
from support.shown.bulk_approval import approval_words
from tests.bulk.conftest import COST, Select, a_proposal, fresh, lines, run_to_the_end, worked_out
from tests.commands.conftest import Desk, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def dear(select: Select, ops: Asker, manager: Asker) -> BulkJob:
    """A job of three rows that waits for approval: two may be spent alone."""
    SetLimit.objects.create(role=Role.OPS, name="bulk_cost", currency="EUR", amount=2 * COST)
    return start(ops, select(3).pk)


def test_what_is_within_the_limit_starts(select: Select, ops: Asker) -> None:
    job = start(ops, select(2).pk)
    assert job.state == JobState.CANARY
    assert AuditEvent.objects.filter(type="bulk.started", target_id=job.pk).exists()


def test_what_is_above_it_waits_and_managers_are_told(dear: BulkJob, manager: Asker) -> None:
    assert dear.state == JobState.AWAITING_APPROVAL
    told = Notice.objects.get(person=manager.person)
    assert told.text == "Ana L. asks for approval: bulk reprint of 3 rows, €36.00"
    assert told.address == f"/bulk/{dear.pk}/"


def test_the_jobs_of_a_day_count_together(select: Select, ops: Asker, settings: Settings) -> None:
    SetLimit.objects.create(role=Role.OPS, name="bulk_cost", currency="EUR", amount=3 * COST)
    first = start(ops, select(2).pk)
    second = start(ops, worked_out(ops, a_proposal(lines([1, 2]))).pk)
    assert (first.state, second.state) == (JobState.CANARY, JobState.AWAITING_APPROVAL)


def test_yesterdays_do_not(select: Select, ops: Asker) -> None:
    SetLimit.objects.create(role=Role.OPS, name="bulk_cost", currency="EUR", amount=3 * COST)
    first, before = start(ops, select(2).pk), timezone.now() - timedelta(days=1)
    BulkJob.objects.filter(pk=first.pk).update(started_at=before)
    BulkRow.objects.filter(job=first).update(changed_at=before)
    assert start(ops, worked_out(ops, a_proposal(lines([1, 2]))).pk).state == JobState.CANARY


def test_a_cost_that_cannot_be_told_is_above_the_limit(select: Select, ops: Asker) -> None:
    job = select(1)
    BulkRow.objects.filter(job=job).update(cost=0, currency="")
    assert start(ops, job.pk).state == JobState.AWAITING_APPROVAL


def test_who_selected_starts_and_nobody_else(select: Select, manager: Asker, staff: Staff) -> None:
    job = select(1)
    for other in (manager, staff(Role.OPS), staff(Role.SENIOR)):
        with pytest.raises(NotAllowed):
            start(other, job.pk)


def test_nothing_is_started_of_nothing(desk: Desk, ops: Asker) -> None:
    job = worked_out(ops, a_proposal(lines([404])))
    with pytest.raises(NothingToDo):
        start(ops, job.pk)
    with pytest.raises(NotThere):
        start(ops, "no\0job")


def test_it_starts_once(select: Select, ops: Asker) -> None:
    job = start(ops, select(1).pk)
    with pytest.raises(NotNow):
        start(ops, job.pk)


def test_another_person_approves_and_it_runs(dear: BulkJob, ops: Asker, manager: Asker) -> None:
    job = approve(manager, dear.pk, dear.digest, "a bad batch, agreed")
    assert job.state == JobState.CANARY
    assert fresh(job).approved_digest == dear.digest
    assert Notice.objects.get(person=ops.person).text == "Bulk reprint: approved by Ana L."
    assert not Notice.objects.filter(person=manager.person).exists()
    assert run_to_the_end(job).state == JobState.DONE
    assert Command.objects.filter(bulk=job, actor=ops.actor.id).count() == 3


def test_what_was_approved_is_nobodys_spending(dear: BulkJob, ops: Asker, manager: Asker) -> None:
    approve(manager, dear.pk, dear.digest)
    run_to_the_end(dear)
    again = worked_out(ops, a_proposal(lines([1]), action="render", cause="damaged"))
    assert start(ops, again.pk).state == JobState.CANARY


def test_nobody_approves_their_own(dear: BulkJob, ops: Asker) -> None:
    assert ops.person is not None
    ops.person.groups.add(Group.objects.get(name=Role.MANAGER))
    with pytest.raises(NotAllowed):
        approve(Asker.staff(type(ops.person).objects.get(pk=ops.person.pk)), dear.pk, dear.digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkJob.objects.filter(pk=dear.pk).update(approved_by=ops.person)


@pytest.mark.parametrize("role", [Role.AGENT, Role.SENIOR, Role.OPS, Role.ADMIN, Role.AUDITOR])
def test_who_may_not_decide_may_not(dear: BulkJob, staff: Staff, role: Role) -> None:
    with pytest.raises(NotAllowed):
        approve(staff(role), dear.pk, dear.digest)
    with pytest.raises(NotAllowed):
        decline(staff(role), dear.pk, "no")


def test_no_program_approves(dear: BulkJob) -> None:
    token, _ = create_token("a job", Role.MANAGER)
    with pytest.raises(NotAllowed):
        approve(Asker.program(token), dear.pk, dear.digest)


@pytest.mark.parametrize("edit", [{"cost": 1}, {"printer_id": "lille"}, {"order_id": "other"}, {"state": "left_out"}])
def test_an_edited_row_is_not_approved(dear: BulkJob, manager: Asker, edit: dict[str, object]) -> None:
    BulkRow.objects.filter(job=dear, number=2).update(**edit)
    with pytest.raises(Changed, match="rows were changed since"):
        approve(manager, dear.pk, dear.digest)
    assert fresh(dear).state == JobState.AWAITING_APPROVAL


def test_what_was_looked_at_is_what_is_approved(dear: BulkJob, manager: Asker) -> None:
    with pytest.raises(Changed, match="what you looked at"):
        approve(manager, dear.pk, "0" * 64)


def test_an_edited_cost_is_not_approved(dear: BulkJob, manager: Asker) -> None:
    BulkJob.objects.filter(pk=dear.pk).update(cost={"EUR": 1})
    with pytest.raises(Changed, match=r"€36.00, and €0.01 was said"):
        approve(manager, dear.pk, dear.digest)


def test_who_lost_the_role_is_not_approved(dear: BulkJob, ops: Asker, manager: Asker) -> None:
    assert ops.person is not None
    ops.person.groups.clear()
    with pytest.raises(AskerGone):
        approve(manager, dear.pk, dear.digest)


def test_a_decline_says_why(dear: BulkJob, ops: Asker, manager: Asker) -> None:
    with pytest.raises(Invalid):
        decline(manager, dear.pk, " ")
    job = decline(manager, dear.pk, "ask the printer first")
    assert job.state == JobState.DECLINED
    assert Notice.objects.get(person=ops.person).text == "Bulk reprint: declined by Ana L."
    with pytest.raises(NotNow):
        approve(manager, dear.pk, dear.digest)


def test_nobody_decides_on_what_has_expired(dear: BulkJob, ops: Asker, manager: Asker) -> None:
    BulkJob.objects.filter(pk=dear.pk).update(expires_at=timezone.now())
    with pytest.raises(NotNow, match="expired"):
        approve(manager, dear.pk, dear.digest)
    expire()
    assert fresh(dear).state == JobState.EXPIRED
    assert Notice.objects.get(person=ops.person).text == "Bulk reprint: nobody decided on it in time"
    assert not Notice.objects.filter(person=manager.person).exists()


def test_what_is_to_start_at_once_waits_too(select: Select, ops: Asker) -> None:
    SetLimit.objects.create(role=Role.OPS, name="bulk_cost", currency="EUR", amount=2 * COST)
    assert select(3, start=True).state == JobState.AWAITING_APPROVAL


def test_what_is_to_start_at_once_and_has_nothing_to_do_is_done(desk: Desk, ops: Asker) -> None:
    assert plan(propose(ops, a_proposal(lines([404]), start=True)).pk).state == JobState.DONE


@pytest.mark.parametrize(("alone", "state"), [(2, JobState.AWAITING_APPROVAL), (3, JobState.CANARY)])
def test_many_rows_wait_for_a_second_person(select: Select, ops: Asker, alone: int, state: JobState) -> None:
    """However little they cost."""
    SetLimit.objects.create(role=Role.OPS, name="bulk_rows_alone", amount=alone)
    job = select(3)
    assert (approval_words(job) != "") is (state is JobState.AWAITING_APPROVAL)
    assert start(ops, job.pk).state == state


def test_many_notes_need_nobody_else(select: Select, ops: Asker) -> None:
    SetLimit.objects.create(role=Role.OPS, name="bulk_rows_alone", amount=1)
    assert start(ops, select(2, action=Action.NOTE, text="Called them.").pk).state == JobState.CANARY
