"""The page of a bulk job: how it stands in each state, what whom is offered, and what an open page is told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboard.roles import Role
from support.bulk.models import Action, BulkJob, BulkRow, JobState, RowState
from support.commands.states import State
from support.printers.models import PrinterPause
from tests.bulk.jobs import a_job, asked_for
from tests.bulk.pages import HTMX, SignIn, main, manager, ops, page_of, sign_in, somebody

__all__ = ["manager", "ops", "sign_in"]

MOST_QUERIES = 16
MOST_QUERIES_FOR_NEWS = 7
LEFT = {"state": RowState.LEFT_OUT, "code": "under_way", "why": "This is under way already.", "currency": "", "cost": 0}


def mine(state: JobState = JobState.PLANNED, rows: int = 2, **more: Any) -> BulkJob:
    """A job of Olga's."""
    return a_job(somebody("Olga", Role.OPS), state, [{}] * rows, **more)


def buttons(page: str) -> set[str]:
    return set(re.findall(r'<button class="btn[^"]*" id="bulk-(\w+)"', page))


def poll(client: Client, page: str) -> Any:
    """What the open page asks next."""
    address = re.findall(r'id="bulk-live"[^>]* hx-get="([^"]+)"', page)[0]
    return client.get(address.replace("&amp;", "&"), headers=HTMX)


STATES: dict[JobState, tuple[str, set[str], set[str], set[str]]] = {
    JobState.PLANNING: ("is being worked out", {"cancel"}, {"cancel"}, set()),
    JobState.PLANNED: ("Reprint 2 rows?", {"start", "cancel"}, {"cancel"}, set()),
    JobState.AWAITING_APPROVAL: ("2 rows wait for a manager", {"cancel"}, {"approve", "decline"}, set()),
    JobState.CANARY: ("go", {"pause", "cancel"}, {"pause", "cancel"}, set()),
    JobState.RUNNING: ("2 still to go", {"pause", "cancel"}, {"pause", "cancel"}, set()),
    JobState.PAUSED: ("until somebody resumes it", {"resume", "cancel"}, {"resume", "cancel"}, set()),
    JobState.DONE: ("2 still to go", set(), set(), set()),
    JobState.CANCELLED: ("Cancelled", set(), set(), set()),
    JobState.DECLINED: ("nothing was done", set(), set(), set()),
    JobState.EXPIRED: ("Select the rows again", set(), set(), set()),
}


@pytest.mark.parametrize("state", list(JobState))
def test_each_state_says_how_it_stands_and_offers_what_whom_may(
    sign_in: SignIn, ops: Client, manager: Client, state: JobState
) -> None:
    sentence, own, to_decide, to_others = STATES[state]
    path = page_of(mine(state))
    page = main(ops, path)
    assert sentence in page
    assert buttons(page) == own
    assert buttons(main(manager, path)) == to_decide
    assert buttons(main(sign_in("Ana", Role.AGENT), path)) == to_others
    assert buttons(main(sign_in("Sam", Role.SENIOR), path)) == to_others


def test_a_dry_run_says_what_goes_what_it_costs_and_what_is_left_out(ops: Client) -> None:
    rows: list[dict[str, Any]] = [
        {},
        {"printer_id": "wien"},
        LEFT,
        LEFT,
        LEFT | {"code": "cancelled", "why": "The order is cancelled."},
    ]
    job = a_job(somebody("Olga", Role.OPS), JobState.PLANNED, rows, cost={"EUR": 2400, "GBP": 5})
    page = main(ops, page_of(job))
    assert "about €24.00 + £0.05" in page
    left = f'{page_of(job)}rows/?state=left_out&code=under_way"><bdi>This is under way already.</bdi>'
    assert f'{left}</a></th><td class="num">2' in page
    assert f'{page_of(job)}rows/?state=left_out&code=cancelled"><bdi>The order is cancelled.' in page
    assert "takes no new work" in page
    listed = main(ops, f"{page_of(job)}rows/?state=left_out&code=under_way")
    assert re.findall(r'<tr id="row-(\d+)"', listed) == ["3", "4"]


