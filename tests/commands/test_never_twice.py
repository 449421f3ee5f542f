"""Whatever is done in whatever order: never two live replacements of one print job, never two renders of a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from rest_framework.test import APIClient

from dashboard.roles import Role
from orders.contract.model import CommandKind
from orders.lines import DEAD_JOBS
from support.api.stored import StoredCall
from support.commands import tracking
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.give_up import give_up
from support.commands.models import REPLACING, Command
from support.commands.refusals import NotAllowed, NotThere, Refused, Stale, UnderWay
from support.commands.situation import RENDERING
from support.commands.states import OPEN, WAITING, State
from support.commands.wish import Wish
from tests.api.conftest import Program, program
from tests.commands.conftest import ORDER, Desk, Staff, a_cancellation, a_render, a_reprint, failed, job
from tests.streams import backend

__all__ = ["program"]

NO = (UnderWay, Stale, Refused, NotAllowed, NotThere)
CALL = f"/api/v1/orders/{ORDER}/commands"
JOB_STATES = ["accepted", "in_production", "dispatched", "rejected", "error", "cancel_requested", "cancelled"]
RENDER_STATES = ["rendering", "preflight", "ready", "failed", "cancelled"]
KINDS = [CommandKind.RENDER, CommandKind.REPRINT, CommandKind.REROUTE, CommandKind.CANCEL_PRINT_JOB]
BODIES: list[dict[str, Any]] = [
    {"kind": "render", "line_id": "1", "cause": "asset_missing"},
    {"kind": "render", "line_id": "2", "cause": "font_missing"},
    {"kind": "reprint", "line_id": "2", "print_job_id": "j-2", "cause": "damaged"},
    {"kind": "reroute", "line_id": "2", "print_job_id": "j-2", "printer_id": "lille", "cause": "lost"},
]


class Company(RuleBasedStateMachine):
    """People and programs who ask, a backend that does what it is told and some things by itself, streams that bring
    its rows later. ``jobs`` and ``renders`` are the truth, ``taken`` the commands it has executed; what the test sets
    comes first.
    """

    desk: Desk
    people: list[Asker]
    programs: list[APIClient]

    def __init__(self) -> None:
        super().__init__()
        Command.objects.all().delete()
        StoredCall.objects.all().delete()
        self.desk.begin()
        self.jobs: dict[str, dict[str, Any]] = {"j-2": job()}
        self.renders: dict[str, dict[str, Any]] = {"r-1": failed()}
        self.unheard: list[tuple[str, dict[str, Any]]] = []
        self.taken: set[str] = set()
        self.seconds = 0
        self.answers: dict[tuple[int, str], tuple[int, int, Any]] = {}

    # ---- who asks

    @rule(who=st.integers(0, 2), kind=st.sampled_from(KINDS), line=st.sampled_from("12"), number=st.integers(0, 3),
          stale=st.booleans())  # fmt: skip
    def somebody_asks(self, who: int, kind: CommandKind, line: str, number: int, stale: bool) -> None:
        """For anything, of any job."""
        key = list(self.jobs)[number % len(self.jobs)]
        wishes: dict[CommandKind, Callable[[], Wish]] = {
            CommandKind.RENDER: lambda: a_render(line_id=line),
            CommandKind.REPRINT: lambda: a_reprint(print_job_id=key),
            CommandKind.REROUTE: lambda: a_reprint(print_job_id=key, kind=CommandKind.REROUTE, printer_id="lille"),
            CommandKind.CANCEL_PRINT_JOB: lambda: a_cancellation(print_job_id=key),
        }
        self._ask(self.people[who], replace(wishes[kind](), version=1 if stale else None))

    @rule(number=st.integers(0, 3), named=st.booleans())
    def a_senior_wants_a_second_one(self, number: int, named: bool) -> None:
        """Naming the first, or anything else."""
        key = list(self.jobs)[number % len(self.jobs)]
        live = self._live(key)
        self._ask(self.people[0], a_reprint(print_job_id=key, overrides=live[0] if live and named else "j-2"))

    @rule(which=st.integers(0, 1), key=st.sampled_from("abc"), body=st.integers(0, 3))
    def a_program_asks(self, which: int, key: str, body: int) -> None:
        """With a key that it may have used before."""
        before = self._replacements()
        answer = self.programs[which].post(CALL, BODIES[body], format="json", headers={"Idempotency-Key": key})
        said = self.answers.setdefault((which, key), (body, answer.status_code, answer.json()))
        if said[0] == body:
            assert (answer.status_code, answer.json()) == said[1:]
        else:
            assert answer.status_code == 422
            assert self._replacements() == before

    # ---- the backend

    @rule(number=st.integers(0, 3), times=st.integers(1, 2))
    def it_takes_a_command(self, number: int, times: int) -> None:
        """As often as it is started, it does it once; not beside what it does by itself."""
        waiting = [each for each in self._open() if each.pk not in self.taken]
        if not waiting:
            return
        command = waiting[number % len(waiting)]
        if self._does_so_by_itself(command):
            command.move(State.REFUSED, trouble="under way already")
            return
        command.move(State.STARTED, execution="arn")
        self.taken.add(command.pk)
        for _ in range(times):
            self._execute(command)

    @rule(number=st.integers(0, 3))
    def it_refuses_a_command(self, number: int) -> None:
        """Its execution ends badly."""
        waiting = [each for each in self._open() if each.pk not in self.taken]
        if waiting:
            waiting[number % len(waiting)].move(State.REFUSED, trouble="on purpose")

    @rule(number=st.integers(0, 5), state=st.sampled_from(JOB_STATES))
    def a_job_goes_on(self, number: int, state: str) -> None:
        """What is dead stays dead."""
        living = [row for row in self.jobs.values() if row["state"] not in DEAD_JOBS]
        if living:
            row = living[number % len(living)]
            self._put("print_jobs", row | {"state": state})

    @rule(number=st.integers(0, 3), state=st.sampled_from(RENDER_STATES))
    def a_render_goes_on(self, number: int, state: str) -> None:
        """What has ended has ended."""
        running = [row for row in self.renders.values() if row["state"] in RENDERING]
        if running:
            self._put("renders", running[number % len(running)] | {"state": state})

    @rule(line=st.sampled_from("12"))
    def it_renders_by_itself(self, line: str) -> None:
        """Where nothing is under way; we hear of it at once, for else nobody could know."""
        if not self._rendering(line):
            self._bring()
            key = f"r-own-{len(self.renders)}"
            self._put("renders", self._a_render(key, line, {}))
            self._bring()

    @rule()
    def it_reprints_by_itself(self) -> None:
        """The same for a print job."""
        if not self._live("j-2"):
            self._bring()
            self._put("print_jobs", job(f"j-own-{len(self.jobs)}", reprint_of="j-2", state="submitted"))
            self._bring()

    # ---- time, streams, and who looks

    @rule(number=st.integers(1, 3))
    def streams_bring(self, number: int) -> None:
        """What is told, is told in order."""
        self._bring(number)

    @rule()
    def we_look(self) -> None:
        """The tracker's turn."""
        tracking.track()

    @rule(number=st.integers(0, 3))
    def one_is_overdue(self, number: int) -> None:
        """Nothing was seen of it in time."""
        waiting = [each for each in self._open() if each.state in WAITING]
        if waiting:
            waiting[number % len(waiting)].move(State.OVERDUE)

    @rule(number=st.integers(0, 3))
    def one_is_given_up(self, number: int) -> None:
        """By somebody who has looked whether it was executed."""
        overdue = [each for each in self._open() if each.state == State.OVERDUE and each.pk not in self.taken]
        if overdue:
            give_up(self.people[1].actor, overdue[number % len(overdue)], "it was never executed")

    # ---- what this is about

    @invariant()
    def a_job_is_replaced_once(self) -> None:
        """More than once only as often as a senior named the first."""
        for key, live in self._replacements().items():
            assert len([each for each in live if not self._overrides(each)]) <= 1, key
            named = [self._overrides(each) for each in live if self._overrides(each)]
            assert len(named) == len(set(named)), key

    @invariant()
    def a_line_is_rendered_once_at_a_time(self) -> None:
        """Whoever asked for it, and whether they were asked at all."""
        for line in "12":
            assert len(self._rendering(line)) <= 1

    def _ask(self, who: Asker, wish: Wish) -> None:
        live, rendering = self._live(wish.print_job_id), self._rendering(wish.line_id)
        try:
            command = ask(who, wish)
        except NO:
            return
        if command.kind in REPLACING:
            assert not live or wish.overrides in live
        if command.kind == CommandKind.RENDER:
            assert not rendering

    def _replacements(self) -> dict[str, list[str]]:
        return {key: self._live(key) for key in self.jobs}

    def _live(self, key: str) -> list[str]:
        """What replaces a job: rows that live, and commands that may still be executed."""
        rows = [row for row in self.jobs.values() if row.get("reprint_of") == key and row["state"] not in DEAD_JOBS]
        waiting = [each for each in self._open() if each.pk not in self.taken and each.kind in REPLACING]
        return [row["print_job_id"] for row in rows] + [each.pk for each in waiting if each.print_job_id == key]

    def _rendering(self, line: str) -> list[str]:
        rows = [row for row in self.renders.values() if row["line_id"] == line and row["state"] in RENDERING]
        waiting = [each for each in self._open() if each.pk not in self.taken and each.kind == CommandKind.RENDER]
        return [row["render_id"] for row in rows] + [each.pk for each in waiting if each.line_id == line]

    def _overrides(self, id_: str) -> str:
        command = Command.objects.filter(pk=id_.removeprefix("j-")).first()
        return command.overrides if command else ""

    def _open(self) -> list[Command]:
        return list(Command.objects.filter(state__in=OPEN).order_by("requested_at"))

    def _does_so_by_itself(self, command: Command) -> bool:
        if command.kind == CommandKind.RENDER:
            return any("-own-" in each for each in self._rendering(command.line_id))
        return any("-own-" in each for each in self._live(command.print_job_id))

    def _execute(self, command: Command) -> None:
        about = {"command_id": command.pk}
        if command.kind == CommandKind.RENDER:
            self._put("renders", self._a_render(f"r-{command.pk}", command.line_id, about))
        elif command.kind in REPLACING:
            copy = job(f"j-{command.pk}", reprint_of=command.print_job_id, state="submitted", **about)
            self._put("print_jobs", copy)
        elif self.jobs[command.print_job_id]["state"] not in DEAD_JOBS:
            self._put("print_jobs", self.jobs[command.print_job_id] | {"state": "cancel_requested"})

    def _a_render(self, key: str, line: str, about: dict[str, str]) -> dict[str, Any]:
        attempt = len(self.renders) + 2
        return backend.render(key, ORDER, line_id=line, print_id=f"p{line}", attempt=attempt, state="queued", **about)

    def _put(self, table: str, row: dict[str, Any]) -> None:
        truth, key = (self.renders, "render_id") if table == "renders" else (self.jobs, "print_job_id")
        truth[row[key]] = row
        self.unheard.append((table, row))

    def _bring(self, number: int | None = None) -> None:
        heard, self.unheard = self.unheard[:number], self.unheard[len(self.unheard) if number is None else number :]
        for table, row in heard:
            self.desk.put(table, row)


@pytest.mark.django_db
def test_nothing_is_done_twice(desk: Desk, staff: Staff, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.commands.machine.ended", lambda _: None)
    Company.desk, Company.programs = desk, [program(Role.OPS), program(Role.AGENT)]
    Company.people = [staff(Role.SENIOR), staff(Role.OPS), staff(Role.AGENT)]
    often = settings(
        max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Company, settings=often)
