"""Jobs that nobody started or approved in time."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from support.audit.record import record
from support.bulk import events
from support.bulk.close import ourselves
from support.bulk.held import move
from support.bulk.models import BulkJob, JobState
from support.bulk.tell import stop_asking, tell_proposer

AT_A_TIME: Final = 100
DUE: Final = Q(state__in=(JobState.PLANNED, JobState.AWAITING_APPROVAL), expires_at__lte=Now())


def expire() -> None:
    """End those whose time is over, and tell who selected them."""
    for job_id in BulkJob.objects.filter(DUE).values_list("pk", flat=True)[:AT_A_TIME]:
        expire_one(job_id)


@transaction.atomic
def expire_one(job_id: str) -> None:
    """End one if its time is over, and nobody decides on it at this moment."""
    found = BulkJob.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).select_related("person")
    job = found.filter(DUE, pk=job_id).first()
    if job is None:
        return
    was = job.state
    move(job, JobState.EXPIRED, ended_at=Now())
    record(ourselves(), events.EXPIRED, events.target(job), details={"action": job.action})
    stop_asking(job)
    if was == JobState.AWAITING_APPROVAL:
        tell_proposer(job, "expired", "nobody decided on it in time")