def test_a_printer_that_we_paused_is_warned_of(ops: Client) -> None:
    job = mine()
    assert job.person is not None
    PrinterPause.objects.create(printer_id="koeln", since=timezone.now(), by=job.person, event=job.event)
    assert "paused here until somebody resumes it" in main(ops, page_of(job))


def test_why_a_second_person_is_needed(ops: Client) -> None:
    dear = mine(rows=50)
    assert "A manager has to approve. This is above the €500.00 a day that need no approval." in main(
        ops, page_of(dear)
    )
    assert "Ask for approval" in main(ops, page_of(dear))
    cheap = main(ops, page_of(mine()))
    assert "A manager has to approve" not in cheap
    assert "Reprint 2 rows for about €24.00" in cheap


def test_many_rows_are_started_by_typing_how_many(ops: Client) -> None:
    job = a_job(somebody("Olga", Role.OPS), rows=[{"cost": 0}] * 51, action=Action.RENDER, cost={})
    assert 'name="number"' in main(ops, page_of(job))
    for typed in ("", "50", "\0", "x" * 9_000):
        answer = ops.post(f"{page_of(job)}start/", {"number": typed})
        assert answer.status_code == 422
        assert 'href="#bulk-number"' in answer.content.decode()
    assert ops.post(f"{page_of(job)}start/", {"number": " 51 "}).status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.AWAITING_APPROVAL


def test_what_goes_wrong_is_said_with_what_to_do(ops: Client) -> None:
    job = mine(JobState.PAUSED, rows=5, trouble="Row 1 was among the first that went, and the backend refused it.")
    for number, state in enumerate((State.DONE, State.FAILED, State.REFUSED, State.OVERDUE), start=1):
        asked_for(job, number, state, trouble="no paper" if state is State.FAILED else "")
    page = main(ops, page_of(job))
    assert "Row 1 was among the first" in page
    assert f'{page_of(job)}rows/?state=failed">1 row failed</a>. What was made came to nothing.' in page
    assert "Retry only what failed (2)" in page
    assert "Cancel what is not yet sent (1)" in page
    assert "no paper" in main(ops, f"{page_of(job)}rows/?state=failed")


def test_each_row_leads_to_its_order_and_what_was_made(ops: Client) -> None:
    job = mine(JobState.RUNNING)
    asked_for(job, 1, State.DONE, made_table="print_jobs", made_key="j-77")
    command, order = asked_for(job, 2, State.STARTED), job.rows.get(number=1).order_id
    page = main(ops, page_of(job))
    assert f'href="/orders/{order}/"' in page
    assert f'href="/orders/{order}/#print_job-j-77">print job j-77' in page
    assert f"#command-{command.pk}" in page


def test_what_a_note_became(ops: Client) -> None:
    job = a_job(
        somebody("Olga", Role.OPS),
        JobState.DONE,
        [{"state": RowState.DONE, "made": "12"}],
        action=Action.NOTE,
        text="<b>",
    )
    page = ops.get(page_of(job)).content.decode()
    assert "#note-12" in page
    assert "&lt;b&gt;" in page


def test_rows_come_in_pages_by_state(ops: Client) -> None:
    job = mine(JobState.RUNNING, rows=60)
    asked_for(job, 7, State.SEEN)
    first = main(ops, f"{page_of(job)}rows/?state=ready")
    assert "1–50 of 59" in first
    second = main(ops, re.findall(r'id="rows-next" rel="next" href="([^"]+)"', first)[0])
    assert "51–59 of 59" in second
    assert re.findall(r'<tr id="row-(\d+)"', main(ops, f"{page_of(job)}rows/?state=seen")) == ["7"]
    assert "1–50 of 60" in main(ops, page_of(job))


