"""What somebody watches, as a list."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from orders.bought import orders_of
from orders.store import live_store
from support.shown.hits import anchor
from support.watching.models import Watch
from support.watching.state import words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWatch:
    """One order by its number, its id where nobody knows it, and how it stood when it was last looked at."""

    watch: Watch
    anchor: str
    number: str
    stands: str


def shown_watches(watches: Sequence[Watch]) -> list[ShownWatch]:
    """Watches in words: one batch read for each hundred."""
    numbers = _numbers([watch.order_id for watch in watches])
    return [_shown(watch, numbers.get(watch.order_id) or watch.order_id) for watch in watches]


def _numbers(order_ids: Sequence[str]) -> Mapping[str, str]:
    """By id; none while the projection does not answer, as the list itself does not need it."""
    try:
        return {order_id: order.order_number for order_id, order in orders_of(live_store(), order_ids).items()}
    except (BotoCoreError, ClientError) as error:
        log.warning("the numbers of watched orders are not known: %s", type(error).__name__)
        return {}


def _shown(watch: Watch, number: str) -> ShownWatch:
    stands = words(watch.state)
    return ShownWatch(
        watch=watch,
        anchor=anchor("watch", watch.order_id),
        number=number,
        stands=f"{stands[:1].upper()}{stands[1:]}",
    )
