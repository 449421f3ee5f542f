"""Following: seen, done, failed, refused, overdue; each step by what the streams and the execution tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from dashboard.roles import Role
from orders.contract.model import CommandKind
from support.commands import outbox, tracking
from support.commands.ask import ask
from support.commands.give_up import give_up
from support.commands.machine import Ended
from support.commands.models import Command
from support.commands.refusals import UnderWay
from support.commands.states import State
from tests.commands.conftest import ORDER, Desk, Staff, a_cancellation, a_render, a_reprint, executions, job
from tests.streams import backend


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No execution has ended, where a test says nothing of it."""
    monkeypatch.setattr("support.commands.machine.ended", lambda _: None)


@pytest.fixture
def render(desk: Desk, staff: Staff) -> Command:
    """A render that was asked for and started."""
    return started(ask(staff(Role.AGENT), a_render()))


def started(command: Command) -> Command:
    assert command.move(State.STARTED, execution="arn")
    return command


def state_of(command: Command) -> str:
    tracking.track()
    command.refresh_from_db()
    return command.state


def made(command: Command, **more: Any) -> dict[str, Any]:
    return backend.render("r-9", ORDER, attempt=2, command_id=command.pk, **more)


@pytest.mark.parametrize(("ends", "state"), [("ready", "done"), ("failed", "failed"), ("cancelled", "failed")])
def test_a_render_is_seen_and_ends_as_its_row_does(desk: Desk, render: Command, ends: str, state: str) -> None:
    assert state_of(render) == State.STARTED
    desk.put("renders", made(render, state="queued"))
    assert state_of(render) == State.SEEN
    assert (render.made_table, render.made_key) == ("renders", "r-9")
    desk.put("renders", made(render, state=ends))
    assert state_of(render) == state
    assert render.ended_at is not None


def test_a_row_that_is_ready_at_once_was_seen_too(desk: Desk, render: Command) -> None:
    desk.put("renders", made(render))
    assert state_of(render) == State.DONE
    assert render.seen_at is not None


def test_it_may_be_seen_before_its_start_is_known(desk: Desk, staff: Staff, state_machine: Any) -> None:
    command = ask(staff(Role.AGENT), a_render())
    desk.put("renders", made(command, state="queued"))
    assert state_of(command) == State.SEEN
    outbox.sweep()
    assert executions(state_machine) == []


@pytest.mark.parametrize(("ends", "state"), [("accepted", "done"), ("rejected", "failed"), ("on_hold", "seen")])
def test_a_reprint_ends_when_its_printer_has_answered(desk: Desk, staff: Staff, ends: str, state: str) -> None:
    command = started(ask(staff(Role.SENIOR), a_reprint()))
    new = job("j-9", reprint_of="j-2", command_id=command.pk, state="submitted")
    desk.put("print_jobs", new)
    assert state_of(command) == State.SEEN
    desk.put("print_jobs", new | {"state": ends})
    assert state_of(command) == state


@pytest.mark.parametrize(
    ("ends", "state"), [("cancelled", "done"), ("cancel_refused", "failed"), ("in_production", "failed")]
)
def test_a_cancellation_is_seen_in_the_job_itself(desk: Desk, staff: Staff, ends: str, state: str) -> None:
    desk.put("print_jobs", job("j-3", state="submitted"))
    command = started(ask(staff(Role.OPS), a_cancellation(print_job_id="j-3")))
    assert state_of(command) == State.STARTED
    desk.put("print_jobs", job("j-3", state="cancel_requested"))
    assert state_of(command) == State.SEEN
    desk.put("print_jobs", job("j-3", state=ends))
    assert state_of(command) == state


@pytest.mark.parametrize(("status", "words"), [("FAILED", "unknown order"), ("TIMED_OUT", "did not answer in time")])
def test_a_bad_end_of_the_execution_is_a_refusal_with_its_cause(
    render: Command, monkeypatch: pytest.MonkeyPatch, status: str, words: str
) -> None:
    cause = words if status == "FAILED" else ""
    monkeypatch.setattr("support.commands.machine.ended", lambda _: Ended(status, cause))
    assert state_of(render) == State.REFUSED
    assert words in render.trouble


