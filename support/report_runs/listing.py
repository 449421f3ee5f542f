"""Somebody's files, and the reports by mail; and forgetting what is old."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone as clock

from orders.sla.lake import files
from support.report_runs.letter import FOLDER
from support.report_runs.models import ReportRun, ReportSchedule

SHOWN: Final = 50


def runs_of(person: User) -> list[ReportRun]:
    """The newest of somebody's files."""
    return list(ReportRun.objects.filter(person=person, schedule=None).order_by("-asked_at")[:SHOWN])


def run_of(run_id: str) -> ReportRun | None:
    """One of anybody's: it holds what whoever may see it could take themselves."""
    return ReportRun.objects.filter(pk=run_id, schedule=None).first()


def schedules() -> QuerySet[ReportSchedule]:
    """Reports that are mailed, everybody's, what comes next first."""
    live = ReportSchedule.objects.filter(ended_at=None).select_related("owner")
    return live.prefetch_related("recipients").order_by("next_at", "pk")


def last_runs(shown: list[ReportSchedule]) -> dict[int, ReportRun]:
    """The last run of each: one query."""
    found = ReportRun.objects.filter(schedule__in=shown).order_by("schedule_id", "-slot").distinct("schedule_id")
    return {run.schedule_id: run for run in found if run.schedule_id is not None}


def forget() -> int:
    """Remove the files of runs that are over for long, and the runs; how many files that were."""
    before = clock.now() - timedelta(days=settings.REPORT_RUN_DAYS)
    old = [key for key, at in files.listed(FOLDER) if at < before]
    for key in old:
        files.remove(key)
    ReportRun.objects.filter(ended_at__lt=before, schedule=None).delete()
    return len(old)
