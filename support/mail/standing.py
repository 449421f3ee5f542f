"""How mails stand: how many there are in each open state, whether one waits too long, whether events can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q
from django.db.models.functions import Now

from support.mail.listing import LATE_AFTER
from support.mail.models import Mail, MailEvent, MailState
from support.mail.told import Kind

OPEN: Final = (MailState.WAITING, MailState.SENDING, MailState.MAYBE_SENT)
LATELY: Final = timedelta(days=1)


class AlarmName(StrEnum):
    """Its value is the anchor in the runbook."""

    WAITS = "mails-are-not-sent"
    MAYBE = "a-mail-may-have-been-sent"
    UNREADABLE = "mail-events-cannot-be-read"


@dataclass(frozen=True, slots=True)
class Alarm:
    """``text`` says what is so now."""

    name: AlarmName
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Counts of open mails by state; ``oldest`` is for how many seconds one has waited, ``unreadable`` how many
    messages of the last day were no events of ours.
    """

    counts: dict[str, int]
    oldest: float
    unreadable: int

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What somebody must see to now."""
        return tuple(self._alarms())

    def _alarms(self) -> Iterator[Alarm]:
        if self.oldest > LATE_AFTER.total_seconds():
            yield Alarm(AlarmName.WAITS, f"A mail has waited for {self.oldest / 60:.0f} minutes to be sent.")
        if maybe := self.counts[MailState.MAYBE_SENT.value]:
            yield Alarm(AlarmName.MAYBE, f"Of {maybe} mail{'s' * (maybe > 1)} nobody knows whether it was sent.")
        if self.unreadable:
            said = f"{self.unreadable} of the last day’s messages about mails fit none of ours, or cannot be read."
            yield Alarm(AlarmName.UNREADABLE, said)


def standing() -> Standing:
    """As it is now: two queries."""
    age = ExpressionWrapper(Now() - F("made_at"), output_field=DurationField())
    told: dict[str, Any] = Mail.objects.filter(state__in=OPEN).aggregate(
        oldest=Max(age, filter=Q(state__in=OPEN[:2])),
        **{state.value: Count("pk", filter=Q(state=state)) for state in OPEN},
    )
    oldest: timedelta | None = told.pop("oldest")
    bad = (Kind.UNREADABLE.value, Kind.FOREIGN.value)
    unreadable = MailEvent.objects.filter(type__in=bad, heard_at__gt=Now() - LATELY).count()
    return Standing(counts=told, oldest=max(0.0, oldest.total_seconds()) if oldest else 0.0, unreadable=unreadable)
