"""What somebody watches, as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.shown.hits import anchor
from support.shown.order_numbers import order_numbers
from support.watching.models import Watch
from support.watching.state import words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWatch:
    """One order by its number, its id where nobody knows it, and how it stood when it was last looked at."""

    watch: Watch
    anchor: str
    number: str
    stands: str


def shown_watches(watches: Sequence[Watch]) -> list[ShownWatch]:
    """Watches in words: one batch read for each hundred."""
    numbers = order_numbers([watch.order_id for watch in watches])
    return [_shown(watch, numbers[watch.order_id]) for watch in watches]


def _shown(watch: Watch, number: str) -> ShownWatch:
    stands = words(watch.state)
    return ShownWatch(
        watch=watch,
        anchor=anchor("watch", watch.order_id),
        number=number,
        stands=f"{stands[:1].upper()}{stands[1:]}",
    )
