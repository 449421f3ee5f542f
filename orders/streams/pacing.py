"""How long to wait before a shard is asked again; apart from asking."""

from __future__ import annotations

from dataclasses import dataclass

FULL_PAGE = 1_000
"""GetRecords gives at most so many."""

AFTER_SOME, LONGEST = 0.25, 0.5
"""Seconds. A shard answers five GetRecords a second, shared with whoever else reads it."""


@dataclass(slots=True)
class Pacing:
    """``next_at`` is the monotonic second at which the shard is due again."""

    next_at: float = 0.0
    _pause: float = 0.0

    def fetched(self, count: int, now: float) -> None:
        """Take note of how much the last fetch brought."""
        if count >= FULL_PAGE:
            self._pause = 0.0
        elif count:
            self._pause = AFTER_SOME
        else:
            self._pause = min(LONGEST, self._pause + AFTER_SOME)
        self.next_at = now + self._pause

    def failed(self, now: float) -> None:
        """Wait a moment after a failure."""
        self.next_at = now + 2 * LONGEST
