"""The supervisor's parts, each alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from demo import leftovers
from demo.children import Child
from demo.interrupts import SIGNALS, Interrupts, Stopped
from demo.lock import AlreadyRunning, only_one
from demo.supervisor import Supervisor, how_it_ended
from demo.terminal import Lines
from embedded.service import Service, spawn

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def sleeper(folder: Path, name: str = "Sleeper") -> Service:
    """A service that does nothing but run."""
    log = folder / "sleeper.log"
    return Service(name, "", spawn(SLEEP, log), log, lambda: True)


@pytest.fixture
def interrupts() -> Iterator[Interrupts]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield Interrupts()
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_child_that_keeps_dying_is_started_less_and_less_often() -> None:
    child = Child("Unlucky", lambda: pytest.fail("not started here"))
    pauses = []
    for _ in range(8):
        child.deaths.append(time.monotonic())
        pauses.append(child.pause())
    assert pauses == [0, 1, 2, 4, 8, 16, 30, 30]


def test_deaths_of_long_ago_are_forgiven() -> None:
    child = Child("Lucky", lambda: pytest.fail("not started here"))
    child.deaths.extend([time.monotonic() - 600] * 5)
    child.deaths.append(time.monotonic())
    assert child.pause() == 0


def test_what_died_is_started_again(
    tmp_path: Path, interrupts: Interrupts, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor = Supervisor(tmp_path, Lines(), interrupts)
    supervisor.start([Child("Sleeper", lambda: sleeper(tmp_path))])
    first = supervisor.running["Sleeper"].process
    first.kill()
    first.wait()

    class Enough(Exception):
        pass

    def after_one_look(_seconds: float) -> None:
        raise Enough

    monkeypatch.setattr("demo.supervisor.time.sleep", after_one_look)
    with pytest.raises(Enough):
        supervisor.watch(lambda: pytest.fail("no cloud here"))
    assert supervisor.running["Sleeper"].alive
    monkeypatch.undo()
    supervisor.stop()
    said = capsys.readouterr().out
    assert "Sleeper was ended by SIGKILL." in said
    assert "started again" in said


def test_stopping_begins_with_what_was_started_last(
    tmp_path: Path, interrupts: Interrupts, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor = Supervisor(tmp_path, Lines(), interrupts)
    supervisor.start([Child(name, partial(sleeper, tmp_path, name)) for name in ("One", "Two", "Three")])
    supervisor.stop()
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["Three", "Two", "One"]
    assert list((tmp_path / "run").iterdir()) == []


def test_leftovers_of_a_killed_demo_are_ended(tmp_path: Path) -> None:
    service = sleeper(tmp_path)
    leftovers.remember(tmp_path / "run", service)
    assert leftovers.sweep(tmp_path / "run") == ["Sleeper"]
    service.process.wait(5)
    assert list((tmp_path / "run").iterdir()) == []


def test_a_process_that_only_has_the_same_id_is_left_alone(tmp_path: Path) -> None:
    service = sleeper(tmp_path)
    leftovers.remember(tmp_path, service)
    note = tmp_path / "Sleeper.json"
    began = psutil.Process(service.process.pid).create_time()
    note.write_text(note.read_text().replace(str(began), str(began + 100)))
    assert leftovers.sweep(tmp_path) == []
    assert service.alive
    service.stop()


def test_what_a_dead_child_left_behind_is_ended(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid)"
    )
    log = tmp_path / "log"
    parent = spawn([sys.executable, "-c", script], log)
    parent.wait()
    orphan = psutil.Process(int(log.read_text()))
    leftovers.end_group(parent.pid)
    orphan.wait(5)


def test_one_demo_a_folder(tmp_path: Path) -> None:
    attempt = "from demo.lock import only_one; from pathlib import Path; only_one(Path('.')).__enter__()"
    with only_one(tmp_path, 8000):
        refused = subprocess.run(
            [sys.executable, "-c", attempt],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
            check=False,
            capture_output=True,
            text=True,
        )
    assert "AlreadyRunning" in refused.stderr
    assert f"process {os.getpid()}, http://127.0.0.1:8000" in refused.stderr
    with only_one(tmp_path):
        pass


def test_the_lock_of_the_same_process_holds_too(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(AlreadyRunning), only_one(tmp_path):
        pass


def test_a_signal_waits_while_a_child_is_being_started(interrupts: Interrupts) -> None:
    reached = []

    def start_a_child() -> None:
        with interrupts.held():
            os.kill(os.getpid(), signal.SIGTERM)
            reached.append("the end of the block")

    with pytest.raises(Stopped):
        start_a_child()
    assert reached == ["the end of the block"]


def test_a_second_ctrl_c_does_not_disturb_the_stopping(interrupts: Interrupts) -> None:
    with pytest.raises(Stopped):
        os.kill(os.getpid(), signal.SIGINT)
    interrupts.close()
    os.kill(os.getpid(), signal.SIGINT)
    assert interrupts.asked


def test_progress_off_a_terminal_is_a_line_each_quarter(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines()
    for done in range(101):
        lines.progress("Rows", done, 100)
    assert [line.split()[-3] for line in capsys.readouterr().out.splitlines()] == ["0", "25", "50", "75", "100"]


@pytest.mark.parametrize(("status", "words"), [(-9, "was ended by SIGKILL"), (3, "ended with status 3")])
def test_an_end_is_told_in_words(status: int, words: str) -> None:
    assert how_it_ended(status) == words
