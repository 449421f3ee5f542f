"""One day of printers in few figures: what is kept of it, so that nobody reads every row for every look.

A job counts under the day it was sent, wherever it stands now; a dispatch under the day of the dispatch.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from orders.activity import LONGEST, Activity, Did
from orders.contract.model import PrintJobState
from orders.lines import DEAD_JOBS
from support.printers.silence import words_of
from support.printers.stages import OURS, STAGE_OF, Stage, state_of
from support.printers.worktime import worked, zone_of

S = PrintJobState
TENTHS: Final = timedelta(days=1) / 10
AHEAD: Final = timedelta(minutes=5)
"""Clocks of others differ by that much; what is dated later tells nothing."""

REFUSED: Final = frozenset({S.REJECTED})
BROKEN: Final = frozenset({S.ERROR, S.FILE_ERROR})
UNACCEPTED: Final = frozenset({S.CREATED, S.SUBMITTED, S.REJECTED, S.CANCEL_REQUESTED, S.CANCELLED, S.UNKNOWN})
"""In these a job without a time of acceptance was not accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenJob:
    """A print job that is not over; ``updated`` is its row's last word."""

    id: str
    order_id: str
    line_id: str
    state: PrintJobState
    code: str
    product: str
    began: datetime
    updated: datetime | None


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one printer did with the jobs of one day. ``made`` counts dispatches by their day and the working days that
    production took, in tenths; ``heard`` are the last times that it said anything of them, latest first;
    ``troubled`` the jobs in error; ``unanswered`` since when the oldest is.
    """

    sent: int = 0
    accepted: int = 0
    rejected: int = 0
    broken: int = 0
    stages: Counter[Stage] = field(default_factory=Counter)
    made: Counter[tuple[date, int]] = field(default_factory=Counter)
    heard: tuple[datetime, ...] = ()
    troubled: tuple[str, ...] = ()
    unanswered: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day as it was read at ``at``; ``replaced`` are the jobs that live ones of this day are copies of."""

    day: date
    at: datetime
    tallies: Mapping[str, Tally]
    replaced: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """The open jobs of a day, by printer."""

    day: date
    jobs: Mapping[str, tuple[OpenJob, ...]]


def summarise(day: date, activities: Iterable[Activity], zones: Mapping[str, str], at: datetime) -> tuple[Day, OpenDay]:
    """A day's figures and its open jobs; ``zones`` are the printers' time zones, by their ids."""
    by_printer: defaultdict[str, list[Activity]] = defaultdict(list)
    for each in activities:
        if each.did is Did.JOB and each.printer:
            by_printer[each.printer].append(each)
    jobs = [job for rows in by_printer.values() for job in rows]
    replaced = frozenset(job.replaces for job in jobs if job.replaces and state_of(job.state) not in DEAD_JOBS)
    tallies = {printer: tally(rows, zones.get(printer, ""), at) for printer, rows in by_printer.items()}
    opened = {printer: tuple(map(_open, filter(is_open, rows))) for printer, rows in by_printer.items()}
    return Day(day=day, at=at, tallies=tallies, replaced=replaced), OpenDay(
        day=day, jobs={printer: rows for printer, rows in opened.items() if rows}
    )


def tally(jobs: Iterable[Activity], zone: str, at: datetime) -> Tally:
    """Of one printer's jobs of one day."""
    found, heard = Tally(), []
    for job in jobs:
        state = state_of(job.state)
        _count(found, job, state)
        if job.accepted and job.ended and job.ended >= job.accepted:
            took = worked(job.accepted, job.ended, zone_of(zone))
            found.made[job.ended.date(), round(took / TENTHS)] += 1
        heard += [each for each in _heard(job, state) if each <= at + AHEAD]
    found.heard = tuple(words_of(heard))
    return found


def key_of(printer_id: str) -> str:
    """What a printer goes by in rows of activity, which keep the beginnings of long texts."""
    return printer_id[:LONGEST]


def is_open(job: Activity) -> bool:
    """Whether something is still to come of a job."""
    return state_of(job.state) in STAGE_OF


def _count(found: Tally, job: Activity, state: PrintJobState) -> None:
    found.sent += state is not S.CREATED
    found.rejected += state in REFUSED
    found.accepted += state not in REFUSED and (job.accepted is not None or state not in UNACCEPTED)
    found.broken += state in BROKEN
    stage = STAGE_OF.get(state)
    if stage is Stage.TROUBLE:
        found.troubled += (job.id,)
    elif stage is not None:
        found.stages[stage] += 1
    if stage is Stage.SENT:
        found.unanswered = min(found.unanswered or job.began, job.began)


def _heard(job: Activity, state: PrintJobState) -> Iterable[datetime]:
    """When the printer said something of a job, as far as its row still tells."""
    times = (job.accepted, job.ended, None if state in OURS else job.updated)
    return [each for each in times if each is not None]


def _open(job: Activity) -> OpenJob:
    return OpenJob(
        id=job.id,
        order_id=job.order_id,
        line_id=job.line_id,
        state=state_of(job.state),
        code=job.code,
        product=job.product,
        began=job.began,
        updated=job.updated,
    )
