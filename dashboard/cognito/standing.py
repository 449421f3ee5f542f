"""How company sign-in stands, for the person on call: on the status page and in the metrics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db import Error
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from dashboard.cognito.pool import pool
from dashboard.models import Member

LONGEST: Final = timedelta(minutes=5)
"""A role that was taken away in Cognito is gone here within that."""


class AlarmName(StrEnum):
    """Its value is the anchor in the runbook."""

    SILENT = "cognito-does-not-answer"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many members Cognito has confirmed, and for how many seconds the one has waited who waits longest.

    ``grace`` is after how many minutes without a word of it they hold nothing any more.
    """

    members: int
    waiting: float
    grace: float

    @property
    def alarms(self) -> tuple[AlarmName, ...]:
        """What holds now."""
        return (AlarmName.SILENT,) if self.waiting > LONGEST.total_seconds() else ()

    @property
    def over(self) -> bool:
        """Whether sessions have ended for want of a word."""
        return self.waiting > self.grace * 60


def standing() -> Standing | None:
    """As it is now, from one query; None where there are local accounts only."""
    if pool() is None:
        return None
    confirmed = Member.objects.filter(subject__isnull=False, confirmed_at__isnull=False, user__is_active=True)
    told = confirmed.aggregate(members=Count("pk"), oldest=Min("confirmed_at"))
    waiting = (timezone.now() - told["oldest"]).total_seconds() if told["oldest"] else 0.0
    return Standing(told["members"], max(0.0, waiting), settings.COGNITO_GRACE_MINUTES)


class Cognito(Collector):
    """The same in numbers. When PostgreSQL does not answer, nothing is told here: others tell that."""

    def collect(self) -> Iterable[Metric]:
        """Every metric, from one query."""
        try:
            found = standing()
        except Error:
            return
        if found is None:
            return
        told = "For how long Cognito has not confirmed the member who waits longest."
        yield GaugeMetricFamily("printdesk_cognito_unconfirmed_seconds", told, found.waiting)
        alarms = GaugeMetricFamily(
            "printdesk_cognito_alarm", "1 while the alarm holds; its name is its entry in the runbook.", labels=["name"]
        )
        for name in AlarmName:
            alarms.add_metric([name], name in found.alarms)
        yield alarms

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked for when it is registered."""
        return ()
