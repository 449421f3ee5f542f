"""Words of bulk jobs that are about one customer alone, or about nobody who is not erased."""

from __future__ import annotations

from collections.abc import Collection

from support.bulk.models import BulkJob, BulkRow
from support.erasure.models import Erasure


def jobs_of(orders: Collection[str]) -> list[str]:
    """The jobs whose rows are all of these orders, or of orders of customers who are erased already. What somebody
    wrote for the orders of others too is about what they have in common: it is kept until the last of them is erased.
    """
    about = set(BulkRow.objects.filter(order_id__in=orders).values_list("job_id", flat=True))
    if not about:
        return []
    gone = {*orders, *(each for ids in Erasure.objects.values_list("orders", flat=True) for each in ids)}
    beyond = BulkRow.objects.filter(job_id__in=about).exclude(order_id__in=gone)
    return sorted(about - set(beyond.values_list("job_id", flat=True)))


def forget_texts(job_ids: Collection[str]) -> int:
    """Take the words of notes and escalations out of jobs; how many there were."""
    return BulkJob.objects.filter(pk__in=job_ids).exclude(text="").update(text="")
