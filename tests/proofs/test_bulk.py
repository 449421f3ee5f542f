"""A bulk job of thousands of rows is finished, each row executed once, whatever dies in the middle: ``make proofs``.

``BULK_PROOF_ROWS`` makes it shorter. Executions are counted in Step Functions, and by the lines in their inputs.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from tests.proofs.conftest import Line, broken_lines, started
from tests.proofs.installation import Installation
from tests.proofs.test_executed_once import meanwhile, tell
from tests.streams import backend

pytestmark = pytest.mark.soak

ROWS = int(os.environ.get("BULK_PROOF_ROWS", "2000"))
WITHIN = 420 + ROWS
KILL_EVERY = 8.0
TAKEN = "SELECT id, order_id, line_id FROM support_command WHERE started_at IS NOT NULL"
DONE = "SELECT state FROM support_bulkjob WHERE state <> 'done'"


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many rows as the proof has, and enough on their way that it comes to an end."""
    monkeypatch.setenv("BULK_ROWS_OPS", str(ROWS))
    monkeypatch.setenv("BULK_ROWS_ALONE", str(ROWS))
    monkeypatch.setenv("BULK_ON_THE_WAY", "100")


@contextmanager
def renderer(at: Installation) -> Iterator[None]:
    """The backend renders what was started, as Step Functions would have it do, in rows of its own."""
    over, made = Event(), set[str]()

    def work() -> None:
        while not over.wait(0.5):
            for command_id, order_id, line_id in at.rows(TAKEN):
                if command_id not in made:
                    made.add(command_id)
                    about = {"line_id": line_id, "print_id": f"p-{order_id}", "attempt": 2, "command_id": command_id}
                    backend.put("renders", backend.render(f"again-{command_id}", order_id, **about))

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def kills(at: Installation) -> Iterator[None]:
    """In turn a process of the worker, one of the web server, the whole worker, and Redis with all its wake-ups."""
    while True:
        for _ in range(3):
            at.kill_a_child("worker")
            yield
        at.kill_a_child("web")
        yield
        at.kill("worker")
        at.start_worker()
        yield
        at.kill("redis")
        at.start_redis()
        yield


def test_everything_is_killed_in_the_middle_of_a_job(installation: Installation) -> None:
    lines = broken_lines(ROWS)
    installation.start_worker()
    body = {
        "action": "render",
        "selection": {"lines": [[line.order_id, line.line_id] for line in lines]},
        "cause": "asset_missing",
        "reason": "a bad release of the renderer",
    }
    began = time.monotonic()
    with renderer(installation):
        with meanwhile(kills(installation), KILL_EVERY):
            job = installation.post("/api/v1/bulk-jobs", "proof", body)
            wait_until_done(installation)
        took = time.monotonic() - began
    check_each_once(installation, lines, job["job_id"])
    tell(f"A bulk job of {ROWS} rows, {installation.kills} processes killed (workers, web, Redis): one execution each, "
         f"done after {took:.0f} s")  # fmt: skip


def wait_until_done(at: Installation) -> None:
    """Until the job has come to its end."""
    until = time.monotonic() + WITHIN
    while left := at.rows(DONE):
        counts = at.rows("SELECT state, count(*) FROM support_bulkrow GROUP BY state")
        assert time.monotonic() < until, f"{left}: {counts}"
        time.sleep(1)


def check_each_once(at: Installation, lines: list[Line], job_id: str) -> None:
    """Every row has one command, every command one execution, every line was asked for once, and the audit tells."""
    found = started(at)
    assert sorted(found.names) == sorted(row[0] for row in at.rows("SELECT command_id FROM support_bulkrow"))
    assert found.lines == Counter((line.order_id, line.line_id) for line in lines)
    assert at.rows("SELECT state, count(*) FROM support_bulkrow GROUP BY state") == [("asked", len(lines))]
    assert at.rows("SELECT state, count(*) FROM support_command GROUP BY state") == [("done", len(lines))]
    assert at.rows("SELECT id, count(*) OVER () FROM support_bulkjob") == [(job_id, 1)]
    for name in ("bulk.proposed", "bulk.planned", "bulk.started", "bulk.ended"):
        assert at.rows(f"SELECT count(*) FROM support_auditevent WHERE type = '{name}'") == [(1,)], name  # noqa: S608