@pytest.mark.parametrize("query", ["state=gone", "code=%00", "printer=" + "x" * 700])
def test_rows_that_there_are_not_are_refused(ops: Client, query: str) -> None:
    assert ops.get(f"{page_of(mine())}rows/?{query}").status_code == 400


def test_an_open_page_is_told_only_of_news(ops: Client) -> None:
    job = mine(JobState.RUNNING)
    page = main(ops, page_of(job))
    assert poll(ops, page).status_code == 204
    command = asked_for(job, 1, State.REQUESTED)
    fresh = poll(ops, page).content.decode()
    assert 'id="bulk-rows"' in fresh
    assert poll(ops, fresh).status_code == 204
    command.move(State.STARTED)
    assert "Sent" in poll(ops, fresh).content.decode()


def test_what_somebody_types_in_is_drawn_anew_only_where_the_state_is_another(manager: Client) -> None:
    job = mine(JobState.AWAITING_APPROVAL)
    page = main(manager, page_of(job))
    BulkRow.objects.filter(job=job, number=1).update(changed_at=timezone.now())
    fresh = poll(manager, page).content.decode()
    assert 'id="bulk-state"' in fresh
    assert "bulk-decide" not in fresh
    BulkJob.objects.update(state=JobState.EXPIRED)
    assert "bulk-decide" in poll(manager, fresh).content.decode()


def test_an_open_page_asks_more_slowly_and_in_the_end_no_more(ops: Client) -> None:
    for ago, pace in ((0, 2), (3, 5), (11, 15)):
        job = mine(JobState.PAUSED, moved_at=timezone.now() - timedelta(minutes=ago))
        assert f'hx-trigger="every {pace}s, wake"' in main(ops, page_of(job))
    assert "every " not in main(ops, page_of(mine(JobState.CANCELLED)))


def test_an_open_page_goes_on_asking_while_a_command_of_a_finished_job_is_under_way(ops: Client) -> None:
    job = mine(JobState.CANCELLED)
    command = asked_for(job, 1, State.SEEN)
    page = main(ops, page_of(job))
    command.move(State.DONE)
    assert "every " not in poll(ops, page).content.decode()


def test_the_rows_page_keeps_its_place(ops: Client) -> None:
    job = mine(JobState.RUNNING, rows=60)
    page = main(ops, f"{page_of(job)}rows/?state=ready&page=2")
    asked_for(job, 1, State.SEEN)
    assert "51–59 of 59" in poll(ops, page).content.decode()


def test_the_fragment_alone_leads_to_the_page(ops: Client) -> None:
    job = mine()
    assert ops.get(f"{page_of(job)}now/")["Location"] == page_of(job)


@pytest.mark.parametrize("job_id", ["none", "%00", "x" * 300])
def test_a_job_that_there_is_not(ops: Client, job_id: str) -> None:
    for path in ("", "rows/", "now/"):
        assert ops.get(f"/bulk/{job_id}/{path}", headers=HTMX).status_code == 404
    for verb in ("pause", "cancel", "start", "retry-failed"):
        assert ops.post(f"/bulk/{job_id}/{verb}/").status_code == 404


def test_thousands_of_rows_cost_as_many_queries_as_two(ops: Client) -> None:
    many, few = mine(JobState.RUNNING, rows=5_000), mine(JobState.RUNNING)
    for job in (few, many):
        asked_for(job, 1, State.DONE, made_table="print_jobs", made_key="j")
        asked_for(job, 2, State.FAILED)
    assert "4,998 still to go" in main(ops, page_of(many))
    assert queries(ops, page_of(many)) == queries(ops, page_of(few)) <= MOST_QUERIES


def test_a_question_for_news_costs_as_little_of_thousands_of_rows(ops: Client) -> None:
    job = mine(JobState.RUNNING, rows=5_000)
    address = re.findall(r'hx-get="([^"]+/now/[^"]+)"', main(ops, page_of(job)))[0]
    assert queries(ops, address, headers=HTMX) <= MOST_QUERIES_FOR_NEWS


def queries(client: Client, path: str, **more: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path, **more)
    return len(captured)
