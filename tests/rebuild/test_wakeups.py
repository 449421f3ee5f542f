"""What is asked for again and again does not pile up while nobody takes it, whatever the clocks say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app

from dashboard.beat import Wakeups
from orders import tasks
from orders.backlog import FEW, waiting
from orders.streams import lineage, resync
from orders.streams.engine import Engine
from tests.rebuild.rebuilding import command, rebuild
from tests.streams.running import pumping


@pytest.fixture
def queue() -> Iterator[None]:
    """Nothing waits, before and after."""
    current_app.control.purge()
    yield
    current_app.control.purge()


def test_beat_holds_back(queue: None, tmp_path: Path) -> None:
    beat = Wakeups(app=current_app, schedule_filename=str(tmp_path / "schedule"), lazy=False)
    for entry in list(beat.schedule.values()) * 20:
        beat.apply_entry(entry, producer=beat.producer)
    beat.close()
    assert FEW <= waiting("streams") < 2 * FEW  # of forty ticks, and perhaps what a test before asked for late


def test_the_keeper_holds_back(engine: Engine, queue: None) -> None:
    for _ in range(30):
        tasks.keeper()
    assert waiting("streams") == waiting("default") == FEW + 3


def test_but_never_for_ticks(engine: Engine, queue: None, tmp_path: Path) -> None:
    """Where each takes longer than the next takes to come, some wait at all times, and the pumps must run."""
    beat = Wakeups(app=current_app, schedule_filename=str(tmp_path / "schedule"), lazy=False)
    for _ in range(30):
        beat.apply_entry(beat.schedule["keeper"], producer=beat.producer)
    beat.close()
    ticks = waiting("streams")
    tasks.keeper()
    assert waiting("streams") == ticks + 1


def test_lost_records_lead_to_a_resync_by_themselves(engine: Engine, queue: None, settings: Any) -> None:
    settings.PUMP_SECONDS = 0.3
    for table in resync.needed(engine.control):
        engine.control.update((lineage.TABLES, table), put={"resync": ""})
    row = next(row for row in engine.control.query_all(lineage.SHARDS) if row["table"] == "orders")
    engine.control.update((row["pk"], row["sk"]), put={"cp": f"0001:{1:040d}", "sequence": f"{1:030d}"})
    engine.pump().drain()
    tasks.keeper()
    assert waiting("default") == 1


def test_a_former_projection_goes_by_itself(engine: Engine, queue: None, settings: Any) -> None:
    with pumping(engine):
        rebuild(lambda *_: None).run()
        command("switch")
    settings.FORMER_HOURS = 0
    tasks.shardsync()
    assert "nothing beside" in command("status")
