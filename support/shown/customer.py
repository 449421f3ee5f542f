"""The customer page: open orders worst first, past orders newest first, other accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orders.answer.model import Tone
from orders.customer import CustomerStory, OrderSummary
from support.audit.listing import acts_before
from support.shown.audit import ShownEvent, shown_acts
from support.shown.hits import anchor
from support.shown.reveals import ShownReveal

MOST_ACTS: Final = 10
MOST_ORDERS: Final = 200
"""Acts are looked for on so many of the orders that the page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOrder:
    """One order in a list. ``tone`` counts being late, which depends on the hour."""

    summary: OrderSummary
    anchor: str
    late: bool
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPage:
    """Everything the customer's templates draw. ``cursor`` is "" on the first page of past orders."""

    story: CustomerStory
    now: datetime
    cursor: str
    open_orders: tuple[ShownOrder, ...]
    past_orders: tuple[ShownOrder, ...]
    reveal: ShownReveal | None = None

    @property
    def acts(self) -> list[ShownEvent]:
        """What colleagues did about these orders lately, newest first: one query, asked where it is shown."""
        orders = [order.summary for order in (*self.open_orders, *self.past_orders)][:MOST_ORDERS]
        numbers = {order.order_id: order.order_number for order in orders}
        return shown_acts(acts_before(list(numbers), MOST_ACTS), numbers)


def customer_page(story: CustomerStory, now: datetime, cursor: str, reveal: ShownReveal | None = None) -> CustomerPage:
    """The page at this moment of a masked story, or of one that was revealed."""
    return CustomerPage(
        story=story,
        now=now,
        cursor=cursor,
        open_orders=tuple(sorted(_shown(story.open_orders, now), key=_worst_first)),
        past_orders=tuple(_shown(story.past_orders, now)),
        reveal=reveal,
    )


def _shown(orders: Iterable[OrderSummary], now: datetime) -> Iterable[ShownOrder]:
    for order in orders:
        late = order.late(now)
        tone = Tone.WARN if late and order.open and order.tone in (Tone.OK, Tone.IDLE) else order.tone
        yield ShownOrder(summary=order, anchor=anchor("order", order.order_id), late=late, tone=tone)


def _worst_first(order: ShownOrder) -> tuple[int, bool, float]:
    """By severity, then late ones, then the oldest."""
    placed = order.summary.placed_at
    return (-order.summary.severity, not order.late, placed.timestamp() if placed else float("inf"))
