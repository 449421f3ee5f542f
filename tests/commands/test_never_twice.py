"""Whatever is done in whatever order: never two live replacements of one print job."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from dashboard.roles import Role
from orders.contract.model import CommandKind
from orders.lines import DEAD_JOBS
from orders.read import load_story
from support.commands import tracking
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.models import REPLACING, Command
from support.commands.refusals import NotAllowed, Refused, Stale, UnderWay
from support.commands.states import OPEN, State
from tests.commands.conftest import ORDER, Desk, Staff, a_reprint, job

STATES = ["submitted", "accepted", "in_production", "dispatched", "rejected", "error", "cancelled"]


class Desks(RuleBasedStateMachine):
    """People who click, a backend that does all that it is told, and one that reprints by itself; set by the test."""

    desk: Desk
    people: list[Asker]

    def __init__(self) -> None:
        super().__init__()
        Command.objects.all().delete()
        self.jobs: dict[str, dict[str, Any]] = {}
        story = load_story(ORDER, self.desk.store)
        assert story is not None
        for old in story.snapshot.print_jobs:
            if old.print_job_id != "j-2":
                self.desk.put("print_jobs", job(old.print_job_id, state="cancelled"))

    @rule(who=st.integers(0, 2), elsewhere=st.booleans(), stale=st.booleans(), beside=st.booleans())
    def clicks(self, who: int, elsewhere: bool, stale: bool, beside: bool) -> None:
        """Somebody asks for a replacement; or for a second one, naming what is no replacement."""
        wish = a_reprint(overrides="j-2" if beside else "", version=1 if stale else None)
        if elsewhere:
            wish = replace(wish, kind=CommandKind.REROUTE, printer_id="lille")
        try:
            ask(self.people[who], wish)
        except (UnderWay, Stale, Refused, NotAllowed):
            return

    @rule(times=st.integers(1, 2))
    def backend_takes(self, times: int) -> None:
        """The backend does what it was told, guarding nothing; the same command twice makes one job."""
        for command in Command.objects.filter(state__in=OPEN, made_key=""):
            command.move(State.STARTED, execution="")
            for _ in range(times):
                self._put(f"j-{command.pk}", "submitted", command.pk)

    @rule()
    def backend_refuses(self) -> None:
        """The execution ends badly."""
        for command in Command.objects.filter(state=State.REQUESTED):
            command.move(State.REFUSED, trouble="on purpose")

    @rule(number=st.integers(0, 5), state=st.sampled_from(STATES))
    def a_job_goes_on(self, number: int, state: str) -> None:
        """A printer says something of a job; what is dead stays dead."""
        living = [key for key, row in self.jobs.items() if row["state"] not in DEAD_JOBS]
        if living:
            key = living[number % len(living)]
            self._put(key, state, self.jobs[key].get("command_id", ""))

    @rule()
    def backend_reprints_by_itself(self) -> None:
        """Without asking us, where nothing replaces the job yet."""
        if not self._live():
            self._put(f"j-own-{len(self.jobs)}", "submitted", "")

    @rule()
    def looks(self) -> None:
        """The tracker's turn."""
        tracking.track()

    @invariant()
    def at_most_one(self) -> None:
        """What this is about."""
        assert len(self._live()) <= 1

    def _live(self) -> list[str]:
        open_ = Command.objects.filter(state__in=OPEN, kind__in=REPLACING)
        made = [key for key, row in self.jobs.items() if row["state"] not in DEAD_JOBS]
        return made + [each.pk for each in open_ if f"j-{each.pk}" not in self.jobs]

    def _put(self, key: str, state: str, command_id: str) -> None:
        row = job(key, reprint_of="j-2", state=state, **({"command_id": command_id} if command_id else {}))
        self.jobs[key] = row
        self.desk.put("print_jobs", row)


@pytest.mark.django_db
def test_never_two_live_replacements(desk: Desk, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.commands.machine.ended", lambda _: None)
    Desks.desk, Desks.people = desk, [staff(Role.SENIOR), staff(Role.OPS), staff(Role.AGENT)]
    often = settings(
        max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Desks, settings=often)
