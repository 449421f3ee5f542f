"""Asking for a report's file that takes long, and cancelling it."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone as clock

from dashboard.permissions import Permission
from orders.sla.report.question import BadQuestion
from support.audit.record import Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere
from support.report_runs.models import ReportRun, RunState
from support.report_runs.words import read, spelled

ASKED: Final = EventType("report.file_asked", "asked for the units behind the SLA report of {target} as a file")
CANCELLED: Final = EventType("report.file_cancelled", "cancelled the file of the SLA report of {target}")
UNITS: Final = "units"
AT_ONCE: Final = 3
LONGEST: Final = 4000
LIVE: Final = (RunState.WAITING, RunState.RUNNING)


def ask(asker: Asker, said: QueryDict) -> ReportRun:
    """Have the units behind a figure, by its address, written to a file. The same asked again while it runs is the same
    run. Raises NotAllowed, BadQuestion, and Invalid where too many of theirs run.
    """
    person = asker.person
    if person is None or not asker.may(Permission.EXPORT_REPORT):
        raise NotAllowed(Permission.EXPORT_REPORT)
    query = spelled(said)
    if len(query) > LONGEST:
        raise BadQuestion({"where": "There are too many filters for a file. Take some out."})
    question, _ = read(query)
    with transaction.atomic():
        # One at a time of one person, so that what is looked at here holds.
        User.objects.select_for_update().get(pk=person.pk)
        mine = ReportRun.objects.filter(person=person, kind=UNITS, state__in=LIVE)
        same = mine.filter(query=query).first()
        if same is not None:
            return same
        if mine.count() >= AT_ONCE:
            raise Invalid(report=f"{AT_ONCE} files of yours are being written. Wait for one, or cancel one.")
        target = Target("report", f"{question.start} to {question.end}")
        event = record(asker.actor, ASKED, target, details={"question": query})
        return ReportRun.objects.create(kind=UNITS, query=query, person=person, asked_at=clock.now(), event=event)


@transaction.atomic
def cancel(asker: Asker, run_id: str) -> ReportRun:
    """No more of it is written; what has ended stays as it ended. Raises NotAllowed, NotThere."""
    if not asker.may(Permission.EXPORT_REPORT):
        raise NotAllowed(Permission.EXPORT_REPORT)
    run = ReportRun.objects.select_for_update().filter(pk=run_id, schedule=None).first()
    if run is None:
        raise NotThere("There is no such file.")
    if run.state in LIVE:
        run.state, run.ended_at = RunState.CANCELLED, clock.now()
        run.save(update_fields=["state", "ended_at"])
        record(asker.actor, CANCELLED, Target("report", run.pk))
    return run
