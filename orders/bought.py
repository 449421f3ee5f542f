"""Orders by their ids, as their own rows say: for lists that know nothing of an order but its id."""

from __future__ import annotations

from collections.abc import Iterable

from orders.contract.model import Order
from orders.projections import keys
from orders.projections.facet import facet_from
from orders.store import MAX_BATCH_GET, Key, Store


def orders_of(store: Store, order_ids: Iterable[str]) -> dict[str, Order]:
    """Those that are known, by id: one batch read for each hundred. An order too long for one row is left out."""
    wanted = [_key(order_id) for order_id in dict.fromkeys(order_ids) if keys.usable(order_id)]
    found: dict[str, Order] = {}
    for start in range(0, len(wanted), MAX_BATCH_GET):
        for row in store.get_many(wanted[start : start + MAX_BATCH_GET]).values():
            facet = facet_from(row, {})
            record = facet.readable if facet else None
            if isinstance(record, Order):
                found[record.order_id] = record
    return found


def _key(order_id: str) -> Key:
    return f"O#{order_id}", keys.facet_sk("orders", order_id)
