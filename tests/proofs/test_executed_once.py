"""Every accepted command is executed once, within two minutes, whatever dies: ``make proofs``.

``PROOF_COMMANDS`` makes it shorter. Executions are counted in Step Functions, and by the lines in their inputs.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread

import pytest

from embedded.service import Service
from orders import cloud as clients
from tests.proofs.conftest import ask_for_all, broken_lines, check_each_once
from tests.proofs.installation import Installation
from tests.proofs.proxy import Fault, Proxy

pytestmark = pytest.mark.soak

COMMANDS = int(os.environ.get("PROOF_COMMANDS", "1000"))
FEW = max(20, COMMANDS // 10)
WITHIN = 120
KILL_EVERY = 1.5
BUCKET = "printdesk-audit"
OFF = 600
CRASHES = 3


def tell(line: str) -> None:
    """A figure, for whoever runs it."""
    sys.stderr.write(f"\n{line}\n")


@contextmanager
def meanwhile(disturb: Iterator[None], pause: float) -> Iterator[None]:
    """Something bad happens every few moments, in this thread's place; it is over when the block is."""
    over = Event()

    def again() -> None:
        while not over.wait(pause):
            next(disturb)

    thread = Thread(target=again)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def kills(at: Installation) -> Iterator[None]:
    """Now a process of the worker, now one of the web server, which answers again before the next."""
    while True:
        at.kill_a_child(at.rng.choice(["worker", "worker", "web"]))
        at.services["web"].wait()
        yield


