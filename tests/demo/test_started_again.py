"""A demo that is started again on what it kept: its commands arrive as before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from demo.simulator import state_machine
from embedded import cloud
from embedded.ports import free_port


def forget() -> None:
    """Clients and the activity are kept by the process."""
    state_machine.client.cache_clear()
    state_machine._activity.cache_clear()


@pytest.fixture(autouse=True)
def _forgets() -> Iterator[None]:
    """Others have other emulators."""
    yield
    forget()


def test_a_command_arrives_after_the_emulator_was_stopped(tmp_path: Path, settings: LazySettings) -> None:
    for time in ("first", "second"):
        emulator = cloud.start(tmp_path, free_port(), persist=True)
        settings.AWS_ENDPOINT_URL = emulator.url
        forget()
        emulator.wait()
        state_machine.forget_activity()
        arn = state_machine.create()
        state_machine.client().start_execution(stateMachineArn=arn, name=time, input='{"order_id": "o-1"}')
        found = state_machine.next_task()
        emulator.stop()
        assert found is not None
        assert found[1] == {"order_id": "o-1"}
