"""Forgetting what was done about rows that are in no queue any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from support.queues.models import WorkItem
from support.queues.names import QUEUES
from support.queues.row_id import RowKey, key_of
from support.queues.snapshot import snapshot

KEPT: Final = timedelta(days=7)
"""A row that is gone may come back, and is then known again for so long."""

AT_A_TIME: Final = 5_000


def tidy() -> None:
    """Forget what was done about rows that are gone; the audit keeps it."""
    before = timezone.now() - KEPT
    for queue in QUEUES:
        found = snapshot(queue)
        if found.more:
            continue  # what is not among the first rows may be among the rest
        here = {key_of(row) for row in found.rows}
        old = WorkItem.objects.filter(queue=queue, changed_at__lt=before).order_by("changed_at")[:AT_A_TIME]
        gone = [item.pk for item in old if RowKey(item.order_id, item.sub) not in here]
        WorkItem.objects.filter(pk__in=gone, changed_at__lt=before).delete()
