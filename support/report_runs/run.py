"""Doing what is to be done: one run after the other, claimed by compare-and-set, taken up again where a worker died."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone as clock

from orders import cloud
from orders.sla.lake.local import NoLake
from orders.sla.report.engine import reading
from orders.sla.report.listing import Behind, Found, Listed, found
from orders.sla.report.question import BadQuestion, Question
from orders.store import live_store
from support.audit.record import Actor
from support.mail.post import NoMail, post
from support.notices.models import NoticeKind
from support.notices.tell import tell as tell_person
from support.report_runs.covers import Covers
from support.report_runs.due import MAIL
from support.report_runs.letter import FOLDER, tell
from support.report_runs.models import ReportRun, RunState
from support.report_runs.schedule import question_of, readers
from support.report_runs.words import read
from support.reports.export import UNITS, Export, as_csv

log = logging.getLogger(__name__)

CLAIM: Final = timedelta(minutes=2)
"""Much longer than one part takes: a run whose worker died is taken up again after this."""

PART: Final = 20_000
MOST_TRIES: Final = 5
AT_A_TIME: Final = 5
LIVE: Final = (RunState.WAITING, RunState.RUNNING)
LONGEST_TROUBLE: Final = 500


class Stopped(Exception):
    """It was cancelled, or another worker has it by now."""


def work() -> None:
    """Do what waits, oldest first."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=clock.now())
    waiting = ReportRun.objects.filter(free, state__in=LIVE).order_by("asked_at")
    for pk in list(waiting.values_list("pk", flat=True)[:AT_A_TIME]):
        run = _claim(pk)
        if run is not None:
            _do(run)


def _claim(pk: str) -> ReportRun | None:
    now = clock.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    claimed = ReportRun.objects.filter(free, pk=pk, state__in=LIVE).update(
        state=RunState.RUNNING, claimed_until=now + CLAIM, attempts=F("attempts") + 1, started_at=now, done=0
    )
    return ReportRun.objects.select_related("schedule", "person").get(pk=pk) if claimed else None


def _do(run: ReportRun) -> None:
    try:
        if run.attempts > MOST_TRIES:
            _failed(run, f"It was tried {MOST_TRIES} times, and its worker died each time.")
        elif run.kind == MAIL:
            _mail(run)
        else:
            _file(run)
    except Stopped:
        log.info("report run %s was stopped", run.pk)
    except (BadQuestion, NoMail) as error:
        _failed(run, str(error))
    except (NoLake, BotoCoreError, ClientError) as error:
        _later(run, error)


def _mail(run: ReportRun) -> None:
    """One mail to each who may still see reports; all of them, or none."""
    schedule = run.schedule
    if schedule is None or schedule.ended_at is not None:
        raise Stopped
    people = list(readers().filter(pk__in=schedule.recipients.values("pk")))
    if not people:
        _failed(run, "Nobody is left to send it to: nobody of the list may see reports.")
        return
    told = tell(schedule, run, question_of(schedule.query, Covers(schedule.covers), schedule.timezone))
    with transaction.atomic():
        _step(run, len(people), len(people))
        for person in people:
            post(Actor(f"report:{schedule.pk}", ""), told.to(person, run), person=schedule.owner)
        _end(run, RunState.DONE)


def _file(run: ReportRun) -> None:
    """Write the units to a file, part by part, all as of one moment, and put it where it can be fetched."""
    question, behind = read(run.query)
    with reading(live_store().table) as lake, tempfile.TemporaryFile() as file:
        first = found(question, behind, lake.engine, most=PART)
        parts = _Parts(run, question, behind, lake.engine, first)
        units = Found(rows=parts, count=first.count, data_until=lake.until)
        export = Export(question=question, behind=behind, what=UNITS, units=units, data_until=lake.until)
        file.writelines(line.encode() for line in as_csv(export))
        file.seek(0)
        key = f"{FOLDER}{run.pk}.csv"
        cloud.s3().upload_fileobj(
            file, Bucket=settings.LAKE_BUCKET, Key=key, ExtraArgs={"ContentType": "text/csv; charset=utf-8"}
        )
    if _end(run, RunState.DONE, file=key):
        _tell(run, f"The file of the report {question.start} to {question.end} is there.")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The rows, of which only one part is in memory; how far it is is written down after each."""

    run: ReportRun
    question: Question
    behind: Behind
    engine: Any
    first: Found

    def __len__(self) -> int:
        return min(self.first.count, int(settings.REPORT_RUN_MOST))

    def __contains__(self, row: object) -> bool:
        return any(each == row for each in self)

    def __iter__(self) -> Iterator[Listed]:
        part, start = self.first, 0
        while start < len(self):
            yield from list(part.rows)[: len(self) - start]
            start += PART
            _step(self.run, len(self), min(start, len(self)))
            if start < len(self):
                part = found(self.question, self.behind, self.engine, start=start, most=PART)


def _step(run: ReportRun, parts: int, done: int) -> None:
    """Say how far it is, and go on having it. Raises Stopped."""
    mine = ReportRun.objects.filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)
    if not mine.update(parts=parts, done=done, claimed_until=clock.now() + CLAIM):
        raise Stopped


def _end(run: ReportRun, state: RunState, **values: str) -> bool:
    mine = ReportRun.objects.filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)
    return bool(mine.update(state=state, ended_at=clock.now(), claimed_until=None, **values))


def _failed(run: ReportRun, trouble: str) -> None:
    if _end(run, RunState.FAILED, trouble=trouble[:LONGEST_TROUBLE]):
        _tell(run, f"A report could not be made: {trouble}")


def _later(run: ReportRun, error: Exception) -> None:
    """What it needs does not answer: it waits, and is tried again."""
    log.warning("report run %s did not get what it needs: %s", run.pk, error)
    if run.attempts >= MOST_TRIES:
        _failed(run, str(error))
        return
    mine = ReportRun.objects.filter(pk=run.pk, state=RunState.RUNNING, attempts=run.attempts)
    again = clock.now() + timedelta(seconds=30 * run.attempts)
    mine.update(trouble=str(error)[:LONGEST_TROUBLE], claimed_until=again)


def _tell(run: ReportRun, words: str) -> None:
    address = reverse("report-run", args=[run.pk]) if run.kind != MAIL else reverse("report-schedules")
    tell_person(run.person, NoticeKind.REPORT, f"report:{run.pk}", "", words, address)
