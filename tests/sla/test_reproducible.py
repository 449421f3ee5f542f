"""The same question, instant and data give the same answer: after a replay, a shuffled one, and a rebuild."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from orders.changes import Change
from orders.projections.apply import Applier
from orders.sla.lake.patch import patch_all
from orders.sla.report.answer import answer
from orders.sla.report.blame import accountable
from orders.sla.report.question import asked
from orders.sla.report.told import told
from orders.store import Store
from orders.streams.engine import Engine
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.rebuild.rebuilding import command, live
from tests.reports.conftest import DAYS, placed
from tests.streams import backend
from tests.streams.running import pumping

QUESTION: dict[str, Any] = {"start": DAYS["from"], "end": DAYS["to"], "as_of": DAYS["as_of"], "by": "product,week"}
NUMBERS = count(1)


def reported(store: Store) -> str:
    """The report, and what made orders late, as JSON; but for up to when the data goes."""
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


def anew(changes: list[Change]) -> str:
    """The report of a projection that is made of these changes alone."""
    store = MemoryStore(MemoryTable())
    store.table = f"memory-{next(NUMBERS)}"
    with Applier(store) as applier:
        for change in changes:
            applier.apply([change])
    return reported(store)


@pytest.mark.usefixtures("cloud")
def test_after_a_replay_in_any_order() -> None:
    """Every change twice, in any order: only the last of each row counts."""
    changes = [backend.record(table, item, number + 1) for number, (table, item) in enumerate(rows())]
    before = anew(changes)
    assert json.loads(before)[0]["total"]["late"] > 0
    for seed in range(3):
        shuffled = changes * 2
        random.Random(seed).shuffle(shuffled)
        assert anew(shuffled) == before


def test_after_a_rebuild(engine: Engine) -> None:
    before, table = reported(live()), live().table
    with pumping(engine):
        command("start")
        command("switch")
        assert live().table != table
        assert reported(live()) == before
