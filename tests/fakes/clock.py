"""A clock that moves when it is told to, or when somebody sleeps on it: hours of leases pass in a moment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Clock:
    """Stands in for the ``time`` module of whoever waits. ``now`` is in seconds."""

    now: float = 1_000.0

    def monotonic(self) -> float:
        """Seconds since nothing in particular."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let that much time pass, at once."""
        self.now += seconds
