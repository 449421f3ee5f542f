"""Reports by mail that are due: each time of a schedule becomes one run, however many look at once."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone as clock

from support.report_runs.covers import Every, last_by, next_after
from support.report_runs.models import ReportRun, ReportSchedule

MAIL: Final = "mail"


def begin_due() -> int:
    """Make the runs that are due; how many there were."""
    now = clock.now()
    due = ReportSchedule.objects.filter(ended_at=None, next_at__lte=now).values_list("pk", flat=True)
    return sum(_begin(pk, now) for pk in due)


@transaction.atomic
def _begin(pk: int, now: datetime) -> bool:
    """One run for the latest time that has come, though several were missed, and the next time."""
    schedule = ReportSchedule.objects.select_for_update().get(pk=pk)
    if schedule.ended_at is not None or schedule.next_at > now:
        return False
    every, zone = Every(schedule.every), ZoneInfo(schedule.timezone)
    slot = last_by(now, schedule.next_at, every, schedule.hour, zone)
    run = ReportRun(kind=MAIL, query=schedule.query, schedule=schedule, slot=slot, person=schedule.owner, asked_at=now)
    run.save(force_insert=True)
    schedule.next_at = next_after(now, every, schedule.hour, zone)
    schedule.changes += 1
    schedule.save(update_fields=["next_at", "changes"])
    return True
