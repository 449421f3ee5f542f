"""Between us and Step Functions something goes wrong: whatever it is, and whenever, there is one execution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from django.conf import settings
from django.db.models.functions import Now

from dashboard.roles import Role
from orders import cloud as clients
from support.commands import outbox
from support.commands.ask import ask
from support.commands.models import Command
from support.commands.states import State
from tests.commands.conftest import Desk, Staff, a_render, executions
from tests.proofs.proxy import Fault, Proxy

TIMEOUT_SECONDS = 0.4
FAULTS = 3


@pytest.fixture
def wire(cloud: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """What the client of Step Functions goes through; it waits for a moment only."""
    proxy = Proxy(cloud, late_seconds=3 * TIMEOUT_SECONDS)
    client = boto3.client(
        "stepfunctions",
        endpoint_url=proxy.url,
        region_name=settings.AWS_REGION,
        aws_access_key_id=settings.AWS_ACCESS_KEY_ID,
        aws_secret_access_key=settings.AWS_SECRET_ACCESS_KEY,
        config=clients.COMMANDS.merge(Config(read_timeout=TIMEOUT_SECONDS)),
    )
    monkeypatch.setattr("support.commands.machine.cloud.stepfunctions", lambda: client)
    yield proxy
    proxy.stop()


@pytest.mark.parametrize("fault", Fault)
def test_it_is_started_once(desk: Desk, staff: Staff, state_machine: Any, wire: Proxy, fault: Fault) -> None:
    command = ask(staff(Role.AGENT), a_render())
    wire.fault = lambda: fault if wire.happened[fault] < FAULTS else None
    for _ in range(FAULTS):
        outbox.sweep()
        Command.objects.update(claimed_until=Now())
    command.refresh_from_db()
    assert command.state == State.STARTED
    assert executions(state_machine) == [command.pk]
    assert wire.happened[fault] > 0
