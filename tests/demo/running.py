"""A demo of the tests' own, as its user runs it: a process, a terminal, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil

from demo.state import CHECKOUT
from embedded.service import follow_parent

# What this run of the tests has set for itself, and no user has.
OURS = (
    "DATABASE_URL", "REDIS_URL", "AWS_", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "ALLOWED_HOSTS", "PUBLIC_URL",
    "STATIC_MANIFEST", "LOG_LEVEL", "DEBUG", "SOURCE_TABLE_PREFIX", "PORT", "SIMULATE", "NOTICE_FILE",
    "SEED", "SPEED", "HISTORY_DAYS",
)  # fmt: skip


def environment(state: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who has set nothing, with the demo's state elsewhere than in the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "DEMO_STATE": str(state), **more}


def manage(state: Path, *arguments: str) -> str:
    """What a management command prints."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env=environment(state),
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout


class RunningDemo:
    """``python -m demo`` with its output in a file."""

    def __init__(self, state: Path, port: int, **more: str) -> None:
        self.state = state
        self.url = f"http://127.0.0.1:{port}"
        self.output = state.with_suffix(".output")
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "demo"],
                cwd=CHECKOUT,
                env=environment(state, PORT=str(port), **more),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=partial(follow_parent, signal.SIGINT),  # noqa: PLW1509 one call into libc
            )

    @property
    def said(self) -> str:
        """Everything it has said so far."""
        return self.output.read_text()

    def wait_for(self, text: str, seconds: float = 300, *, since: int = 0) -> None:
        """Return when it has said something, after its first ``since`` characters."""
        deadline = time.monotonic() + seconds
        while text not in self.said[since:]:
            assert self.process.poll() is None, f"the demo ended:\n{self.said}"
            assert time.monotonic() < deadline, f"no {text!r} in {seconds} s:\n{self.said}\n{self.worker_log}"
            time.sleep(0.1)

    @property
    def worker_log(self) -> str:
        """The end of what its worker has logged."""
        log = self.state / "logs" / "worker.log"
        return log.read_text()[-20_000:] if log.exists() else ""

    def child(self, name: str) -> psutil.Process:
        """One of its children, by the name in its lines."""
        return psutil.Process(json.loads((self.state / "run" / f"{name}.json").read_text())["pid"])

    def kill_child(self, name: str) -> None:
        """End a child as a crash would, and wait until the demo says that it is there again."""
        since = len(self.said)
        self.child(name).kill()
        self.wait_for("started again", since=since)

    def interrupt(self, seconds: float = 60) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(seconds)
