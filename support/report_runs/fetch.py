"""Fetching a file that was written."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import transaction

from orders import cloud
from support.audit.record import Target, record
from support.audit.types import EventType
from support.commands.asker import Asker
from support.report_runs.models import ReportRun, RunState

TAKEN: Final = EventType("report.file_taken", "took {count} lines behind the SLA report of {target} as a file")
SECONDS: Final = 60


class NoFile(Exception):
    """It was not written, or is no more."""


def link_to(asker: Asker, run: ReportRun) -> str:
    """An address that holds for a minute; that it was asked for is in the audit first. Raises NoFile."""
    if run.state != RunState.DONE or not run.file:
        raise NoFile("This file is not there.")
    with transaction.atomic():
        record(asker.actor, TAKEN, Target("report", run.pk), details={"count": run.done})
    name = f'attachment; filename="sla-units-{run.asked_at:%Y-%m-%d}.csv"'
    asked = {"Bucket": settings.LAKE_BUCKET, "Key": run.file, "ResponseContentDisposition": name}
    return str(cloud.s3().generate_presigned_url("get_object", Params=asked, ExpiresIn=SECONDS))
