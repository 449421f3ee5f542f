"""A job begins, or begins again: its first rows go alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.functions import Now

from support.bulk.held import move
from support.bulk.models import BulkJob, JobState
from support.bulk.wake import wake


def begin(job: BulkJob, ready: int, **values: Any) -> None:
    """Have the first of so many rows go, and the rest when those are well; ``job`` is held."""
    first = min(settings.BULK_CANARY, ready)
    state = JobState.CANARY if first else JobState.RUNNING
    move(job, state, canary=first, canary_since=Now() if first else None, trouble="", ended_at=None, **values)
    wake()
