"""How word to and from printers stands: what nobody understood, what waits, whose calls do not come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q
from django.db.models.functions import Now

from support.notices.models import Notice, NoticeKind
from support.printer_api.models import CallState, PrinterCall
from support.webhooks.models import Webhook, WebhookState

LONGEST_SECONDS: Final = 120
LONGEST_UNTOLD_SECONDS: Final = 1800
LATELY: Final = timedelta(days=1)
OPEN: Final = (WebhookState.STORED, WebhookState.UNKNOWN, WebhookState.FAILED)
UNTOLD: Final = (CallState.WAITING, CallState.SENDING)


class AlarmName(StrEnum):
    """Its value is the anchor in the runbook."""

    RAISED = "printers-calls-are-not-understood"
    WAITS = "printers-calls-wait"
    UNTOLD = "a-printer-is-not-told"
    SILENT = "a-printers-hook-is-silent"


@dataclass(frozen=True, slots=True)
class Alarm:
    """``text`` says what is so now."""

    name: AlarmName
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``counts`` of calls by open state; ``oldest`` and ``untold`` are for how many seconds a stored call and one of
    ours have waited; ``silent`` how many printers had news that no call of theirs told, since yesterday.
    """

    counts: dict[str, int]
    oldest: float
    untold: float
    silent: int

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What somebody must see to now."""
        return tuple(self._alarms())

    def _alarms(self) -> Iterator[Alarm]:
        if raised := self.counts[WebhookState.UNKNOWN.value] + self.counts[WebhookState.FAILED.value]:
            yield Alarm(AlarmName.RAISED, f"{raised} of printers’ calls wait{'s' * (raised == 1)} for a person.")
        if self.oldest > LONGEST_SECONDS:
            yield Alarm(AlarmName.WAITS, f"A printer’s call has waited for {self.oldest / 60:.0f} minutes.")
        if self.untold > LONGEST_UNTOLD_SECONDS:
            yield Alarm(AlarmName.UNTOLD, f"A printer could not be told for {self.untold / 60:.0f} minutes.")
        if self.silent:
            yield Alarm(AlarmName.SILENT, f"{self.silent} printer{'s' * (self.silent > 1)} had news and did not call.")


def standing() -> Standing:
    """As it is now: three queries."""
    told: dict[str, Any] = Webhook.objects.filter(state__in=OPEN).aggregate(
        oldest=_age("heard_at", Q(state=WebhookState.STORED)),
        **{state.value: Count("pk", filter=Q(state=state)) for state in OPEN},
    )
    oldest = told.pop("oldest")
    untold = PrinterCall.objects.filter(state__in=UNTOLD).aggregate(age=_age("asked_at", Q(state__in=UNTOLD)))["age"]
    hooks = Notice.objects.filter(kind=NoticeKind.WEBHOOK, key__startswith="silent-hook:", at__gt=Now() - LATELY)
    silent = hooks.values("key").distinct().count()
    return Standing(counts=told, oldest=_seconds(oldest), untold=_seconds(untold), silent=silent)


def _age(since: str, which: Q) -> Max:
    return Max(ExpressionWrapper(Now() - F(since), output_field=DurationField()), filter=which)


def _seconds(age: timedelta | None) -> float:
    return max(0.0, age.total_seconds()) if age else 0.0