def test_an_execution_is_asked_about_now_and_then(render: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("support.commands.machine.ended", asked.append)
    tracking.track()
    tracking.track()
    assert asked == ["arn"]


def test_what_is_not_seen_in_time_is_overdue_and_can_still_come(desk: Desk, render: Command) -> None:
    Command.objects.update(started_at=Now() - timedelta(minutes=16))
    assert state_of(render) == State.OVERDUE
    desk.put("renders", made(render))
    assert state_of(render) == State.DONE


def test_an_overdue_command_still_stands_in_the_way(render: Command, staff: Staff) -> None:
    Command.objects.update(started_at=Now() - timedelta(minutes=16))
    tracking.track()
    with pytest.raises(UnderWay):
        ask(staff(Role.OPS), a_render())


def test_the_end_lets_the_next_one_through(desk: Desk, render: Command, staff: Staff) -> None:
    desk.put("renders", made(render, state="failed"))
    tracking.track()
    assert ask(staff(Role.OPS), a_render()).kind == CommandKind.RENDER


def test_a_deleted_row_changes_no_end(desk: Desk, render: Command) -> None:
    desk.put("renders", made(render))
    tracking.track()
    desk.put("renders", made(render, state="failed"))
    assert state_of(render) == State.DONE


def test_two_orders_may_name_one_command(desk: Desk, render: Command) -> None:
    desk.put("orders", backend.order("o-2"))
    desk.put("renders", backend.render("r-x", "o-2", command_id=render.pk, state="failed"))
    assert state_of(render) == State.STARTED


def test_many_open_commands_take_turns(desk: Desk, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "AT_A_TIME", 1)
    first = started(ask(staff(Role.SENIOR), a_render()))
    second = started(ask(staff(Role.SENIOR), a_reprint()))
    desk.put("print_jobs", job("j-9", reprint_of="j-2", command_id=second.pk, state="accepted"))
    desk.put("renders", made(first))
    tracking.track()
    assert state_of(second) == State.DONE
    first.refresh_from_db()
    assert first.state == State.DONE


def test_a_made_row_that_is_deleted_is_overdue_and_says_so(desk: Desk, render: Command, staff: Staff) -> None:
    desk.put("renders", made(render, state="rendering"))
    assert state_of(render) == State.SEEN
    desk.delete("renders", made(render, state="rendering"))
    assert state_of(render) == State.OVERDUE
    assert "deleted" in render.trouble
    give_up(staff(Role.OPS).actor, render, "looked at it")
    assert ask(staff(Role.OPS), a_render()).kind == CommandKind.RENDER


def test_a_deleted_row_that_comes_back_ends_it(desk: Desk, render: Command) -> None:
    desk.put("renders", made(render, state="rendering"))
    tracking.track()
    desk.delete("renders", made(render, state="rendering"))
    tracking.track()
    desk.put("renders", made(render))
    assert (state_of(render), render.trouble) == (State.DONE, "")


def test_a_row_that_names_its_command_no_longer_is_followed(desk: Desk, render: Command) -> None:
    desk.put("renders", made(render, state="rendering"))
    tracking.track()
    desk.put("renders", backend.render("r-9", ORDER, attempt=2, state="failed"))
    assert state_of(render) == State.FAILED


@pytest.mark.parametrize(("ends", "state"), [("cancelled", "done"), ("in_production", "failed")])
def test_a_cancellation_that_is_over_between_two_looks_is_seen(desk: Desk, staff: Staff, ends: str, state: str) -> None:
    desk.put("print_jobs", job("j-3", state="submitted"))
    command = started(ask(staff(Role.OPS), a_cancellation(print_job_id="j-3")))
    for passed in ("cancel_requested", ends):
        desk.put("print_jobs", job("j-3", state=passed))
    tracking.track()
    assert state_of(command) == state
    assert command.seen_at is not None


def test_a_cancellation_of_long_ago_is_not_this_one(desk: Desk, staff: Staff) -> None:
    for passed in ("submitted", "cancel_requested", "accepted"):
        desk.put("print_jobs", job("j-3", state=passed))
    command = started(ask(staff(Role.OPS), a_cancellation(print_job_id="j-3")))
    tracking.track()
    assert state_of(command) == State.STARTED


def test_the_backends_words_are_told_without_the_people_in_them(
    desk: Desk, render: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = {"name": "Inge Brandt", "line1": "Am Hof 1", "city": "Bonn", "postcode": "53111", "country": "DE"}
    desk.put("orders", backend.order(ORDER, state="preparing", ship_to=address))
    cause = "Brandt (inge@example.com, +49 228 555 0194) of Bonn: render r-1 of 2026-11-20\0 " + "x" * 900
    monkeypatch.setattr("support.commands.machine.ended", lambda _: Ended("FAILED", cause))
    assert state_of(render) == State.REFUSED
    assert render.trouble.startswith("••• ••• •••) of •••: render r-1 of 2026-11-20\ufffd xxx")
