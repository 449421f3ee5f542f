"""The played backend against the emulator: what it writes is in the tables, and commands come by Step Functions."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.artefacts.filling import Filling
from demo.artefacts.shelf import create_bucket
from demo.simulator import history, saved, state_machine, tables
from demo.simulator.company import COMMANDS
from demo.simulator.folder import Folder
from demo.simulator.live import Backend, Listener
from demo.simulator.pace import Pace
from demo.simulator.scenario import Scenarios
from tests.demo.simulator.company import first, has

DEADLINE_SECONDS = 30


@pytest.fixture
def backend(cloud: str, tmp_path: Path) -> Iterator[Backend]:
    state_machine.client.cache_clear()
    state_machine._activity.cache_clear()
    folder = Folder(tmp_path / "simulator")
    world, written = history.play(Pace(seed=4, days=0.7, speed=1_000), time.time())
    tables.write(written)
    saved.save(world, folder.world)
    create_bucket()
    listener, pictures = Listener(), Filling()
    listener.start()
    pictures.start()
    yield Backend(world, folder, 1_000, listener.arrived, pictures)
    listener.stopped.set()
    pictures.cancel()


def test_what_is_due_is_written_once_and_the_world_kept(backend: Backend) -> None:
    later = time.time() + 5
    backend.turn(later)
    order_id = next(iter(backend.world.cases))
    assert tables.fetch("orders", order_id) == backend.world.cases[order_id].order
    assert saved.load(backend.folder.world).now == backend.world.now


def test_a_cloud_that_does_not_answer_loses_nothing(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise ConnectionError

    before = backend.folder.world.read_text()
    with monkeypatch.context() as patch:
        patch.setattr(tables, "write", away)
        with pytest.raises(ConnectionError):
            backend.turn(time.time() + 5)
    assert backend.folder.world.read_text() == before
    backend.turn(time.time() + 6)
    for order_id, case in backend.world.cases.items():
        assert tables.fetch("orders", order_id) == case.order


def test_a_scenario_is_seen_and_told_on_pages(backend: Backend) -> None:
    backend.folder.switch(Scenarios({"printer-stops": "koeln-druck"}))
    backend.turn(time.time())
    assert backend.world.scenarios.hits("printer-stops", "koeln-druck")
    assert "a printer makes nothing and says nothing (Köln Druck)" in backend.folder.notice.read_text()


def test_a_command_arrives_by_the_state_machine(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "refused_at_random", 0.0)
    case = next(case for case in backend.world.cases.values() if has("renders", "ready")(case))
    line_id = first(case, "renders", "ready")["line_id"]
    taken = execute(backend, kind="COMMAND_KIND_RENDER", order_id=case.order_id, line_id=line_id)
    assert taken["status"] == "SUCCEEDED"
    refused = execute(backend, kind="COMMAND_KIND_RENDER", order_id="o-nowhere", line_id="1")
    assert (refused["status"], refused["error"], refused["cause"]) == ("FAILED", "Refused", "unknown order o-nowhere")


def test_a_command_about_an_order_that_nobody_plays_is_answered(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COMMANDS, "refused_at_random", 0.0)
    case = next(case for case in backend.world.cases.values() if has("renders", "ready")(case))
    line_id = first(case, "renders", "ready")["line_id"]
    backend.world.close(case)
    execute(backend, kind="COMMAND_KIND_RENDER", order_id=case.order_id, line_id=line_id)
    backend.turn(time.time() + 5)
    made = backend.world.cases[case.order_id].of_line("renders", line_id)[-1]
    assert (made["command_id"], made["attempt"]) == (f"c-{case.order_id}", 2)
    assert tables.fetch("renders", made["render_id"]) == made


def execute(backend: Backend, **about: Any) -> dict[str, Any]:
    """Start an execution, and play until it has ended; what became of it."""
    command = {"command_id": f"c-{about['order_id']}", "requested_by": "7", **about}
    arn = state_machine.create()
    client = state_machine.client()
    started = client.start_execution(stateMachineArn=arn, name=command["command_id"], input=json.dumps(command))
    deadline = time.monotonic() + DEADLINE_SECONDS
    over = lambda: ended(client, started) or time.monotonic() > deadline  # noqa: E731
    backend.run(over)
    told: dict[str, Any] = client.describe_execution(executionArn=started["executionArn"])
    return told


def ended(client: Any, started: dict[str, Any]) -> bool:
    return bool(client.describe_execution(executionArn=started["executionArn"])["status"] != "RUNNING")
