"""What Prometheus is told of mails. When PostgreSQL does not answer, that is what is told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import Error
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from support.mail.standing import AlarmName, Standing, standing


class Mails(Collector):
    """Counts by state, for how long one waits, alarms."""

    def collect(self) -> Iterable[Metric]:
        """Every metric, from two queries."""
        readable = "printdesk_mail_readable"
        try:
            found = standing()
        except Error:
            yield GaugeMetricFamily(readable, "Whether PostgreSQL told how mails stand.", 0)
            return
        yield GaugeMetricFamily(readable, "Whether PostgreSQL told how mails stand.", 1)
        yield from _told(found)

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked for when it is registered."""
        return ()


def _told(found: Standing) -> Iterable[Metric]:
    counts = GaugeMetricFamily("printdesk_mails", "Mails whose fate is open.", labels=["state"])
    for state, number in found.counts.items():
        counts.add_metric([state], number)
    alarms = GaugeMetricFamily(
        "printdesk_mail_alarm", "1 while the alarm holds; its name is its entry in the runbook.", labels=["name"]
    )
    ringing = {alarm.name for alarm in found.alarms}
    for name in AlarmName:
        alarms.add_metric([name], name in ringing)
    return (
        counts,
        GaugeMetricFamily("printdesk_mail_waits_seconds", "For how long the oldest unsent mail waits.", found.oldest),
        GaugeMetricFamily("printdesk_mail_unreadable", "Messages of the last day that were none.", found.unreadable),
        alarms,
    )
