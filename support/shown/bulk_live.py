"""How the open page of a bulk job keeps up: what it shows, and every how many seconds it asks for news."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max, Sum

from support.bulk.models import FINAL, BulkJob
from support.commands.states import State
from support.shown.live import QUICK, QUICK_FOR, SLOWER, SLOWER_FOR, SLOWEST

STILL: Final = (State.REQUESTED, State.STARTED, State.SEEN)
LONGEST_MARK: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkLive:
    """``mark`` stands for all that the page shows, ``state`` is the job's; ``pace`` is 0 where nothing more comes."""

    mark: str
    state: str
    pace: int = 0


def live(job: BulkJob, totals: Mapping[str, int], now: datetime) -> BulkLive:
    """What a page that is drawn now shows: a mark of everything that it would show otherwise."""
    pace = _pace(job, totals, now)
    steps = job.rows.aggregate(at=Max("changed_at"), steps=Sum("command__changes"))
    told = f"{job.changes} {job.state} {sorted(totals.items())} {steps['at']} {steps['steps']} {pace}"
    return BulkLive(mark=f"{zlib.crc32(told.encode()):08x}", state=job.state, pace=pace)


def seen_from(asked: Mapping[str, str]) -> BulkLive:
    """What an open page says it shows."""
    return BulkLive(mark=asked.get("v", "")[:LONGEST_MARK], state=asked.get("at", "")[:LONGEST_MARK])


def _pace(job: BulkJob, totals: Mapping[str, int], now: datetime) -> int:
    """Quickly for two minutes after anything has moved, then slower, at the end no more."""
    if job.state in FINAL and not any(totals[state] for state in STILL):
        return 0
    since = now - (job.moved_at or job.asked_at)
    if since < QUICK_FOR:
        return QUICK
    return SLOWER if since < SLOWER_FOR else SLOWEST
