"""Keeps the demo's children: starts them in order, starts again what dies, stops them in reverse."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from demo import leftovers
from demo.children import CLOUD, Child
from demo.interrupts import Interrupts
from demo.terminal import Lines
from embedded.service import Service, ServiceFailed

LOOK_SECONDS = 0.3
STOP_SECONDS = 45
"""The pretend cloud writes all it holds when it stops: what is cut off there is lost."""


class Supervisor:
    """Every child that was started, in that order."""

    def __init__(self, folder: Path, lines: Lines, interrupts: Interrupts) -> None:
        self.folder = folder
        self.notes = folder / "run"
        self.lines = lines
        self.interrupts = interrupts
        self.children: list[Child] = []
        self.running: dict[str, Service] = {}

    def start(self, children: Sequence[Child]) -> None:
        """Start them one after the other, without waiting for any to answer."""
        for child in children:
            self.children.append(child)
            self._start(child)

    def wait(self, children: Sequence[Child]) -> None:
        """Return when each answers, with a line for each. Raises ServiceFailed."""
        for child in children:
            with self.lines.step(child.name):
                self.running[child.name].wait()

    def watch(self, cloud_lost: Callable[[], None]) -> None:
        """For ever: start again what has ended. ``cloud_lost`` fills a new pretend cloud."""
        while True:
            for child in self.children:
                if not self.running[child.name].alive:
                    self._again(child, cloud_lost)
            time.sleep(LOOK_SECONDS)

    def end(self, children: Sequence[Child]) -> None:
        """End some, which ``watch`` then starts again."""
        for child in children:
            self.running[child.name].stop(STOP_SECONDS)

    def stop(self) -> None:
        """End all, last started first, one at a time: all at once would hang Celery, waiting for its broker."""
        for child in reversed(self.children):
            if (service := self.running.pop(child.name, None)) is None:
                continue
            began = time.monotonic()
            clean = service.stop(STOP_SECONDS)
            leftovers.forget(self.notes, service)
            took = f"{time.monotonic() - began:5.1f} s"
            self.lines.say(f"  {child.name:<17}{'stopped' if clean else 'killed: it did not stop by itself':<32}{took}")

    def _start(self, child: Child) -> None:
        with self.interrupts.held():
            service = self.running[child.name] = child.start()
            leftovers.remember(self.notes, service)
        child.missed = False

    def _again(self, child: Child, cloud_lost: Callable[[], None]) -> None:
        """Say that it ended, once, and start it when it is time."""
        if not child.missed:
            self._miss(child)
        if time.monotonic() < child.deaths[-1] + child.pause():
            return
        if child.name == CLOUD:
            # What it saved when it was last stopped is older than what PostgreSQL remembers.
            shutil.rmtree(self.folder / "cloud", ignore_errors=True)
        try:
            self._start(child)
            with self.lines.step(child.name, "started again"):
                self.running[child.name].wait()
        except ServiceFailed as failure:
            self.lines.say(str(failure))
            return
        if child.name == CLOUD:
            cloud_lost()

    def _miss(self, child: Child) -> None:
        dead = self.running[child.name].process
        child.missed = True
        child.deaths.append(time.monotonic())
        lost = " The pretend cloud is lost, with all that was in it." if child.name == CLOUD else ""
        pause = f" It is started again in {child.pause():.0f} s." if child.pause() else ""
        self.lines.say(f"{child.name} {how_it_ended(dead.returncode)}.{lost}{pause}")
        leftovers.end_group(dead.pid)


def how_it_ended(status: int) -> str:
    """A return code in words."""
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
