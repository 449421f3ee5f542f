"""What the demo says: one tidy line a step."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 17
BAR = 24
CLEAR = "\r\x1b[K"


class Lines:
    """Writes to the terminal, from any thread. Where it is no terminal, only whole lines are written."""

    def __init__(self) -> None:
        self.lively = sys.stdout.isatty()
        self.lock = threading.Lock()
        self.shares: dict[str, int] = {}

    def say(self, text: str) -> None:
        """One line."""
        with self.lock:
            print(f"{CLEAR if self.lively else ''}{text}", flush=True)

    @contextmanager
    def step(self, name: str, done: str = "ready") -> Iterator[None]:
        """A line that says a step is under way, and then how long it took."""
        began = time.monotonic()
        self._passing(f"  {name:<{WIDTH}}…")
        yield
        self.say(f"  {name:<{WIDTH}}{done:<32}{time.monotonic() - began:5.1f} s")

    def progress(self, name: str, done: int, total: int) -> None:
        """How far something is: a bar that moves on a terminal, a line each quarter elsewhere."""
        filled = BAR * done // max(total, 1)
        text = f"  {name:<{WIDTH}}{'█' * filled}{'░' * (BAR - filled)} {done:,} of {total:,}"
        if self.lively:
            self._passing(text)
        elif (quarter := 4 * done // max(total, 1)) != self.shares.get(name):
            self.shares[name] = quarter
            self.say(text)

    def _passing(self, text: str) -> None:
        if self.lively:
            with self.lock:
                print(f"{CLEAR}{text}", end="", flush=True)
