"""Files that are written in the background, and reports by mail, as their pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.urls import reverse

from orders.sla.report.question import BadQuestion
from support.report_runs.ask import LIVE
from support.report_runs.covers import NAMES, Covers, Every
from support.report_runs.models import ReportRun, ReportSchedule, RunState
from support.report_runs.words import read
from support.shown.report_words import CLASSES, UNITS

MARKS: Final = {RunState.DONE: "ok", RunState.FAILED: "fail", RunState.CANCELLED: "", RunState.RUNNING: "warn"}
WORDS: Final = {
    RunState.WAITING: "waits for its turn",
    RunState.RUNNING: "is being written",
    RunState.DONE: "is there",
    RunState.FAILED: "could not be written",
    RunState.CANCELLED: "was cancelled",
}
TIMES: Final = {Every.DAY: "every day", Every.WEEK: "every Monday", Every.MONTH: "on the first of each month"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRun:
    """``live`` while it may still be cancelled; ``done`` of ``parts`` lines are written, 0 of 0 before it began."""

    id: str
    what: str
    state: str
    mark: str
    live: bool
    there: bool
    done: int
    parts: int
    trouble: str
    asked_at: datetime
    ended_at: datetime | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSchedule:
    """A report by mail: what, when, to whom, and what became of the last one."""

    id: int
    name: str
    covers: str
    when: str
    next_at: datetime
    owner: str
    recipients: Sequence[str]
    report: str
    mine: bool
    last_at: datetime | None
    last: str
    last_mark: str
    trouble: str


def shown_run(run: ReportRun) -> ShownRun:
    """In words."""
    state = RunState(run.state)
    return ShownRun(
        id=run.pk,
        what=_what(run.query),
        state=WORDS[state],
        mark=MARKS.get(state, ""),
        live=state in LIVE,
        there=state is RunState.DONE,
        done=run.done,
        parts=run.parts,
        trouble=run.trouble,
        asked_at=run.asked_at,
        ended_at=run.ended_at,
        address=f"{reverse('report-behind')}?{run.query}",
    )


def shown_schedule(schedule: ReportSchedule, last: ReportRun | None, viewer: User | None) -> ShownSchedule:
    """In words."""
    state = RunState(last.state) if last else None
    return ShownSchedule(
        id=schedule.pk,
        name=schedule.name,
        covers=NAMES[Covers(schedule.covers)],
        when=f"{TIMES[Every(schedule.every)]} at {schedule.hour}:00, {schedule.timezone}",
        next_at=schedule.next_at,
        owner=_name(schedule.owner),
        recipients=[_name(person) for person in schedule.recipients.all()],
        report=f"{reverse('reports')}?{schedule.query}",
        mine=viewer is not None and schedule.owner_id == viewer.pk,
        last_at=last.slot if last else None,
        last={RunState.DONE: "sent", RunState.FAILED: "failed"}.get(state, "under way") if state else "",
        last_mark=MARKS.get(state, "") if state else "",
        trouble=last.trouble if last and state is not RunState.DONE else "",
    )


def _what(query: str) -> str:
    try:
        question, behind = read(query)
    except BadQuestion:
        return "a report of an earlier release"
    of = f", {CLASSES[behind.of][0].lower()}" if behind.of else ""
    return f"{UNITS[question.unit]} of {question.start:%-d %b %Y} to {question.end:%-d %b %Y}{of}"


def _name(person: User) -> str:
    return person.get_full_name() or person.username
