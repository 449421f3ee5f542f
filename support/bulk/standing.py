"""How bulk jobs stand: how many there are in each state, and whether one that should move does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, Max, OuterRef, Q
from django.db.models.functions import Now

from support.bulk.models import FINAL, MOVING, BulkJob, BulkRow, JobState, RowState

SPARE_MINUTES: Final = 5
"""How much longer than the backend may take for a command a job may stand still."""

OPEN: Final = tuple(state for state in JobState if state not in FINAL)


class AlarmName(StrEnum):
    """Its value is the anchor in the runbook."""

    STILL = "a-bulk-job-does-not-move"


@dataclass(frozen=True, slots=True)
class Alarm:
    """``text`` says what is so now."""

    name: AlarmName
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Counts of jobs that have not ended, by state; ``still`` is for how many seconds the one that has rows to go, and
    should move, has not.
    """

    counts: dict[str, int]
    still: float

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What somebody must see to now."""
        return tuple(self._alarms())

    def _alarms(self) -> Iterator[Alarm]:
        if self.still > longest_still():
            yield Alarm(AlarmName.STILL, f"A bulk job has not moved for {self.still / 60:.0f} minutes.")


def longest_still() -> float:
    """Seconds for which a job may wait for the backend to see what is on its way."""
    return float(settings.COMMAND_OVERDUE_MINUTES + SPARE_MINUTES) * 60


def standing() -> Standing:
    """As it is now: one query."""
    to_go = BulkRow.objects.filter(job=OuterRef("pk"), state__in=(RowState.SELECTED, RowState.READY))
    age = ExpressionWrapper(Now() - F("moved_at"), output_field=DurationField())
    told: dict[str, Any] = (
        BulkJob.objects.filter(state__in=OPEN)
        .alias(to_go=Exists(to_go))
        .aggregate(
            still=Max(age, filter=Q(state__in=MOVING, to_go=True)),
            **{state.value: Count("pk", filter=Q(state=state)) for state in OPEN},
        )
    )
    still: timedelta | None = told.pop("still")
    return Standing(counts=told, still=max(0.0, still.total_seconds()) if still else 0.0)
