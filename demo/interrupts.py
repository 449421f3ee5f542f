"""Ctrl-C and its like: they stop the demo at any point, but never between starting a child and knowing of it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked the demo to stop. No Exception: nothing on the way may take it for a failure."""


class Interrupts:
    """Turns the first signal into ``Stopped``, later ones into nothing."""

    def __init__(self) -> None:
        self.asked = False
        self.holds = 0
        for number in SIGNALS:
            signal.signal(number, self._take)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Put a signal off until the block is over."""
        self.holds += 1
        try:
            yield
        finally:
            self.holds -= 1
        self._stop_if_asked()

    def close(self) -> None:
        """From here on every signal is ignored: stopping has begun."""
        self.holds += 1

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        if not self.asked:
            self.asked = True
            self._stop_if_asked()

    def _stop_if_asked(self) -> None:
        if self.asked and self.holds == 0:
            raise Stopped
