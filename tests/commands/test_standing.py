"""How commands stand: counts and ages, alarms with their entries in the runbook, the status page and metrics."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models.functions import Now
from prometheus_client.registry import CollectorRegistry

from dashboard.metrics import REGISTRY
from dashboard.roles import Role
from dashboard.runbook import runbook
from support.commands.ask import ask
from support.commands.metrics import Commands
from support.commands.models import Command
from support.commands.standing import AlarmName, standing
from support.commands.states import State
from tests.commands.conftest import Desk, Staff, a_render, a_reprint
from tests.web.conftest import SignIn, Told, sign_in, told

__all__ = ["sign_in", "told"]


@pytest.fixture
def two(desk: Desk, staff: Staff) -> tuple[Command, Command]:
    """One that nobody has sent, and one that was started."""
    unsent, started = ask(staff(Role.AGENT), a_render()), ask(staff(Role.SENIOR), a_reprint())
    started.move(State.STARTED, execution="arn")
    return unsent, started


def of(name: str, labels: dict[str, str]) -> float | None:
    registry = CollectorRegistry()
    registry.register(Commands())
    return registry.get_sample_value(name, labels)


def test_counts_and_ages(two: tuple[Command, Command]) -> None:
    Command.objects.filter(pk=two[1].pk).update(started_at=Now() - timedelta(seconds=40))
    now = standing()
    assert now.counts == {"requested": 1, "started": 1, "seen": 0, "overdue": 0}
    assert 39 < now.unseen < 60
    assert now.alarms == ()


def test_what_is_not_sent_for_long_is_an_alarm(two: tuple[Command, Command]) -> None:
    Command.objects.update(requested_at=Now() - timedelta(minutes=3))
    assert [alarm.name for alarm in standing().alarms] == [AlarmName.UNSENT]
    assert of("printdesk_command_alarm", {"name": AlarmName.UNSENT}) == 1


def test_what_is_overdue_is_an_alarm(two: tuple[Command, Command]) -> None:
    two[1].move(State.OVERDUE)
    assert [alarm.name for alarm in standing().alarms] == [AlarmName.OVERDUE]
    assert of("printdesk_commands", {"state": "overdue"}) == 1


def test_without_a_database_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise OperationalError

    monkeypatch.setattr("support.commands.metrics.standing", gone)
    assert of("printdesk_commands_readable", {}) == 0


def test_it_is_among_the_metrics() -> None:
    assert any(isinstance(each, Commands) for each in REGISTRY._collector_to_names)


@pytest.mark.parametrize("name", AlarmName)
def test_every_alarm_has_its_entry(name: AlarmName) -> None:
    entry = runbook().partition(f'<h2 id="{name}">')[2].partition("<h2")[0]
    assert "Wake" in entry


def test_the_status_page_leads_to_what_to_do(two: tuple[Command, Command], sign_in: SignIn, told: Told) -> None:
    two[1].move(State.OVERDUE)
    page = sign_in(Role.OPS).get("/status/").content.decode()
    assert "A command is overdue" in page
    assert "/status/runbook/#commands-are-overdue" in page
