"""An order as the projection has it."""

from __future__ import annotations

from orders.contract.model import Order
from orders.read import load_story
from orders.store import Store


def stored(store: Store, order_id: str = "o1") -> Order:
    """The order's own row."""
    story = load_story(order_id, store)
    assert story is not None
    assert story.snapshot.order is not None
    return story.snapshot.order
