"""What erasing a customer takes of the evidence of their orders: names and pictures; that there was some stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from django.db.models import F
from django.db.models.functions import Now

from support.escalations.models import Escalation
from support.evidence import bucket
from support.evidence.models import Evidence, EvidenceState, UploadLink

SOME: Final = 1_000


def forget_files(orders: Collection[str]) -> int:
    """Withdraw every file of these orders and forget how it was called; nobody sends another by a link. How many files
    that were.
    """
    UploadLink.objects.filter(escalation__order_id__in=orders, used_at=None, revoked_at=None).update(revoked_at=Now())
    files = Evidence.objects.filter(escalation__order_id__in=orders)
    nothing = {"name": "", "sha256": "", "size": 0, "width": 0, "height": 0}
    named = files.exclude(name="", state=EvidenceState.WITHDRAWN)
    # Their kind says that the bucket is to be cleared: should that be cut short, the sweeper does it.
    about = {"state": EvidenceState.WITHDRAWN, "kind": bucket.UNKNOWN}
    return named.update(**nothing, **about, changes=F("changes") + 1)


def forget_pictures(orders: Collection[str], *, write: bool = True) -> int:
    """Delete whatever lies in the bucket of these orders, or count it."""
    count = 0
    for escalation_id in _escalations(orders):
        keys = [key for folder in ("incoming", "kept") for key in bucket.keys_under(f"{folder}/{escalation_id}/")]
        if write:
            bucket.delete(keys)
        count += len(keys)
    return count


def _escalations(orders: Collection[str]) -> Iterator[str]:
    """Those that anything was announced for."""
    ordered = sorted(orders)
    for start in range(0, len(ordered), SOME):
        some = ordered[start : start + SOME]
        found = Escalation.objects.filter(order_id__in=some, evidence__isnull=False).distinct()
        yield from found.values_list("pk", flat=True)
