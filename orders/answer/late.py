"""Whether an order is late, and how its promise is spoken of."""

from __future__ import annotations

from orders.answer.facts import OrderFacts
from orders.contract.model import OrderState
from orders.deadlines import UNPAID
from orders.delivery import promise_of


def is_late(facts: OrderFacts) -> bool:
    """Delivered after the promise made at checkout, or not delivered and the promise has passed.

    Cancelled orders are never late, nor are unpaid ones that nobody has begun. What is closed without a
    delivery is late once its promise has passed.
    """
    order, promise = facts.order, promise_of(facts.order)
    if order is None or promise is None or order.state is OrderState.CANCELLED:
        return False
    if facts.delivered:
        return facts.delivered.at is not None and facts.delivered.at > promise
    unpaid = order.state in UNPAID and not facts.awaited
    return not unpaid and facts.clock.now is not None and promise < facts.clock.now


def promise_words(facts: OrderFacts, *, stuck: bool) -> str:
    """The sentence about the promise of an order that is still awaited, "" where there is none to keep."""
    order, promise, clock = facts.order, promise_of(facts.order), facts.clock
    if order is None or promise is None or clock.now is None or facts.delivered or not facts.awaited:
        return ""
    if is_late(facts):
        return (
            f"It was promised for {clock.day(promise)} and is {clock.gone(promise) or 'a moment'} late{_moved(facts)}"
        )
    if stuck and order.dispatch_by and clock.now < order.dispatch_by <= promise:
        return f"To keep the promise of {clock.day(promise)} it must leave the printer{clock.by(order.dispatch_by)}"
    return f"It is promised for {clock.day(promise)}{_moved(facts)}"


def _moved(facts: OrderFacts) -> str:
    """The promise in force, where it is another than the first."""
    order = facts.order
    if order is None or not order.deliver_by or not order.first_deliver_by:
        return ""
    first, now = facts.clock.day(order.first_deliver_by), facts.clock.day(order.deliver_by)
    return f"; the promise has been moved to {now}" if first != now else ""
