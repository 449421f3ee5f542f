"""Following the orders that are watched: their versions by the hundred, and only those that moved are looked at.

Every step is an update on the condition of what was last known, in the transaction of the notice, and a notice has a
key: two that follow at once tell once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from botocore.exceptions import BotoCoreError, ClientError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from orders.projections import keys
from orders.projections.aggregate import TornRead
from orders.read import load_story
from orders.store import MAX_BATCH_GET, live_store
from support.notices.models import NoticeKind
from support.notices.tell import tell
from support.watching.models import Watch
from support.watching.state import Standing, standing_of, words

log = logging.getLogger(__name__)


def follow() -> None:
    """Tell everybody of what they watch and what stands differently than they last knew."""
    now = timezone.now()
    try:
        for order_id, watches in _moved(now):
            _look(order_id, watches, now)
    except (BotoCoreError, ClientError) as error:
        log.warning("watched orders cannot be read: %s", type(error).__name__)


def versions(order_ids: Sequence[str]) -> dict[str, int]:
    """The versions of orders, one batch read for each hundred; an order that is not known is left out."""
    found: dict[str, int] = {}
    for start in range(0, len(order_ids), MAX_BATCH_GET):
        heads = {(f"O#{order_id}", keys.HEAD): order_id for order_id in order_ids[start : start + MAX_BATCH_GET]}
        rows = live_store().get_many(list(heads), only=("pk", "sk", "ver"))
        found |= {heads[key]: int(row["ver"]) for key, row in rows.items()}
    return found


def _moved(now: datetime) -> Iterator[tuple[str, list[Watch]]]:
    """The orders that have moved, or whose time has come, each with the watches that do not know it yet."""
    every = Watch.objects.select_related("person").filter(person__is_active=True).order_by("order_id")
    watched = {order_id: list(watches) for order_id, watches in groupby(every, lambda watch: watch.order_id)}
    at = versions(list(watched))
    for order_id, watches in watched.items():
        due = [each for each in watches if each.version != at.get(order_id) or (each.until and each.until <= now)]
        if order_id in at and due:
            yield order_id, due


def _look(order_id: str, watches: Sequence[Watch], now: datetime) -> None:
    """See how an order stands, consistently: what a stale read made look new is found to be known."""
    try:
        story = load_story(order_id, consistent=True)
    except TornRead:
        return  # somebody writes it at this moment; the next turn sees it
    if story is None:
        return
    stands = standing_of(story, now)
    for watch in watches:
        _step(watch, stands)


@transaction.atomic
def _step(watch: Watch, stands: Standing) -> None:
    """Take one watch on to how its order stands, unless somebody else has, and say so where it is news."""
    known = Watch.objects.filter(pk=watch.pk, version=watch.version, state=watch.state, until=watch.until)
    if not known.update(version=stands.version, state=stands.key, until=stands.until) or stands.key == watch.state:
        return
    text = f"{stands.number}: {words(stands.key)} (was: {words(watch.state)})"
    key = f"watched:{watch.order_id}:{stands.version}:{stands.key}"
    address = reverse("order", args=[watch.order_id])
    tell(watch.person, NoticeKind.WATCHED, key, watch.order_id, text, address)
