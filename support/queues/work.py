"""What people did about rows of a queue: whose each is, and which are put off or done with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q

from orders.queues import QueueRow
from support.queues.models import WorkItem
from support.queues.row_id import RowKey, key_of

LONGEST_SEEN: Final = 100


class Standing(StrEnum):
    """Whether a row is work for somebody now."""

    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is kept of one row; ``seen`` is what it said when somebody put it off or was done with it."""

    owner: int | None = None
    owned_at: datetime | None = None
    snoozed_until: datetime | None = None
    done_at: datetime | None = None
    seen: str = ""

    def standing(self, row: QueueRow, now: datetime) -> Standing:
        """How the row stands: one that says something else by now is work again."""
        if self.seen != said(row):
            return Standing.OPEN
        if self.done_at is not None:
            return Standing.DONE
        return Standing.SNOOZED if self.snoozed_until and self.snoozed_until > now else Standing.OPEN


UNTOUCHED: Final = Work()
AllWork = Mapping[tuple[str, str], Work]
"""By the key of a row."""


def said(row: QueueRow) -> str:
    """What a row says, as ``WorkItem.seen`` keeps it: since when it is work, and why."""
    return f"{row.due_at.isoformat()} {row.code}"[:LONGEST_SEEN]


def work_of(queue: str, now: datetime) -> AllWork:
    """What matters now of all that was done about a queue: one query. A row that is not there is nobody's."""
    hidden = Q(done_at__isnull=False) | Q(snoozed_until__gt=now)
    kept = WorkItem.objects.filter(hidden | Q(owner__isnull=False), queue=queue)
    return {RowKey(item.order_id, item.sub): _work(item) for item in kept.iterator(chunk_size=2_000)}


def of(row: QueueRow, work: AllWork) -> Work:
    """A row's own."""
    return work.get(key_of(row), UNTOUCHED)


def _work(item: WorkItem) -> Work:
    return Work(
        owner=item.owner_id,
        owned_at=item.owned_at,
        snoozed_until=item.snoozed_until,
        done_at=item.done_at,
        seen=item.seen,
    )
