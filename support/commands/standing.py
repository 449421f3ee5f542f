"""How commands stand: how many there are in each state, how long the oldest wait, and what somebody must see to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q
from django.db.models.functions import Now

from support.commands.models import Command
from support.commands.outbox import UNSENT
from support.commands.states import OPEN, State

LONGEST_UNSENT_SECONDS: Final = 120


class AlarmName(StrEnum):
    """Its value is the anchor in the runbook."""

    UNSENT = "commands-are-not-sent"
    OVERDUE = "commands-are-overdue"


@dataclass(frozen=True, slots=True)
class Alarm:
    """``text`` says what is so now."""

    name: AlarmName
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Counts of open commands by state, and the ages in seconds of the oldest: not sent, sent and not seen, overdue."""

    counts: dict[str, int]
    unsent: float
    unseen: float
    overdue: float

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What somebody must see to now."""
        return tuple(self._alarms())

    def _alarms(self) -> Iterator[Alarm]:
        if self.unsent > LONGEST_UNSENT_SECONDS:
            yield Alarm(AlarmName.UNSENT, f"A command could not be sent for {self.unsent / 60:.0f} minutes.")
        if overdue := self.counts[State.OVERDUE]:
            said = "A command is overdue" if overdue == 1 else f"{overdue} commands are overdue"
            yield Alarm(AlarmName.OVERDUE, f"{said}: nothing was seen of what was asked for.")


def standing() -> Standing:
    """As it is now: one query."""
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in OPEN}
    ages = {
        "unsent_for": _oldest("requested_at", UNSENT),
        "unseen_for": _oldest("started_at", Q(state=State.STARTED)),
        "overdue_for": _oldest("overdue_at", Q(state=State.OVERDUE)),
    }
    told: dict[str, Any] = Command.objects.filter(state__in=OPEN).aggregate(**counts, **ages)
    return Standing(
        counts={state.value: told[state.value] for state in OPEN},
        unsent=_seconds(told["unsent_for"]),
        unseen=_seconds(told["unseen_for"]),
        overdue=_seconds(told["overdue_for"]),
    )


def _oldest(since: str, which: Q) -> Max:
    """The age of the oldest, by the database's clock, which wrote the times too."""
    return Max(ExpressionWrapper(Now() - F(since), output_field=DurationField()), filter=which)


def _seconds(age: timedelta | None) -> float:
    return max(0.0, age.total_seconds()) if age else 0.0
