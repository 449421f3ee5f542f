"""The numbers that people know orders by, for lists that keep their ids alone."""

from __future__ import annotations

import logging
from collections.abc import Collection

from botocore.exceptions import BotoCoreError, ClientError

from orders.bought import orders_of
from orders.store import live_store

log = logging.getLogger(__name__)


def order_numbers(order_ids: Collection[str]) -> dict[str, str]:
    """By id: one batch read for each hundred. An order that nobody knows, or all while the projection does not answer,
    is called by its id: no list waits for a number.
    """
    known = {order_id: order_id for order_id in order_ids}
    if not known:
        return {}
    try:
        found = orders_of(live_store(), known)
    except (BotoCoreError, ClientError) as error:
        log.warning("the numbers of orders are not known: %s", type(error).__name__)
        return known
    return known | {order_id: order.order_number for order_id, order in found.items() if order.order_number}
