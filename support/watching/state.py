"""What of an order is told to who watches it: its situation, and whether it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from orders.answer import answer
from orders.answer.lines import NO_WORDS
from orders.answer.registry import EVERY_SITUATION
from orders.story import OrderStory

LATE: Final = " late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``key`` is what is compared and kept; ``until`` is when it may read differently though nothing has changed."""

    number: str
    version: int
    key: str
    until: datetime | None


def standing_of(story: OrderStory, now: datetime) -> Standing:
    """How an order stands now."""
    said, order = answer(story.snapshot, now=now, printers=story.printers), story.snapshot.order
    promise = order.deliver_by if order else None
    turns = [time for time in (said.due_at, promise) if time is not None and time > now]
    return Standing(
        number=(order.order_number if order else "") or story.snapshot.order_id,
        version=story.version,
        key=said.situation + (LATE if said.late else ""),
        until=min(turns, default=None),
    )


def words(key: str) -> str:
    """A standing in words: "out for delivery, late"."""
    situation = key.removesuffix(LATE)
    label = _labels().get(situation, situation.replace("_", " "))
    return f"{label[:1].lower()}{label[1:]}{', late' if key.endswith(LATE) else ''}"


@cache
def _labels() -> dict[str, str]:
    return {situation.name: situation.label for situation in (*EVERY_SITUATION, NO_WORDS)}
