"""A job that nobody else steers while a transaction lasts."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Now

from support.bulk.models import BulkJob, JobState
from support.bulk.refusals import NotNow
from support.commands.refusals import NotThere

SPENDERS: Final = 0x626B
"""The class of the advisory locks of those who select: what they spend of a day is decided on one at a time."""


def held(job_id: str) -> BulkJob:
    """The job, locked until the transaction ends. Raises NotThere."""
    found = BulkJob.objects.select_for_update(of=("self",), no_key=True).select_related("person", "token", "event")
    job = found.filter(pk=job_id).first() if "\0" not in job_id else None
    if job is None:
        raise NotThere("There is no such bulk job.")
    return job


def hold_spender(actor: str) -> None:
    """One at a time for each of those who select, until the transaction ends. Taken before a job is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [SPENDERS, actor])


def check_state(job: BulkJob, *states: JobState) -> None:
    """Raises NotNow where it is in none of them."""
    if job.state not in states:
        raise NotNow(JobState(job.state))


def move(job: BulkJob, to: JobState, **values: Any) -> None:
    """Have a job that is held go on to a state."""
    job.state = to
    for name, value in values.items():
        if not isinstance(value, models.Expression | models.F):
            setattr(job, name, value)
    BulkJob.objects.filter(pk=job.pk).update(state=to, changes=F("changes") + 1, moved_at=Now(), **values)
