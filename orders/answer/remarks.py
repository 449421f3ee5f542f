"""Where the backend's rows contradict each other: said in the sentence, so that nobody is misled by one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from orders.answer.facts import OrderFacts
from orders.answer.words import in_words, quote
from orders.contract.model import OrderState

Remark = Callable[[OrderFacts], str]
UNPAID = frozenset({OrderState.AWAITING_PAYMENT, OrderState.PAYMENT_FAILED})
ARRIVED = frozenset({OrderState.DELIVERED, OrderState.CLOSED})
CLOCKS_DIFFER = timedelta(minutes=10)


def order_row_missing(facts: OrderFacts) -> str:
    """Its print jobs or parcels are known, the order is not."""
    return "The order's own row is missing, so its promise is not known" if not facts.order and facts.lines else ""


def unpaid_but_begun(facts: OrderFacts) -> str:
    """A printer has it, and the order says that it is not paid."""
    order = facts.order
    begun = order is not None and order.state in UNPAID and facts.under_way
    return f"The order itself still says {quote(in_words(order.raw_state))}" if order and begun else ""


def said_delivered(facts: OrderFacts) -> str:
    """The order says that all arrived, its parcels do not."""
    order = facts.order
    wrong = order is not None and order.state in ARRIVED and facts.snapshot.parcels and not facts.delivered
    return "The order itself says that all of it was delivered; its parcels do not" if wrong else ""


def not_said_delivered(facts: OrderFacts) -> str:
    """All parcels arrived, and the order never heard of it."""
    order, at = facts.order, facts.delivered.at if facts.delivered else None
    behind = {OrderState.CONFIRMED, OrderState.PREPARING, OrderState.IN_PRODUCTION, *UNPAID}
    silent = order is not None and at is not None and order.state in behind and facts.snapshot.parcels
    return f"The order itself still says {quote(in_words(order.raw_state))}" if order and silent else ""


def unknown_state(facts: OrderFacts) -> str:
    """The order's state is a word we do not know."""
    order = facts.order
    if order is None or order.state is not OrderState.UNKNOWN or not order.raw_state:
        return ""
    return f"The order's own state, {quote(order.raw_state)}, is one we do not know"


def from_the_future(facts: OrderFacts) -> str:
    """A delivery that is dated later than now."""
    at, now = facts.delivered.at if facts.delivered else None, facts.clock.now
    wrong = at is not None and now is not None and at - now > CLOCKS_DIFFER
    return "That date is still to come, so somebody's clock is wrong" if wrong else ""


REMARKS: tuple[Remark, ...] = (
    order_row_missing,
    unpaid_but_begun,
    said_delivered,
    not_said_delivered,
    unknown_state,
    from_the_future,
)


def remarks(facts: OrderFacts) -> tuple[str, ...]:
    """Every contradiction worth a sentence; the same one is not said twice."""
    return tuple(dict.fromkeys(said for remark in REMARKS if (said := remark(facts))))
