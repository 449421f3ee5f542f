"""The same question, instant and data give the same answer: after a replay, a shuffled one, and a rebuild."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orders.sla.lake.patch import patch_all
from orders.sla.report.answer import answer
from orders.sla.report.blame import accountable
from orders.sla.report.question import asked
from orders.sla.report.told import told
from orders.store import live_store
from orders.streams.engine import Engine
from tests.rebuild.rebuilding import command
from tests.reports.conftest import DAYS, placed
from tests.streams import backend
from tests.streams.running import pumping

QUESTION = {"start": DAYS["from"], "end": DAYS["to"], "as_of": DAYS["as_of"], "by": "product,week"}


def reported() -> str:
    """The report, and what made orders late, as JSON; but for up to when the data goes."""
    store = live_store()
    patch_all(store)
    found = told(answer(asked(**QUESTION), store.table)) | {"data_until": None}
    late = accountable(asked(**QUESTION), store.table)
    return json.dumps([found, [str(bar) for bar in late.bars], late.late], sort_keys=True)


def rows() -> list[tuple[str, dict[str, Any]]]:
    """Thirty orders, some with print jobs and parcels, each with what it was before."""
    found: list[tuple[str, dict[str, Any]]] = []
    for number in range(30):
        about = {"print_job_ids": [f"j{number}"], "deliver_by": placed(number)["deliver_by"]}
        found.append(("orders", placed(number) | {"state": "confirmed", "shipping_method": "express"}))
        if number % 3 == 0:
            found.append(("print_jobs", backend.job(f"j{number}", f"o{number}")))
            found.append(("shipments", backend.parcel(f"s{number}", f"o{number}", **about)))
        found.append(("orders", placed(number)))
    return found


@pytest.fixture
def engine(cloud: str, settings: Any, tmp_path: Path) -> Iterator[Engine]:
    settings.REBUILD_FOLDER, settings.ALIAS_SECONDS = tmp_path, 0.1
    made = Engine.live()
    made.chart.sync()
    for table, item in rows():
        backend.put(table, item)
    with made.applier:
        made.pump().drain()
        yield made


def test_after_a_replay_in_any_order(engine: Engine) -> None:
    """All changes once more, those of different rows in another order, and twice: facts, not only their fences."""
    before = reported()
    changes = [backend.record(table, item, number + 1) for number, (table, item) in enumerate(rows())]
    for seed in range(3):
        shuffled = changes * 2
        random.Random(seed).shuffle(shuffled)
        for change in shuffled:
            engine.applier.apply([change])
        assert reported() == before


def test_after_a_rebuild(engine: Engine) -> None:
    before, table = reported(), live_store().table
    with pumping(engine):
        command("start")
        command("switch")
        from_anew = live_store()
        assert from_anew.table != table
        assert reported() == before
