"""A rebuild of the projection beside a bare parallel scan of the same tables that writes one item a row."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.life import Lives
from bench.sides import BARE_TABLE, write_source
from bench.tables import prepare
from orders import cloud
from orders.contract.decode import Image
from orders.projections.apply import THREADS, Applier
from orders.store import Store
from orders.streams.engine import Engine, control_store
from orders.streams.progress import Phase
from orders.streams.reading import Part, reading
from orders.streams.rebuild import Rebuild

ORDERS = 240
SEGMENTS = 4
WRITTEN = (Phase.GATHER, Phase.PARENTS, Phase.ORDERS)


@dataclass(frozen=True, slots=True)
class Anew:
    """Seconds: of the bare scan that writes, of a rebuild until its rows are written, and until it is audited."""

    rows: int
    bare: float
    written: float
    audited: float


def measure(url: str) -> Anew:
    """The bare side half before and half after ours, each time over everything."""
    prepare(url)
    for batch in Lives("anew", ORDERS, 1).first():
        write_source(batch)
    engine = Engine.live()
    with engine.applier:
        engine.pump().drain()
    rows, before = _bare()
    written, audited = _rebuild()
    _, after = _bare()
    return Anew(rows, (before + after) / 2, written, audited)


def _rebuild() -> tuple[float, float]:
    started: dict[Phase, float] = {}
    began = time.perf_counter()

    def begun(phase: Phase, _: int, __: int) -> None:
        started.setdefault(phase, time.perf_counter())

    with tempfile.TemporaryDirectory() as folder:
        Rebuild(
            control_store(),
            cloud.dynamodb(),
            make=lambda table: Applier(Store(table, cloud.dynamodb())),
            read=lambda: reading(cloud.dynamodb(), SEGMENTS, {}),
            folder=Path(folder),
            threads=SEGMENTS,
            tell=begun,
        ).run()
    ended = next(started[phase] for phase in Phase if phase in started and phase not in WRITTEN)
    return ended - began, time.perf_counter() - began


def _bare() -> tuple[int, float]:
    began = time.perf_counter()
    with ThreadPoolExecutor(SEGMENTS) as readers, ThreadPoolExecutor(THREADS) as writers:

        def copy(part: Part) -> int:
            return sum(sum(writers.map(_write, page)) for page in part.pages())

        rows = sum(readers.map(copy, reading(cloud.dynamodb(), SEGMENTS, {}).parts))
    return rows, time.perf_counter() - began


def _write(row: tuple[str, Image]) -> int:
    key, image = row
    cloud.dynamodb().put_item(TableName=BARE_TABLE, Item={**image, "pk": {"S": key}})
    return 1
