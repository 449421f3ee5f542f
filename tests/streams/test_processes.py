"""Real processes on the embedded parts: killed, stopped and cut off in mid-batch, they lose and double nothing.

The long one is ``make soak``; ``SOAK_CLOUD_RECORDS`` and ``SOAK_CLOUD_KILLS`` make it shorter.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

import pytest

from embedded.service import Service
from orders import cloud as clouds
from orders.projections.digest import derived_differences, read_contents, source_rows
from orders.store import live_store
from orders.streams.engine import control_store
from orders.streams.status import stream_status, wait
from tests.conftest import SERVICES
from tests.streams import backend
from tests.streams.folding import fold
from tests.streams.processes import Crew
from tests.streams.test_soak import tell, written

RECORDS = int(os.environ.get("SOAK_CLOUD_RECORDS", "50000"))
KILLS = int(os.environ.get("SOAK_CLOUD_KILLS", "50"))
SHORT = 400
CATCH_UP_SECONDS = 120
BATCH = 500


@pytest.fixture
def crew(cloud: str, tmp_path: Path) -> Iterator[Crew]:
    """Two workers, two beats."""
    made = Crew(tmp_path, Random(3))
    try:
        made.start(2)
        yield made
    finally:
        made.stop()


@pytest.fixture
def emulator(request: pytest.FixtureRequest, cloud: str) -> Service:
    """The process of the AWS emulator."""
    running: list[Service] = request.config.stash[SERVICES].running
    return next(service for service in running if service.name == "AWS emulator")


def write(records: int, rng: Random, between: Callable[[], None] = lambda: None) -> None:
    """Write like the backend; ``between`` batches, something else."""
    for number, (table, item) in enumerate(written(rng, records)):
        backend.put(table, item)
        if number % BATCH == BATCH - 1:
            between()


def check() -> None:
    """Everything is applied, once, as a direct fold of the source gives it."""
    assert wait(CATCH_UP_SECONDS, control_store())
    contents, folded = read_contents(live_store()), fold(source_rows(clouds.dynamodb()))
    assert list(derived_differences(contents)) == []
    assert contents.digest() == folded.digest()
    assert stream_status().balanced


def test_killed_stopped_and_cut_off_nothing_is_lost(crew: Crew, emulator: Service) -> None:
    with ThreadPoolExecutor(1) as backend_at_work:
        writing = backend_at_work.submit(write, SHORT, crew.rng)
        crew.kill_a_process()
        crew.double_the_pumps()
        crew.hold_a_worker(1)
        crew.flush_redis()
        crew.kill_a_worker()
        crew.restart_redis(0.5)
        emulator.process.send_signal(signal.SIGSTOP)
        time.sleep(2)
        emulator.process.send_signal(signal.SIGCONT)
        writing.result()
    check()


@pytest.mark.soak
def test_fifty_thousand_records_and_fifty_kills(crew: Crew, emulator: Service) -> None:
    began, rounds = time.monotonic(), max(1, RECORDS // BATCH)
    deaths: list[Callable[[], None]] = [crew.kill_a_process, crew.kill_a_process, crew.kill_a_worker]
    others: list[Callable[[], None]] = [
        crew.flush_redis,
        crew.double_the_pumps,
        partial(crew.hold_a_worker, 15),
        partial(crew.restart_redis, 5),
    ]
    done = 0

    def disturb() -> None:
        nonlocal done
        done += 1
        while crew.kills < KILLS * done / rounds:
            crew.rng.choice(deaths)()
            time.sleep(crew.rng.random())
        if crew.rng.random() < 0.1:
            crew.rng.choice(others)()

    write(RECORDS, crew.rng, disturb)
    emulator.process.send_signal(signal.SIGSTOP)
    time.sleep(60)
    emulator.process.send_signal(signal.SIGCONT)
    check()
    contents = read_contents(live_store())
    tell(f"{RECORDS:,} records, {crew.kills} processes killed, {time.monotonic() - began:,.0f} s")
    tell(f"{len(contents.facets):,} facets, digest {contents.digest()[:16]} equal to the direct fold\n")