def test_processes_are_killed_at_any_moment(installation: Installation) -> None:
    lines = broken_lines(COMMANDS // 2)
    installation.start_worker()
    with meanwhile(kills(installation), KILL_EVERY):
        # Whoever's call was cut off waits a minute before it is taken for dead: many are at it, so that all go on.
        accepted = ask_for_all(installation, lines, at_once=32)
    installation.wait_until_sent(WITHIN)
    found = check_each_once(installation, accepted, lines)
    assert found.slowest < WITHIN
    tell(f"{len(accepted)} commands, {installation.kills} processes killed: one execution each, "
         f"the last {found.slowest:.0f} s after its click")  # fmt: skip


def test_a_worker_is_killed_between_the_answer_and_the_row(installation: Installation, proxy: Proxy) -> None:
    lines, killed = broken_lines(FEW), count()

    def kill() -> None:
        if next(killed) % 4 == 0:
            installation.kill_a_child("worker")

    proxy.between = kill
    installation.start_worker()
    accepted = ask_for_all(installation, lines)
    installation.wait_until_sent(2 * WITHIN)
    found = check_each_once(installation, accepted, lines)
    tell(f"{len(accepted)} commands, {installation.kills} senders killed after Step Functions had answered, before the "
         f"row was written: one execution each, the last {found.slowest:.0f} s after its click")  # fmt: skip


def test_the_scheduler_inside_a_worker_is_killed(installation: Installation) -> None:
    lines = broken_lines(FEW)
    installation.start_worker()
    installation.kill_the_children("worker")
    installation.kill("redis")
    accepted = ask_for_all(installation, lines)
    installation.start_redis()
    installation.wait_until_sent(WITHIN)
    found = check_each_once(installation, accepted, lines)
    tell(f"The scheduler killed, and Redis gone at each click: {len(accepted)} commands, one execution each, "
         f"the last {found.slowest:.0f} s after its click")  # fmt: skip


def test_redis_loses_a_thousand_wake_ups(installation: Installation) -> None:
    lines = broken_lines(COMMANDS)
    accepted = ask_for_all(installation, lines)
    lost = installation.flush_redis()
    installation.kill("redis")
    time.sleep(5)
    installation.start_redis()
    began = time.monotonic()
    installation.start_worker()
    installation.wait_until_sent(WITHIN)
    check_each_once(installation, accepted, lines)
    assert lost >= len(lines)
    tell(f"{lost} wake-ups lost and Redis killed: {len(accepted)} commands, one execution each, "
         f"all sent {time.monotonic() - began:.0f} s after a worker began to start")  # fmt: skip


def test_redis_is_gone_while_people_click(installation: Installation) -> None:
    lines = broken_lines(FEW)
    installation.start_worker()
    installation.kill("redis")
    accepted = ask_for_all(installation, lines)
    installation.start_redis()
    installation.wait_until_sent(WITHIN)
    found = check_each_once(installation, accepted, lines)
    tell(f"{len(accepted)} clicks without Redis: one execution each, the last {found.slowest:.0f} s after its click")


def test_step_functions_stands_still_for_a_minute(installation: Installation, emulator: Service, proxy: Proxy) -> None:
    lines, stopped = broken_lines(FEW), Event()

    def stop_first() -> Fault | None:
        if not stopped.is_set():
            emulator.process.send_signal(signal.SIGSTOP)
            stopped.set()
        return None

    proxy.fault = stop_first
    accepted = ask_for_all(installation, lines)
    installation.start_worker()
    assert stopped.wait(60)
    time.sleep(60)
    emulator.process.send_signal(signal.SIGCONT)
    began = time.monotonic()
    installation.wait_until_sent(WITHIN)
    check_each_once(installation, accepted, lines)
    tell(f"AWS stood still for 60 s between click and start: {len(accepted)} commands, one execution each, "
         f"all sent {time.monotonic() - began:.0f} s after it went on")  # fmt: skip


def test_answers_are_throttled_broken_dropped_and_late(installation: Installation, proxy: Proxy) -> None:
    lines, rng = broken_lines(FEW), installation.rng
    proxy.fault = lambda: rng.choice([*Fault, None, None, None, None, None])
    installation.start_worker()
    accepted = ask_for_all(installation, lines)
    installation.wait_until_sent(3 * WITHIN)
    found = check_each_once(installation, accepted, lines)
    what = ", ".join(f"{number} {name}" for name, number in sorted(proxy.happened.items()))
    tell(f"{len(accepted)} commands, {what}: one execution each, the last {found.slowest:.0f} s after its click")


def test_the_database_is_killed(installation: Installation) -> None:
    lines = broken_lines(FEW)
    installation.start_worker()
    with ThreadPoolExecutor(1) as people:
        asked = people.submit(ask_for_all, installation, lines, at_once=2)
        # Here and not in a thread: a process that a thread has started is stopped when the thread ends.
        for _ in range(CRASHES):
            time.sleep(2)
            installation.kill("postgres")
            installation.start_postgres()
        accepted = asked.result()
    installation.wait_until_sent(WITHIN)
    kept = {row[0] for row in installation.rows("SELECT id FROM support_command")}
    assert set(accepted) <= kept
    found = check_each_once(installation, accepted, lines)
    audited = installation.rows("SELECT count(*) FROM support_auditevent WHERE type = 'command.render'")[0][0]
    assert audited == len(accepted)
    tell(f"PostgreSQL killed {installation.kills} times: none of {len(accepted)} answered commands lost, each audited, "
         f"one execution each, the last {found.slowest:.0f} s after its click")  # fmt: skip


def test_schedulers_with_wrong_clocks_have_one_effect(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIT_BUCKET", BUCKET)
    clients.s3().create_bucket(
        Bucket=BUCKET,
        ObjectLockEnabledForBucket=True,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    lines = broken_lines(FEW)
    for off in (-OFF, 0, OFF):
        installation.start_beat(off)
    accepted = ask_for_all(installation, lines)
    installation.flush_redis()  # whatever is sent is sent by the ticks
    installation.start_worker(beat=False)
    installation.wait_until_sent(WITHIN)
    found = check_each_once(installation, accepted, lines)
    assert installation.rows("SELECT count(*) FROM support_command WHERE changes <> 2 OR attempts <> 1") == [(0,)]
    time.sleep(10)
    anchors = [each["Key"] for each in clients.s3().list_objects_v2(Bucket=BUCKET)["Contents"]]
    last = installation.rows("SELECT number, hash FROM support_auditevent ORDER BY number DESC LIMIT 1")[0]
    assert len({key.rpartition("/")[2].partition("-")[0] for key in anchors}) == len(anchors)
    assert sum(last[1] in key for key in anchors) == 1
    tell(f"Three schedulers, clocks off by {OFF / 60:.0f} minutes: {len(accepted)} commands, one attempt, two changes "
         f"of state and one execution each, one anchor of the chain's end; the last {found.slowest:.0f} s after its "
         "click")  # fmt: skip
