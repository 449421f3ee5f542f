"""Going on with every job: working out, sending, watching the first rows, ending. Any number of workers do it beside
one another; doubled, late and lost calls are harmless.
"""

from __future__ import annotations

import logging
import time
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from support.bulk.close import finish, halt
from support.bulk.held import held
from support.bulk.models import MOVING, BulkJob, JobState, RowState
from support.bulk.plan import plan
from support.bulk.refusals import AskerGone
from support.bulk.send import Passed, Sent, note_error, send_next
from support.bulk.watch import watch
from support.commands.refusals import Busy
from support.commands.states import WAITING, State

log = logging.getLogger(__name__)

SECONDS: Final = 4.0
"""Of one look: others wait for the same workers."""

OUTAGES: Final = (BotoCoreError, ClientError, OperationalError, InterfaceError, Busy)
"""A store does not answer, or somebody holds what we want: later."""

UNENDED: Final = (*WAITING, State.SEEN)


def advance(seconds: float = SECONDS) -> None:
    """One look at the jobs that move, those first that have not for longest."""
    until = time.monotonic() + seconds
    moving = BulkJob.objects.filter(state__in=MOVING).order_by("moved_at")
    for job_id in list(moving.values_list("pk", flat=True)):
        try:
            _go_on(job_id, until)
        except OUTAGES as error:
            log.warning("bulk job %s waits: %s", job_id, type(error).__name__)


def _go_on(job_id: str, until: float) -> None:
    job = BulkJob.objects.get(pk=job_id)
    if job.state == JobState.PLANNING:
        job = plan(job_id, until - time.monotonic())
    while job.state in (JobState.CANARY, JobState.RUNNING):
        sent = _send_some(job, until)
        _settle(job_id)
        before, job = job.state, BulkJob.objects.get(pk=job_id)
        if time.monotonic() > until or not (sent or job.state != before):
            return


def _send_some(job: BulkJob, until: float) -> int:
    """How many rows went. Raises what the stores do when they do not answer."""
    passed, went = Passed(), 0
    try:
        while time.monotonic() < until and (sent := _try_one(job, passed)) is not Sent.NONE:
            went += sent is Sent.WENT
    except AskerGone as gone:
        _halt(job.pk, "whoever selected its rows may not do this any more", str(gone))
    if went:
        BulkJob.objects.filter(pk=job.pk).update(moved_at=Now())
    return went


def _try_one(job: BulkJob, passed: Passed) -> Sent:
    try:
        return send_next(job.pk, passed)
    except (AskerGone, *OUTAGES):
        raise
    except Exception:
        if passed.trying is None:
            raise
        log.exception("a row of bulk job %s could not be sent", job.pk)
        note_error(passed.trying)
        passed.rows.add(passed.trying)
        return Sent.BUSY


@transaction.atomic
def _halt(job_id: str, why: str, words: str) -> None:
    job = held(job_id)
    if job.state in (JobState.CANARY, JobState.RUNNING):
        halt(job, why, words)


@transaction.atomic
def _settle(job_id: str) -> None:
    """See whether the first rows went well, and whether anything is left to be done."""
    job = held(job_id)
    if job.state == JobState.CANARY:
        watch(job)
    if job.state == JobState.RUNNING and not _is_open(job):
        finish(job)


def _is_open(job: BulkJob) -> bool:
    """Whether a row is still to go, or a command that may still have its effect is not overdue."""
    ready = job.rows.filter(state=RowState.READY)
    return ready.exists() or job.rows.filter(command__state__in=UNENDED).exists()
