"""A process that serves something: started in the background, waited for, stopped."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

POLL_SECONDS = 0.05
LOG_LINES = 12
PR_SET_PDEATHSIG = 1
# Found before any fork, since a child between fork and exec may only make calls.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class ServiceFailed(Exception):
    """A service did not come up; says why with the end of its log."""


@dataclass(slots=True)
class Service:
    """One running process.

    ``url`` is how clients reach it, ``answers`` whether it does now. ``stop_signal`` asks it to end by itself.
    """

    name: str
    url: str
    process: subprocess.Popen[bytes]
    log: Path
    answers: Callable[[], bool]
    stop_signal: signal.Signals = signal.SIGTERM

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def wait(self, seconds: float = 120) -> None:
        """Return when it answers. Raises ServiceFailed when its process ends or the time is over."""
        deadline = time.monotonic() + seconds
        while not self.answers():
            if not self.alive:
                raise ServiceFailed(f"{self.name} ended with status {self.process.returncode}:\n{self.log_end()}")
            if time.monotonic() > deadline:
                raise ServiceFailed(f"{self.name} did not answer in {seconds:.0f} s:\n{self.log_end()}")
            time.sleep(POLL_SECONDS)

    def stop(self, seconds: float = 10) -> bool:
        """Ask it to end and wait; kill it, with all it started, when the time is over. True if it ended by itself."""
        if not self.alive:
            return True
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            return False
        return True

    def log_end(self) -> str:
        """The last lines of its log."""
        if not self.log.exists():
            return "(no log)"
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LOG_LINES:])


def spawn(
    arguments: Sequence[str | Path],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that Ctrl-C reaches only who started it; its output goes to ``log``.

    ``environment`` is added to ours. ``user`` is the system user to run as, for root only. Where the system can
    (Linux), it gets ``death_signal`` when we are killed: nobody would be left to stop it. We are the thread that calls
    this: when it ends, so does the process.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            cwd=cwd,
            start_new_session=True,
            preexec_fn=partial(follow_parent, death_signal),  # noqa: PLW1509 one call into libc
            **as_user(user),
        )


def follow_parent(death_signal: signal.Signals) -> None:
    """In a child, before it becomes its program: ask the kernel for a signal when the parent dies."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(death_signal))


def as_user(user: str | None) -> dict[str, Any]:
    """The arguments of ``subprocess`` that give up root for a system user, with its group and no other."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
