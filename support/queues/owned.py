"""What somebody, or everybody of their roles, has taken, over all queues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from orders.queues import QueueRow
from support.queues.matching import Wanted, Whose, matching, owners_of
from support.queues.models import WorkItem
from support.queues.names import QUEUES
from support.queues.snapshot import Snapshot, snapshot
from support.queues.work import AllWork, work_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """Their rows of one queue."""

    snapshot: Snapshot
    rows: list[QueueRow]
    work: AllWork


def owned(whose: Whose, person: User, now: datetime) -> list[Owned]:
    """Their rows that are work now, queue by queue; queues in which they have none are not read."""
    owners = owners_of(whose, person) or ()
    named = set(WorkItem.objects.filter(owner__in=[each for each in owners if each]).values_list("queue", flat=True))
    found = [_of(queue, whose, person, now) for queue in QUEUES if queue in named]
    return [each for each in found if each.rows]


def _of(queue: str, whose: Whose, person: User, now: datetime) -> Owned:
    here, work = snapshot(queue), work_of(queue, now)
    return Owned(snapshot=here, rows=matching(here, Wanted(whose=whose), person, now, work), work=work)
