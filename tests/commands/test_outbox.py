"""Sending: each command once, whatever dies, throttles or goes silent in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from celery import current_app
from django.conf import settings
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from dashboard.roles import Role
from support.commands import machine, outbox
from support.commands.ask import ask
from support.commands.models import Command
from support.commands.states import State
from support.tasks import send_command
from tests.commands.conftest import Desk, Staff, a_render, executions

STARTED = State.STARTED


@pytest.fixture
def command(desk: Desk, staff: Staff, state_machine: Any) -> Command:
    """Asked for, and nobody was woken."""
    return ask(staff(Role.AGENT), a_render())


def state_of(command: Command) -> str:
    command.refresh_from_db()
    return command.state


def unclaim(command: Command) -> None:
    """Time passes: whoever had claimed it is taken to be dead."""
    Command.objects.filter(pk=command.pk).update(claimed_until=Now() - timedelta(seconds=1))


class Faulty:
    """The Step Functions client, failing once or more: before or after the backend has taken the command."""

    def __init__(self, client: Any, *faults: Exception, after: bool = False) -> None:
        self.client, self.faults, self.after = client, list(faults), after

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def start_execution(self, **asked: Any) -> Any:
        fault = self.faults.pop(0) if self.faults else None
        done = self.client.start_execution(**asked) if fault is None or self.after else None
        if fault is not None:
            raise fault
        return done


def throttled() -> ClientError:
    return ClientError({"Error": {"Code": "ThrottlingException"}}, "StartExecution")


def lost() -> ReadTimeoutError:
    return ReadTimeoutError(endpoint_url="http://states")


def test_it_is_started_under_its_own_name_with_the_stored_bytes(command: Command, state_machine: Any) -> None:
    send_command(command.pk)
    assert state_of(command) == STARTED
    told = state_machine.describe_execution(executionArn=command.execution)
    assert told["name"] == command.pk
    assert told["input"].encode() == bytes(command.input)


def test_what_no_task_picked_up_is_swept(command: Command, state_machine: Any) -> None:
    outbox.sweep()
    outbox.sweep()
    assert state_of(command) == STARTED
    assert executions(state_machine) == [command.pk]


def test_a_click_without_redis_is_accepted_and_sent_later(
    desk: Desk,
    staff: Staff,
    state_machine: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", gone)
    with django_capture_on_commit_callbacks(execute=True):
        command = ask(staff(Role.AGENT), a_render())
    outbox.sweep()
    assert executions(state_machine) == [command.pk]


def test_a_click_wakes_a_worker(
    desk: Desk, staff: Staff, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    woken: list[Any] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, arguments, **_: woken.append((name, *arguments)))
    with django_capture_on_commit_callbacks(execute=True):
        command = ask(staff(Role.AGENT), a_render())
    assert woken == [(send_command.name, command.pk)]


def test_two_senders_start_it_once(command: Command, state_machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    start = machine.start

    def meanwhile(name: str, message: str) -> str:
        outbox.sweep()
        send_command(command.pk)
        return start(name, message)

    monkeypatch.setattr(machine, "start", meanwhile)
    send_command(command.pk)
    assert state_of(command) == STARTED
    assert command.attempts == 1


@pytest.mark.parametrize(("fault", "after"), [(throttled(), False), (lost(), False), (lost(), True)])
def test_throttles_and_lost_answers_make_one_execution(
    command: Command, state_machine: Any, monkeypatch: pytest.MonkeyPatch, fault: Exception, after: bool
) -> None:
    faulty = Faulty(state_machine, fault, after=after)
    monkeypatch.setattr("support.commands.machine.cloud.stepfunctions", lambda: faulty)
    outbox.sweep()
    assert state_of(command) == State.REQUESTED
    outbox.sweep()
    assert command.attempts == 1
    unclaim(command)
    outbox.sweep()
    assert state_of(command) == STARTED
    assert executions(state_machine) == [command.pk]


def test_a_sender_that_died_is_followed_by_another(
    command: Command, state_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dies(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(machine, "start", dies)
        with pytest.raises(Killed):
            send_command(command.pk)
    outbox.sweep()
    assert executions(state_machine) == []
    unclaim(command)
    outbox.sweep()
    assert executions(state_machine) == [command.pk]


def test_another_execution_of_its_name_is_an_alarm(command: Command, state_machine: Any) -> None:
    arn = settings.BACKEND_COMMANDS_STATE_MACHINE_ARN
    state_machine.start_execution(stateMachineArn=arn, name=command.pk, input='{"other": 1}')
    outbox.sweep()
    assert state_of(command) == State.OVERDUE
    assert "another input" in command.trouble
    unclaim(command)
    outbox.sweep()
    assert command.attempts == 1


def test_after_a_day_it_is_not_sent_any_more(command: Command, state_machine: Any) -> None:
    Command.objects.update(requested_at=Now() - timedelta(hours=24))
    outbox.sweep()
    send_command(command.pk)
    assert state_of(command) == State.OVERDUE
    assert "24 hours" in command.trouble
    assert executions(state_machine) == []


def test_nothing_is_sent_to_an_express_machine(
    command: Command, state_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    express = Faulty(state_machine)
    express.describe_state_machine = lambda **_: {"type": "EXPRESS"}  # type: ignore[attr-defined]
    monkeypatch.setattr("support.commands.machine.cloud.stepfunctions", lambda: express)
    outbox.sweep()
    assert state_of(command) == State.REQUESTED
    assert executions(state_machine) == []
