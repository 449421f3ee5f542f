"""Going on with every job: working out, sending, watching, ending. Doubled, late and lost calls are harmless."""

from __future__ import annotations


def advance() -> None:
    """One look at the jobs that move, oldest first, by one of any number of workers."""
