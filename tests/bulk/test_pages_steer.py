"""Starting, deciding and steering on pages: each verb at its own address, refused in words; what shows afterwards."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from dashboard.roles import Role
from support.bulk.models import BulkJob, BulkRow, JobState, RowState
from support.bulk.plan import plan
from support.bulk.run import advance
from support.commands.models import Command
from support.commands.states import State
from tests.bulk.conftest import fresh, run_to_the_end, seen
from tests.bulk.pages import Reject, SignIn, a_selection, confirm, main, manager, ops, page_of, reject, sign_in

__all__ = ["manager", "ops", "reject", "sign_in"]


@pytest.fixture
def planned(ops: Client, reject: Reject) -> BulkJob:
    """Olga's job of five rows, worked out."""
    return plan(confirm(ops, a_selection(reject(5))).pk)


@pytest.fixture
def dear(ops: Client, reject: Reject) -> BulkJob:
    """One of fifty rows, which costs more than Olga may spend alone; started."""
    job = plan(confirm(ops, a_selection(reject(50))).pk)
    does(ops, job, "start")
    return fresh(job)


def does(client: Client, job: BulkJob, verb: str, **sent: str) -> str:
    """What shows after somebody has done something."""
    answer = client.post(f"{page_of(job)}{verb}/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return main(client, answer["Location"])


def refused(client: Client, job: BulkJob, verb: str, **sent: str) -> tuple[int, str]:
    answer = client.post(f"{page_of(job)}{verb}/", sent)
    return answer.status_code, unescape(answer.content.decode().partition("<main")[2])


def digest(page: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_from_the_selection_to_the_end(ops: Client, planned: BulkJob) -> None:
    assert "Reprint 5 rows for about €60.00" in main(ops, page_of(planned))
    assert "Started. What comes of each row" in does(ops, planned, "start")
    advance()
    assert "The first 3 rows go alone. The other 2 follow" in main(ops, page_of(planned))
    run_to_the_end(planned)
    page = main(ops, page_of(planned))
    assert "5 done." in page
    assert 'max="5" value="5"' in page
    assert Command.objects.count() == 5


def test_pausing_resuming_and_cancelling_what_is_not_sent(ops: Client, planned: BulkJob) -> None:
    does(ops, planned, "start")
    advance()
    assert "What was sent already goes on" in does(ops, planned, "pause")
    seen(State.DONE)
    advance()
    assert Command.objects.count() == 3
    assert "It goes on" in does(ops, planned, "resume")
    assert "nothing more is sent" in does(ops, planned, "cancel")
    advance()
    assert Command.objects.count() == 3
    assert "Cancelled: 3 done, 2 not sent." in main(ops, page_of(planned))


def test_only_what_failed_is_tried_again(ops: Client, planned: BulkJob) -> None:
    does(ops, planned, "start")
    advance()
    seen(State.SEEN)
    advance()
    wrong = planned.rows.get(number=4).command
    assert wrong is not None
    wrong.move(State.SEEN)
    wrong.move(State.FAILED, trouble="no paper")
    run_to_the_end(planned)
    Command.objects.filter(state=State.SEEN).update(state=State.DONE)
    run_to_the_end(planned)
    page = main(ops, page_of(planned))
    assert "1 row failed" in page
    assert "no paper" in main(ops, f"{page_of(planned)}rows/?state=failed")
    asked = set(Command.objects.values_list("pk", flat=True))
    assert "Only what failed is tried again" in does(ops, planned, "retry-failed")
    run_to_the_end(planned)
    again = Command.objects.exclude(pk__in=asked).get()
    assert (again.order_id, again.print_job_id) == (wrong.order_id, wrong.print_job_id)
    assert "5 done." in main(ops, page_of(planned))


def test_a_second_person_approves_exactly_what_they_looked_at(ops: Client, manager: Client, dear: BulkJob) -> None:
    assert dear.state == JobState.AWAITING_APPROVAL
    assert "somebody else decides" in main(ops, page_of(dear))
    page = main(manager, page_of(dear))
    assert "Approve for about €600.00" in page
    assert "Approved: it begins now." in does(manager, dear, "approve", digest=digest(page), reason="the batch is bad")
    page = main(ops, page_of(dear))
    assert "Approved by" in page
    assert "the batch is bad" in page
    assert fresh(dear).state == JobState.CANARY


def test_other_rows_than_were_looked_at_are_not_approved(manager: Client, dear: BulkJob) -> None:
    looked_at = digest(main(manager, page_of(dear)))
    BulkRow.objects.filter(job=dear, number=1).update(printer_id="lille")
    status, page = refused(manager, dear, "approve", digest=looked_at, reason="go on")
    assert status == 409
    assert "its rows were changed since" in page
    assert "go on" in page
    assert fresh(dear).state == JobState.AWAITING_APPROVAL


@pytest.mark.parametrize("sent", [{}, {"digest": "\0"}, {"digest": "0" * 64}, {"digest": "x" * 10_000}])
def test_a_decision_on_nothing_in_particular_is_none(manager: Client, dear: BulkJob, sent: dict[str, str]) -> None:
    status, page = refused(manager, dear, "approve", **sent)
    assert status == 409
    assert "Look at it again" in page


def test_whoever_asked_cannot_decide(ops: Client, dear: BulkJob) -> None:
    User.objects.get(username="olga").groups.add(Group.objects.get(name=Role.MANAGER))
    assert "bulk-approve" not in main(ops, page_of(dear))
    assert refused(ops, dear, "approve", digest=dear.digest)[0] == 403
    assert refused(ops, dear, "decline", reason="no")[0] == 403


def test_declining_needs_words_which_whoever_asked_reads(ops: Client, manager: Client, dear: BulkJob) -> None:
    status, page = refused(manager, dear, "decline", reason=" ")
    assert status == 422
    assert 'href="#bulk-reason"' in page
    assert "Declined. Whoever asked is told." in does(manager, dear, "decline", reason="ask the printer <i>first</i>")
    page = ops.get(page_of(dear)).content.decode()
    assert "ask the printer &lt;i&gt;first" in page
    assert "Declined by" in page
    assert not Command.objects.exists()


def test_what_is_decided_already_says_so(manager: Client, dear: BulkJob) -> None:
    does(manager, dear, "decline", reason="no")
    status, page = refused(manager, dear, "approve", digest=dear.digest)
    assert status == 409
    assert "This job was declined. Nothing was changed now." in page


@pytest.mark.parametrize("verb", ["pause", "resume", "retry-failed"])
def test_what_makes_no_sense_now_says_why(ops: Client, planned: BulkJob, verb: str) -> None:
    status, page = refused(ops, planned, verb)
    assert status == 409
    assert "This job was not started yet. Nothing was changed now." in page


def test_two_clicks_start_it_once(ops: Client, planned: BulkJob) -> None:
    for _ in range(2):
        assert "There is a problem" not in does(ops, planned, "start")
    advance()
    assert Command.objects.count() == 3


def test_a_colleague_without_the_right_changes_nothing(sign_in: SignIn, planned: BulkJob) -> None:
    senior = sign_in("Sam", Role.SENIOR)
    for verb in ("start", "pause", "resume", "cancel", "retry-failed"):
        assert refused(senior, planned, verb)[0] == 403
    assert fresh(planned).state == JobState.PLANNED


@pytest.mark.parametrize("text", ["\0", "<i>", "\u202e" * 9, "x" * 100_000])
def test_odd_words_do_no_harm(manager: Client, dear: BulkJob, text: str) -> None:
    answer: Any = manager.post(f"{page_of(dear)}decline/", {"reason": text})
    assert answer.status_code in (302, 422)
    assert manager.get(page_of(dear)).status_code == 200


def test_a_job_whose_every_row_is_left_out_cannot_be_started(ops: Client, reject: Reject) -> None:
    job = confirm(ops, a_selection(reject(1)))
    BulkRow.objects.update(state=RowState.LEFT_OUT, code="under_way", why="This is under way already.")
    plan(job.pk)
    page = main(ops, page_of(job))
    assert "every row is left out" in page
    assert "bulk-start" not in page
    assert refused(ops, job, "start")[0] == 409
