"""The list of bulk jobs: newest first, whose, in which state, page after page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboard.roles import Role
from support.bulk.models import BulkJob, JobState
from support.commands.states import State
from tests.bulk.jobs import a_job, asked_for
from tests.bulk.pages import HTMX, SignIn, main, manager, ops, page_of, sign_in, somebody

__all__ = ["manager", "ops", "sign_in"]


def jobs(page: str) -> list[str]:
    return re.findall(r'<tr id="job-(\w+)"', page)


def a_minute_apart(count: int, name: str = "Olga") -> list[str]:
    """Jobs of somebody, newest first."""
    person, now = somebody(name, Role.OPS), timezone.now()
    return [a_job(person, asked_at=now - timedelta(minutes=n)).pk for n in range(count)]


def test_everybody_s_and_one_s_own(ops: Client, sign_in: SignIn) -> None:
    sam = a_job(somebody("Sam", Role.SENIOR))
    own = a_job(somebody("Olga", Role.OPS))
    for client in (ops, sign_in("Ana", Role.AGENT)):
        assert jobs(main(client, "/bulk/")) == [own.pk, sam.pk]
    assert jobs(main(ops, "/bulk/?whose=mine")) == [own.pk]


def test_what_waits_to_be_approved_is_counted_and_one_click_away(manager: Client) -> None:
    a_job(somebody("Olga", Role.OPS))
    waiting = a_job(somebody("Olga", Role.OPS), JobState.AWAITING_APPROVAL)
    page = main(manager, "/bulk/")
    assert 'href="?state=awaiting_approval">To approve <span class="num">1</span>' in page
    assert jobs(main(manager, "/bulk/?state=awaiting_approval")) == [waiting.pk]
    assert len(jobs(main(manager, "/bulk/?state=open"))) == 2
    assert jobs(main(manager, "/bulk/?state=done")) == []


def test_each_says_how_far_it_is(ops: Client) -> None:
    job = a_job(somebody("Olga", Role.OPS), JobState.RUNNING, [{}, {}, {}, {"state": "left_out"}])
    asked_for(job, 1, State.DONE)
    asked_for(job, 2, State.FAILED)
    page = main(ops, "/bulk/")
    assert f'href="{page_of(job)}">Bulk reprint, 4 rows' in page
    assert "2 of 3</span>, 1 went wrong <span" in page
    assert "1 left out" in page
    assert "queue “Printer rejections”" in page
    assert "a bad batch" in page


def test_pages_go_on_where_the_last_ended_whatever_comes_meanwhile(ops: Client) -> None:
    made = a_minute_apart(60)
    first = main(ops, "/bulk/?state=planned")
    after = re.findall(r'id="jobs-next" rel="next" href="([^"]+)"', first)[0]
    a_job(somebody("Olga", Role.OPS))
    second = main(ops, f"/bulk/{after}")
    assert jobs(first) + jobs(second) == made
    assert 'id="jobs-first" href="?state=planned"' in second


def test_jobs_of_one_moment_come_once_each(ops: Client) -> None:
    person, now = somebody("Olga", Role.OPS), timezone.now()
    made = {a_job(person, asked_at=now).pk for _ in range(55)}
    first = main(ops, "/bulk/")
    second = main(ops, "/bulk/" + re.findall(r'id="jobs-next" rel="next" href="([^"]+)"', first)[0])
    assert sorted(jobs(first) + jobs(second)) == sorted(made)


@pytest.mark.parametrize(
    "query", ["state=x", "whose=her", "after=x", "after=2026-01-01~k", "after=%00~%00", "after=" + "9" * 999]
)
def test_a_list_that_there_is_not_is_refused(ops: Client, query: str) -> None:
    assert ops.get(f"/bulk/?{query}").status_code == 400


def test_it_follows_by_itself_only_while_something_goes_on(ops: Client) -> None:
    assert "data-live" not in main(ops, "/bulk/")
    a_job(somebody("Olga", Role.OPS), JobState.RUNNING)
    assert "data-live" in main(ops, "/bulk/")
    assert "<html" not in ops.get("/bulk/", headers=HTMX).content.decode()
    BulkJob.objects.update(state=JobState.CANCELLED)
    assert "data-live" not in ops.get("/bulk/", headers=HTMX).content.decode()


def test_fifty_jobs_cost_as_many_queries_as_one(ops: Client) -> None:
    counts = []
    for more in (1, 49):
        a_minute_apart(more)
        with CaptureQueriesContext(connection) as captured:
            assert len(jobs(main(ops, "/bulk/"))) in (1, 50)
        counts.append(len(captured))
    assert counts[0] == counts[1]
