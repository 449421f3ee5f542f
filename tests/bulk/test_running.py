"""Running: a few first, the rest when those are well; paced by printer; each row once, whatever is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import Settings

from dashboard.roles import Role
from support.bulk.become import become
from support.bulk.models import Action, BulkJob, BulkRow, JobState, RowState
from support.bulk.propose import Chosen
from support.bulk.run import advance
from support.bulk.send import Passed, Sent, send_next
from support.bulk.steer import start
from support.bulk.totals import totals
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.states import State
from support.escalations.models import Escalation
from support.models import AuditEvent
from support.notes.models import Note
from support.notices.models import Notice
from support.watching.ends import tell_ends
from tests.bulk.conftest import (
    Select,
    a_proposal,
    begun,
    fresh,
    lines,
    order_of,
    put_order,
    rows,
    run_to_the_end,
    seen,
    worked_out,
)
from tests.commands.conftest import ORDER, Desk, Staff, a_reprint
from tests.streams import backend

pytestmark = pytest.mark.django_db


def test_a_few_go_first(select: Select, ops: Asker) -> None:
    job = begun(ops, select(6))
    assert job.state == JobState.CANARY
    assert [row.number for row in rows(job, RowState.ASKED)] == [1, 2, 3]
    advance()
    assert len(rows(job, RowState.ASKED)) == 3


def test_the_rest_goes_when_all_of_them_are_seen(select: Select, ops: Asker) -> None:
    job = begun(ops, select(6))
    seen(order_id__in=[order_of(1), order_of(2)])
    advance()
    assert fresh(job).state == JobState.CANARY
    seen()
    advance()
    assert fresh(job).state == JobState.RUNNING
    assert len(rows(job, RowState.ASKED)) == 6


@pytest.mark.parametrize("bad", [State.REFUSED, State.FAILED, State.OVERDUE])
def test_a_bad_one_among_the_first_pauses_the_job(select: Select, ops: Asker, bad: State) -> None:
    job = begun(ops, select(6))
    seen(bad, order_id=order_of(2))
    seen()
    advance()
    job = fresh(job)
    assert job.state == JobState.PAUSED
    assert job.trouble.startswith("Row 2 was among the first that went")
    assert Notice.objects.get(person=ops.person).text.startswith("Bulk reprint: paused. Row 2")
    assert len(rows(job, RowState.READY)) == 3


def test_it_is_done_when_the_backend_is(select: Select, ops: Asker) -> None:
    job = select(5)
    start(ops, job.pk)
    job = run_to_the_end(job)
    assert job.state == JobState.DONE
    assert totals(job)["done"] == 5
    assert Command.objects.filter(bulk=job).count() == 5
    ended = AuditEvent.objects.get(type="bulk.ended")
    assert ended.details == {"action": "reprint", "left_out": 0, "done": 5, "refused": 0, "failed": 0, "overdue": 0}
    assert Notice.objects.get(person=ops.person).text == "Bulk reprint: ended. 5 done"


def test_it_ends_with_what_is_overdue(select: Select, ops: Asker, settings: Settings) -> None:
    settings.BULK_CANARY = 0
    job = begun(ops, select(2))
    seen(State.OVERDUE, order_id=order_of(1))
    seen(State.SEEN)
    advance()
    assert fresh(job).state == JobState.RUNNING
    for command in Command.objects.filter(state=State.SEEN):
        command.move(State.DONE)
    advance()
    assert fresh(job).state == JobState.DONE


def test_no_more_are_on_their_way_to_a_printer_than_may_be(select: Select, ops: Asker, settings: Settings) -> None:
    settings.BULK_ON_THE_WAY, settings.BULK_CANARY = 2, 0
    job = begun(ops, select(5))
    assert len(rows(job, RowState.ASKED)) == 2
    seen(order_id=order_of(1))
    advance()
    assert len(rows(job, RowState.ASKED)) == 3


def test_all_jobs_count_for_the_pace_and_one_full_printer_stops_no_other(
    desk: Desk, ops: Asker, staff: Staff, settings: Settings
) -> None:
    settings.BULK_ON_THE_WAY, settings.BULK_CANARY = 2, 0
    for number in range(1, 7):
        put_order(desk, number, printer_id="lille" if number == 6 else "koeln")
    first = begun(ops, worked_out(ops, a_proposal(lines([1, 2, 3]))))
    second = begun(ops, worked_out(ops, a_proposal(lines([4, 5, 6]))))
    assert [row.number for row in rows(first, RowState.ASKED)] == [1, 2]
    assert [row.order_id for row in rows(second, RowState.ASKED)] == [order_of(6)]


def test_a_row_that_is_refused_ends_with_words_and_not_the_job(desk: Desk, select: Select, ops: Asker) -> None:
    job = select(3)
    desk.put("orders", backend.order(order_of(1), state="cancelled"))
    ask(ops, replace(a_reprint(print_job_id="bj-2"), order_id=order_of(2)))
    job = begun(ops, job)
    refused = rows(job, RowState.REFUSED)
    assert [(row.number, row.code) for row in refused] == [(1, "closed"), (2, "under_way")]
    assert "under way already" in refused[1].why
    assert [row.number for row in rows(job, RowState.ASKED)] == [3]


def test_what_has_become_another_reprint_is_not_ordered(desk: Desk, select: Select, ops: Asker) -> None:
    job = select(1)
    put_order(desk, 1, cost=9900)
    job = begun(ops, job)
    assert [row.code for row in rows(job, RowState.REFUSED)] == ["changed"]
    assert not Command.objects.exists()
    assert not AuditEvent.objects.filter(type="command.reprint").exists()


def test_the_same_job_again_leaves_every_row_out(select: Select, ops: Asker, staff: Staff) -> None:
    job = begun(ops, select(3))
    again = worked_out(staff(Role.OPS), a_proposal(lines([1, 2, 3])))
    assert [row.code for row in rows(again)] == ["under_way"] * 3
    commands = Command.objects.filter(bulk=job)
    assert all(command.pk in row.why for command, row in zip(commands.order_by("order_id"), rows(again), strict=True))


def test_two_jobs_on_the_same_rows_order_each_once(select: Select, ops: Asker, staff: Staff) -> None:
    first, other = select(3), staff(Role.OPS)
    second = worked_out(other, a_proposal(lines([1, 2, 3])))
    begun(ops, first)
    begun(other, second)
    assert Command.objects.count() == 3
    assert {row.code for row in rows(second, RowState.REFUSED)} == {"under_way"}


def test_a_role_that_was_taken_away_pauses_the_job(select: Select, ops: Asker) -> None:
    job = select(3)
    start(ops, job.pk)
    assert ops.person is not None
    ops.person.groups.clear()
    advance()
    assert fresh(job).state == JobState.PAUSED
    assert fresh(job).trouble == "Whoever selected these rows may not do this any more."
    assert not Command.objects.exists()


def test_the_command_names_its_job(select: Select, ops: Asker) -> None:
    job = begun(ops, select(1))
    command = Command.objects.select_related("event").get()
    assert command.bulk_id == job.pk
    assert command.event.details["bulk"] == job.pk
    assert command.actor == ops.actor.id


def test_notes_are_written_at_once(desk: Desk, ops: Asker) -> None:
    put_order(desk, 1)
    text = "The van of Tuesday was in an accident."
    job = worked_out(ops, a_proposal([Chosen(order_of(1)), Chosen(ORDER)], action=Action.NOTE, cause="", text=text))
    start(ops, job.pk)
    job = run_to_the_end(job)
    assert job.state == JobState.DONE
    assert {note.order_id for note in Note.objects.filter(text=text)} == {order_of(1), ORDER}
    assert all(row.made for row in rows(job, RowState.DONE))


def test_escalations_are_opened_once(desk: Desk, ops: Asker) -> None:
    put_order(desk, 1)
    about = {"action": Action.ESCALATE, "cause": "damaged", "text": "A wet pallet.", "severity": "high"}
    job = worked_out(ops, a_proposal(lines([1]), **about))
    begun(ops, job)
    assert [row.made for row in rows(job, RowState.DONE)] == [Escalation.objects.get().pk]
    again = worked_out(ops, a_proposal(lines([1]), **about))
    assert [row.code for row in rows(again)] == ["under_way"]


def test_a_row_that_breaks_us_stops_no_other(select: Select, ops: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    job = select(3)

    def broken(asker: Asker, about: BulkJob, row: BulkRow) -> dict[str, object]:
        if row.number == 1:
            raise ZeroDivisionError
        return become(asker, about, row)

    monkeypatch.setattr("support.bulk.send.become", broken)
    start(ops, job.pk)
    job = run_to_the_end(job)
    assert job.state == JobState.DONE
    assert [(row.number, row.code) for row in rows(job, RowState.REFUSED)] == [(1, "unreadable")]
    assert totals(job)["done"] == 2


def test_nothing_goes_of_a_job_that_does_not_run(select: Select, ops: Asker) -> None:
    assert send_next(select(1).pk, Passed()) is Sent.NONE


@pytest.mark.parametrize(("role", "links"), [(Role.AGENT, 2), (Role.AUDITOR, 0)])
def test_the_order_leads_to_the_job(select: Select, ops: Asker, staff: Staff, role: Role, links: int) -> None:
    job, client, person = begun(ops, select(1)), Client(), staff(role).person
    assert person is not None
    client.force_login(person)
    page = client.get(f"/orders/{order_of(1)}/").content.decode()
    assert "Reprint requested by Ana L. in a bulk job: " in page
    assert page.count(f'href="/bulk/{job.pk}/"') == links


def test_who_selected_is_told_of_the_job_and_not_of_each_row(select: Select, ops: Asker) -> None:
    begun(ops, select(3))
    seen(State.FAILED)
    advance()
    tell_ends()
    assert [notice.kind for notice in Notice.objects.filter(person=ops.person)] == ["bulk"]
