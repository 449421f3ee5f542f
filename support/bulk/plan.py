"""Working out what a job would do, a slice of its rows at a time: whoever dies in between, the next goes on."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from support.audit.record import record
from support.bulk import events
from support.bulk.askers import asker_of
from support.bulk.close import finish, ourselves
from support.bulk.digest import digest_of
from support.bulk.held import SPENDERS, held, hold, move
from support.bulk.models import BulkJob, BulkRow, JobState, RowState
from support.bulk.reading import Reading
from support.bulk.refusals import AskerGone
from support.bulk.spent import ready_cost
from support.bulk.steer import begin_or_ask, steering
from support.bulk.totals import totals
from support.bulk.verdict import Verdict, left_out, verdict
from support.commands.asker import Asker

log = logging.getLogger(__name__)

A_SLICE: Final = 200
MOST_TRIES: Final = 3
INLINE_SECONDS: Final = 20.0
UNREADABLE: Final = "Its order could not be read; whoever is on call can find out why."
WORKED_OUT: Final = (
    "state", "line_id", "print_job_id", "printer_id", "cost", "currency", "order_number", "code", "why", "tries",
    "changed_at",
)  # fmt: skip


def plan(job_id: str, seconds: float = INLINE_SECONDS) -> BulkJob:
    """Work out as much of a job as the time allows, beside whoever else is at it; the job as it is then.

    Raises what the stores do when they do not answer, and Busy: what is worked out stays so.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until and plan_slice(job_id):
        BulkJob.objects.filter(pk=job_id).update(moved_at=Now())
    steering(lambda: _settle(job_id))
    return BulkJob.objects.select_related("person", "token").get(pk=job_id)


@transaction.atomic
def plan_slice(job_id: str) -> bool:
    """Work out some rows that nobody else is at; False where there are none."""
    waiting = BulkRow.objects.select_for_update(skip_locked=True).filter(job=job_id, state=RowState.SELECTED)
    rows = list(waiting.order_by("tries", "number")[:A_SLICE])
    if not rows:
        return False
    job = BulkJob.objects.select_related("person", "token").get(pk=job_id)
    try:
        _work_out(job, asker_of(job), rows)
    except AskerGone as gone:
        for row in rows:
            _write(row, left_out(row, "not_allowed", str(gone)))
    # All of them exist: an upsert costs a fraction of an UPDATE with a CASE for each field.
    BulkRow.objects.bulk_create(rows, update_conflicts=True, update_fields=WORKED_OUT, unique_fields=["id"])
    return True


def _work_out(job: BulkJob, asker: Asker, rows: Sequence[BulkRow]) -> None:
    reading = Reading(job, asker, rows)
    for row in rows:
        try:
            found = verdict(reading, row)
        except Exception:  # whatever is wrong with one row must not stand in the way of the others
            log.exception("row %s of bulk job %s could not be worked out", row.number, job.pk)
            _again(row)
            continue
        _write(row, found)
        reading.take(row)


def _again(row: BulkRow) -> None:
    """Try a row once more after the others, a few times."""
    row.tries += 1
    if row.tries >= MOST_TRIES:
        _write(row, left_out(row, "unreadable", UNREADABLE))


def _write(row: BulkRow, found: Verdict) -> None:
    row.line_id, row.print_job_id, row.printer_id = found.line_id, found.print_job_id, found.printer_id
    row.cost, row.currency, row.order_number = found.cost, found.currency, found.order_number or row.order_number
    row.code, row.why = found.code, found.why
    row.state = RowState.LEFT_OUT if found.code else RowState.READY
    row.changed_at = timezone.now()


def _settle(job_id: str) -> None:
    """Call the job planned when no row is left to be worked out, and begin it where that was wanted."""
    job = BulkJob.objects.get(pk=job_id)
    if job.state != JobState.PLANNING or job.rows.filter(state=RowState.SELECTED).exists():
        return
    if job.start_wanted:
        hold(SPENDERS, job.actor)
    job = held(job_id)
    if job.state != JobState.PLANNING:
        return
    counts, (cost, _) = totals(job), ready_cost(job)
    ready, left = counts[RowState.READY], counts[RowState.LEFT_OUT]
    move(job, JobState.PLANNED, cost=cost, digest=digest_of(job))
    details = {"action": job.action, "ready": ready, "left_out": left, "digest": job.digest, **events.money(cost)}
    record(ourselves(), events.PLANNED, events.target(job), details=details)
    if job.start_wanted:
        _begin(job, ready)


def _begin(job: BulkJob, ready: int) -> None:
    if not ready:
        finish(job)
        return
    try:
        begin_or_ask(asker_of(job), job)
    except AskerGone as gone:
        move(job, JobState.PLANNED, trouble=str(gone))
