"""One row, in one transaction: what it becomes and that it became it are written together, or neither is."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from support.bulk.acts import KINDS
from support.bulk.askers import asker_of
from support.bulk.become import become
from support.bulk.held import FIRST_LOCKS, PACE_LOCKS, hold, share
from support.bulk.models import Action, BulkJob, BulkRow, JobState, RowState
from support.bulk.refusals import words_of
from support.bulk.verdict import LONGEST_WHY, REFUSALS
from support.commands.models import Command
from support.commands.refusals import Busy
from support.commands.states import WAITING

MOST_FAULTS: Final = 5
OUR_FAULT: Final = "Asking for it failed by a fault of ours; whoever is on call can find out why."


class Sent(Enum):
    """What came of trying to send a row."""

    WENT = auto()
    FULL = auto()  # its printer has enough on its way
    BUSY = auto()  # others hold its order
    NONE = auto()  # nothing may go now


class Passed:
    """What one worker leaves aside for the rest of its look at a job."""

    def __init__(self) -> None:
        self.printers = set[str]()
        self.rows = set[int]()
        self.trying: int | None = None
        """The row that is being sent, for who catches what sending it raises."""


def send_next(job_id: str, passed: Passed) -> Sent:
    """Send the next row that may go. Raises AskerGone, and what sending it raised: then nothing is written."""
    passed.trying = None
    with transaction.atomic():
        job = _running(job_id)
        row = _next(job, passed) if job is not None else None
        if job is None or row is None:
            return Sent.NONE
        passed.trying = row.pk
        if not _has_room(job, row):
            passed.printers.add(row.printer_id)
            return Sent.FULL
        try:
            _send(job, row)
        except Busy:
            passed.rows.add(row.pk)
            return Sent.BUSY
    return Sent.WENT


def _running(job_id: str) -> BulkJob | None:
    """The job, which nobody stops until the transaction ends; others send its rows beside us. None where it does not
    run, or where enough of its first rows are on their way.
    """
    share(job_id)
    job = BulkJob.objects.select_related("person", "token", "event__reason").get(pk=job_id)
    if job.state == JobState.CANARY:
        hold(FIRST_LOCKS, job_id)
        return job if first_rows(job).count() < job.canary else None
    return job if job.state == JobState.RUNNING else None


def first_rows(job: BulkJob) -> QuerySet[BulkRow]:
    """The rows that went first, by which it is seen whether the rest may go."""
    return job.rows.filter(state__in=(RowState.ASKED, RowState.DONE), changed_at__gte=job.canary_since)


def _next(job: BulkJob, passed: Passed) -> BulkRow | None:
    """The first row that is to go and that nobody else has."""
    rows = BulkRow.objects.select_for_update(skip_locked=True).filter(job=job, state=RowState.READY)
    if KINDS.get(Action(job.action)) and passed.printers:
        rows = rows.exclude(printer_id__in=passed.printers)
    return rows.exclude(pk__in=passed.rows).order_by("number").first()


def _has_room(job: BulkJob, row: BulkRow) -> bool:
    """Whether less is on its way to the row's printer (or to the renderers) than may be, of all jobs together."""
    if Action(job.action) not in KINDS:
        return True
    hold(PACE_LOCKS, row.printer_id)
    return on_the_way(row.printer_id) < int(settings.BULK_ON_THE_WAY)


def on_the_way(printer_id: str) -> int:
    """Commands of bulk jobs that nobody has seen yet."""
    return Command.objects.filter(bulk__isnull=False, printer_id=printer_id, state__in=WAITING).count()


def _send(job: BulkJob, row: BulkRow) -> None:
    """Have a row become what it is to be, or end it with words. Raises AskerGone, Busy."""
    asker = asker_of(job)
    try:
        with transaction.atomic():
            told = become(asker, job, row)
    except REFUSALS as refusal:
        code, why = words_of(refusal)
        told = {"state": RowState.REFUSED, "code": code, "why": why[:LONGEST_WHY]}
    BulkRow.objects.filter(pk=row.pk).update(**told, changed_at=Now())


def note_error(row_id: int) -> None:
    """Count that sending a row went wrong by a fault of ours; after some times it is given up."""
    ready = BulkRow.objects.filter(pk=row_id, state=RowState.READY)
    ready.update(tries=F("tries") + 1)
    ready.filter(tries__gte=MOST_FAULTS).update(
        state=RowState.REFUSED, code="unreadable", why=OUR_FAULT, changed_at=Now()
    )
