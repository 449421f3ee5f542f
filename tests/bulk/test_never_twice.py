"""Whatever is selected, started, steered, clicked and killed in whatever order, by several workers at once: never two
live replacements of one print job, and no row is lost.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from dashboard.roles import Role
from orders.contract.model import CommandKind
from orders.lines import DEAD_JOBS
from support.bulk import steer
from support.bulk.become import become, key_of
from support.bulk.models import FINAL, Action, BulkJob, BulkRow, JobState, RowState
from support.bulk.plan import plan
from support.bulk.propose import propose
from support.bulk.run import advance
from support.bulk.totals import chosen, totals
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.models import REPLACING, Command
from support.commands.refusals import NotAllowed, NotThere, Refused, UnderWay
from support.commands.states import WAITING, State
from support.commands.wish import Wish
from support.notices.models import Notice
from tests.bulk.conftest import COST, a_proposal, lines, order_of, put_order
from tests.commands.conftest import Desk, Staff
from tests.streams import backend

ORDERS = range(1, 7)
STEERING: list[Callable[[Asker, str], BulkJob]] = [
    steer.start, steer.pause, steer.resume, steer.cancel, steer.retry_failed,
]  # fmt: skip


class Killed(BaseException):
    """A worker is no more; whatever it had not committed is not."""


class Company(RuleBasedStateMachine):
    """Two of ops who select and click, workers that die, and a backend. What the test sets comes first."""

    desk: Desk
    people: list[Asker]
    deadly: list[Random]

    def __init__(self) -> None:
        super().__init__()
        for model in (BulkRow, Command, BulkJob, Notice):
            model.objects.all().delete()
        self.desk.begin()
        for number in ORDERS:
            put_order(self.desk, number)
        self.copies: dict[str, dict[str, Any]] = {}
        self.sizes: dict[str, int] = {}

    # ---- people

    @rule(who=st.integers(0, 1), numbers=st.sets(st.sampled_from(ORDERS), min_size=1), elsewhere=st.booleans(),
          now=st.booleans())  # fmt: skip
    def somebody_selects(self, who: int, numbers: set[int], elsewhere: bool, now: bool) -> None:
        """Some orders, which others may have selected too."""
        action = Action.REROUTE if elsewhere else Action.REPRINT
        job = propose(self.people[who], a_proposal(lines(sorted(numbers)), action=action, start=now))
        self.sizes[job.pk] = len(numbers)
        plan(job.pk)

    @rule(number=st.integers(0, 9), act=st.sampled_from(STEERING))
    def somebody_steers(self, number: int, act: Callable[[Asker, str], BulkJob]) -> None:
        """Any job, whether that makes sense or not."""
        job = self._job(number)
        if job is not None:
            self._try(lambda: act(self._owner(job), job.pk))

    @rule(number=st.sampled_from(ORDERS))
    def somebody_clicks(self, number: int) -> None:
        """On an order's page."""
        about: dict[str, Any] = {
            "print_job_id": f"bj-{number}",
            "cause": "damaged",
            "key": f"click-{Command.objects.count()}",
        }
        self._try(lambda: ask(self.people[1], Wish(kind=CommandKind.REPRINT, order_id=order_of(number), **about)))

    # ---- workers

    @rule(workers=st.integers(1, 3), seed=st.none() | st.integers(0, 9))
    def workers_look(self, workers: int, seed: int | None) -> None:
        """At once; with a seed some of them die between asking for a row and writing that down, or before."""
        self.deadly[:] = [] if seed is None else [Random(seed)]
        with ThreadPoolExecutor(workers) as pool:
            for done in [pool.submit(self._work) for _ in range(workers)]:
                done.result()
        self.deadly.clear()

    # ---- the backend

    @rule(number=st.integers(0, 9), state=st.sampled_from([State.SEEN, State.DONE, State.REFUSED]))
    def it_does_or_refuses(self, number: int, state: State) -> None:
        """One of the commands that wait."""
        waiting = list(Command.objects.filter(state__in=WAITING).order_by("requested_at"))
        if waiting:
            self._answer(waiting[number % len(waiting)], state)

    @rule(number=st.integers(0, 9))
    def a_copy_comes_to_nothing(self, number: int) -> None:
        """Its command has failed; another may be asked for."""
        seen = list(Command.objects.filter(state=State.SEEN).order_by("requested_at"))
        if seen:
            command = seen[number % len(seen)]
            self._put(self.copies[command.made_key] | {"state": "error"})
            command.move(State.FAILED)

    # ---- what this is about

    @invariant()
    def a_job_is_replaced_once(self) -> None:
        """Whoever asked, and however often."""
        for number in ORDERS:
            assert len(self._live(f"bj-{number}")) <= 1

    @invariant()
    def no_row_is_lost(self) -> None:
        """Each is in one state; a row that is asked for has the command of its last try, and no other is anybody's."""
        for job in BulkJob.objects.all():
            assert chosen(totals(job)) == self.sizes[job.pk]
            asked = {row.command_id: row for row in job.rows.filter(state=RowState.ASKED)}
            tries = {row.number: row.tries for row in job.rows.all()}
            for command in Command.objects.filter(bulk=job):
                number, at = map(int, command.key.split(":")[2:])
                assert at < tries[number] or command.key == key_of(job, asked[command.pk])
            if job.state in (JobState.DONE, JobState.CANCELLED):
                assert not job.rows.filter(state=RowState.READY).exists()

    def teardown(self) -> None:
        """In the end every job that was started comes to its end."""
        for _ in range(40):
            for job in BulkJob.objects.filter(state=JobState.PAUSED):
                steer.resume(self._owner(job), job.pk)
            advance()
            for command in Command.objects.filter(state__in=(*WAITING, State.SEEN)):
                self._answer(command, State.DONE)
        left = BulkJob.objects.exclude(state__in=[*FINAL, JobState.PLANNED])
        assert not left.exists()
        self.a_job_is_replaced_once()
        self.no_row_is_lost()

    def _work(self) -> None:
        try:
            advance()
        except Killed:
            pass
        finally:
            connection.close()

    def _try(self, act: Callable[[], object]) -> None:
        with contextlib.suppress(Refused, UnderWay, NotThere, NotAllowed):
            act()

    def _answer(self, command: Command, state: State) -> None:
        if state is State.REFUSED:
            command.move(state, trouble="on purpose")
            return
        key = f"copy-{command.pk}"
        made = {"made_table": "print_jobs", "made_key": key}
        about = {"reprint_of": command.print_job_id, "printer_id": command.printer_id, "command_id": command.pk}
        status = "accepted" if state is State.DONE else "submitted"
        self._put(backend.job(key, command.order_id, line_id="1", cost=COST, currency="EUR", state=status, **about))
        command.move(State.SEEN, **made)
        if state is State.DONE:
            command.move(state, **made)

    def _put(self, row: dict[str, Any]) -> None:
        self.copies[row["print_job_id"]] = row
        self.desk.put("print_jobs", row)

    def _live(self, key: str) -> list[str]:
        rows = [row for row in self.copies.values() if row["reprint_of"] == key and row["state"] not in DEAD_JOBS]
        waiting = Command.objects.filter(kind__in=REPLACING, print_job_id=key, state__in=WAITING)
        return [row["print_job_id"] for row in rows] + [command.pk for command in waiting]

    def _job(self, number: int) -> BulkJob | None:
        jobs = list(BulkJob.objects.order_by("asked_at"))
        return jobs[number % len(jobs)] if jobs else None

    def _owner(self, job: BulkJob) -> Asker:
        return next(one for one in self.people if one.actor.id == job.actor)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_done_twice_and_no_row_is_lost(desk: Desk, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    Company.desk, Company.people, Company.deadly = desk, [staff(Role.OPS), staff(Role.OPS)], []

    def dying(asker: Asker, job: BulkJob, row: BulkRow) -> dict[str, Any]:
        dice = [chance.random() for chance in Company.deadly]
        if any(die < 0.15 for die in dice):
            raise Killed
        told = become(asker, job, row)
        if any(die > 0.7 for die in dice):
            raise Killed
        return told

    monkeypatch.setattr("support.bulk.send.become", dying)
    often = settings(
        max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Company, settings=often)
