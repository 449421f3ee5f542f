"""A job that nobody else steers while a transaction lasts, and what else is decided on one at a time.

Locks are taken in this order: spender, job, its first rows, row, printer, order, audit.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Now

from orders.projections import keys
from support.bulk.models import BulkJob, JobState
from support.bulk.refusals import NotNow
from support.commands.refusals import NotThere

NO_JOB: Final = "There is no such bulk job."

SPENDERS: Final = 0x6273
"""The class of the advisory locks of those who select: what they spend of a day is decided on one at a time."""

JOB_LOCKS: Final = 0x626B
"""The class of the advisory locks of jobs: shared by who sends rows, alone for who steers."""

FIRST_LOCKS: Final = 0x6266
"""The class of those of jobs whose first rows go: so that no more of them do."""

PACE_LOCKS: Final = 0x6270
"""The class of those of printers: so that no more is on its way to each than may be."""


def held(job_id: str) -> BulkJob:
    """The job: nobody else steers it, nor sends a row of it, until the transaction ends. Raises NotThere."""
    if not keys.usable(job_id):
        raise NotThere(NO_JOB)
    hold(JOB_LOCKS, job_id)
    found = BulkJob.objects.select_for_update(of=("self",), no_key=True).select_related("person", "token", "event")
    job = found.filter(pk=job_id).first()
    if job is None:
        raise NotThere(NO_JOB)
    return job


def share(job_id: str) -> None:
    """Have nobody steer a job until the transaction ends; others send its rows beside us. Whoever waits to steer it
    comes before those who come to send: a lock of the row would let them pass forever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, hashtext(%s))", [JOB_LOCKS, job_id])


def hold(kind: int, name: str) -> None:
    """One at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [kind, name])


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
