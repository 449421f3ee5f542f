"""What somebody watches, as a list."""

from __future__ import annotations

from dataclasses import dataclass

from support.shown.hits import anchor
from support.watching.models import Watch
from support.watching.state import words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWatch:
    """One order, and how it stood when it was last looked at."""

    watch: Watch
    anchor: str
    stands: str


def shown_watch(watch: Watch) -> ShownWatch:
    """A watch in words."""
    stands = words(watch.state)
    return ShownWatch(watch=watch, anchor=anchor("watch", watch.order_id), stands=f"{stands[:1].upper()}{stands[1:]}")
