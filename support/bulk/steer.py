"""Steering a job: start, pause, resume, cancel, and trying again what failed. Each is audited; whose job it must be is
said by the registry of permissions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from psycopg.errors import LockNotAvailable

from dashboard.permissions import Permission
from orders.projections import keys
from support.audit.record import Detail, record
from support.audit.types import EventType
from support.bulk import events, tell
from support.bulk.askers import asker_of
from support.bulk.begin import begin
from support.bulk.held import NO_JOB, SPENDERS, check_state, held, hold, move
from support.bulk.models import FINAL, BulkJob, JobState, RowState
from support.bulk.refusals import NothingToDo
from support.bulk.spent import above_limit, ready_cost, too_many
from support.bulk.wake import wake
from support.commands.asker import Asker
from support.commands.refusals import AboveLimit, Busy, NotAllowed, NotThere
from support.commands.states import State

Done = TypeVar("Done")

GONE_WRONG = Q(state=RowState.REFUSED) | Q(state=RowState.ASKED, command__state__in=(State.FAILED, State.REFUSED))


def start(asker: Asker, job_id: str) -> BulkJob:
    """Begin what was worked out, or ask for approval where it is above what whoever selected it may spend alone.

    Raises NotThere, NotAllowed where it is not one's own, AskerGone, NotNow, NothingToDo, Busy.
    """
    return steering(lambda: _start(asker, job_id))


def pause(asker: Asker, job_id: str) -> BulkJob:
    """Send nothing more until it is resumed. Raises NotThere, NotAllowed, NotNow, Busy."""
    return steering(lambda: _pause(asker, job_id))


def resume(asker: Asker, job_id: str) -> BulkJob:
    """Go on. Raises NotThere, NotAllowed, AskerGone, NotNow, Busy."""
    return steering(lambda: _resume(asker, job_id))


def cancel(asker: Asker, job_id: str) -> BulkJob:
    """End it: what was not sent is not sent any more. Raises NotThere, NotAllowed, NotNow, Busy."""
    return steering(lambda: _cancel(asker, job_id))


def retry_failed(asker: Asker, job_id: str) -> BulkJob:
    """Try again the rows that were refused or failed, the first of them alone. Raises NotThere, NotAllowed, AskerGone,
    NotNow, NothingToDo, AboveLimit, Busy.
    """
    return steering(lambda: _retry(asker, job_id))


def may_steer(asker: Asker, job: BulkJob) -> bool:
    """Whether somebody may pause, resume, cancel and retry it."""
    return asker.may(Permission.STEER_BULK, own=job.actor == asker.actor.id)


def steering(act: Callable[[], Done]) -> Done:
    """What is done with a job, in a transaction. Raises Busy where others hold it for too long."""
    try:
        with transaction.atomic():
            return act()
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Busy from error
        raise


def begin_or_ask(asker: Asker, job: BulkJob) -> None:
    """What ``start`` does, of a job that is planned and held, as is whoever selected it. Raises NothingToDo."""
    ready = job.rows.filter(state=RowState.READY).count()
    if not ready:
        raise NothingToDo
    cost, unknown = ready_cost(job)
    details: dict[str, Detail] = {"action": job.action, "ready": ready, "digest": job.digest, **events.money(cost)}
    if too_many(asker, job, ready) or above_limit(asker, cost, unknown=unknown):
        record(asker.actor, events.APPROVAL_ASKED, events.target(job), details=details)
        move(job, JobState.AWAITING_APPROVAL, cost=cost)
        tell.ask_deciders(job, ready)
        return
    record(asker.actor, events.STARTED, events.target(job), details=details)
    begin(job, ready, cost=cost, started_at=Now())


def _start(asker: Asker, job_id: str) -> BulkJob:
    hold(SPENDERS, asker.actor.id)
    job = held(job_id)
    if job.actor != asker.actor.id or not asker.may(Permission.BULK):
        raise NotAllowed(Permission.BULK)
    asker = asker_of(job)
    check_state(job, JobState.PLANNED)
    begin_or_ask(asker, job)
    return job


def _pause(asker: Asker, job_id: str) -> BulkJob:
    job = _steered(asker, job_id, JobState.CANARY, JobState.RUNNING)
    move(job, JobState.PAUSED, trouble="")
    _record(asker, events.PAUSED, job)
    return job


def _resume(asker: Asker, job_id: str) -> BulkJob:
    job = _steered(asker, job_id, JobState.PAUSED)
    asker_of(job)
    watched = job.canary_since is not None
    move(job, JobState.CANARY if watched else JobState.RUNNING, trouble="", canary_since=Now() if watched else None)
    _record(asker, events.RESUMED, job)
    wake()
    return job


def _cancel(asker: Asker, job_id: str) -> BulkJob:
    job = _steered(asker, job_id, *(state for state in JobState if state not in FINAL))
    rows = job.rows.filter(state__in=(RowState.SELECTED, RowState.READY))
    cancelled = rows.update(state=RowState.CANCELLED, changed_at=Now())
    move(job, JobState.CANCELLED, trouble="", ended_at=Now())
    _record(asker, events.CANCELLED, job, cancelled=cancelled)
    tell.stop_asking(job)
    return job


def _retry(asker: Asker, job_id: str) -> BulkJob:
    job = _spending(asker, job_id)
    asker_of(job)
    wrong = job.rows.filter(GONE_WRONG)
    number = job.rows.filter(pk__in=list(wrong.values_list("pk", flat=True))).update(
        state=RowState.READY, command=None, code="", why="", tries=F("tries") + 1, changed_at=Now()
    )
    if not number:
        raise NothingToDo
    _check_spending(job)
    _record(asker, events.RETRIED, job, rows=number)
    if job.state == JobState.RUNNING:
        move(job, JobState.RUNNING)
        wake()
    else:
        begin(job, number)
    return job


def _spending(asker: Asker, job_id: str) -> BulkJob:
    """The job, whose owner is held first: what is tried again is spent again."""
    if not keys.usable(job_id):
        raise NotThere(NO_JOB)
    hold(SPENDERS, BulkJob.objects.filter(pk=job_id).values_list("actor", flat=True).first() or "")
    return _steered(asker, job_id, JobState.DONE, JobState.PAUSED, JobState.RUNNING)


def _check_spending(job: BulkJob) -> None:
    """Raises AboveLimit; the rows are written already, so that they are among what was spent."""
    nothing_more = dict.fromkeys(ready_cost(job)[0], 0)
    if job.approved_by_id is None and above_limit(asker_of(job), nothing_more, unknown=False):
        raise AboveLimit("Trying these again is above what may be spent on one day without approval.")


def _steered(asker: Asker, job_id: str, *states: JobState) -> BulkJob:
    job = held(job_id)
    if not may_steer(asker, job):
        raise NotAllowed(Permission.STEER_BULK)
    check_state(job, *states)
    return job


def _record(asker: Asker, what: EventType, job: BulkJob, **details: Any) -> None:
    record(asker.actor, what, events.target(job), details={"action": job.action, **details})
