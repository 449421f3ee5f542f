"""What Prometheus is told of word to and from printers. When PostgreSQL does not answer, that is what is told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import Error
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from support.webhooks.standing import AlarmName, Standing, standing


class Webhooks(Collector):
    """Counts by state, for how long one waits, alarms."""

    def collect(self) -> Iterable[Metric]:
        """Every metric, from three queries."""
        readable = "printdesk_webhook_readable"
        try:
            found = standing()
        except Error:
            yield GaugeMetricFamily(readable, "Whether PostgreSQL told how printers' calls stand.", 0)
            return
        yield GaugeMetricFamily(readable, "Whether PostgreSQL told how printers' calls stand.", 1)
        yield from _told(found)

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked for when it is registered."""
        return ()


def _told(found: Standing) -> Iterable[Metric]:
    counts = GaugeMetricFamily("printdesk_webhooks", "Printers' calls that are not done.", labels=["state"])
    for state, number in found.counts.items():
        counts.add_metric([state], number)
    alarms = GaugeMetricFamily(
        "printdesk_webhook_alarm", "1 while the alarm holds; its name is its entry in the runbook.", labels=["name"]
    )
    ringing = {alarm.name for alarm in found.alarms}
    for name in AlarmName:
        alarms.add_metric([name], name in ringing)
    return (
        counts,
        GaugeMetricFamily("printdesk_webhook_waits_seconds", "How long the oldest stored call waits.", found.oldest),
        GaugeMetricFamily("printdesk_printer_call_waits_seconds", "How long a printer was not told.", found.untold),
        GaugeMetricFamily("printdesk_silent_hooks", "Printers with news that no call told, in a day.", found.silent),
        alarms,
    )
