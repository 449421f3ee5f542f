"""What Prometheus is told of commands. When PostgreSQL does not answer, that is what is told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import Error
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from support.commands.standing import AlarmName, Standing, standing


class Commands(Collector):
    """Counts by state, ages of the oldest, alarms."""

    def collect(self) -> Iterable[Metric]:
        """Every metric, from one query."""
        readable = "printdesk_commands_readable"
        try:
            found = standing()
        except Error:
            yield GaugeMetricFamily(readable, "Whether PostgreSQL told how commands stand.", 0)
            return
        yield GaugeMetricFamily(readable, "Whether PostgreSQL told how commands stand.", 1)
        yield from _told(found)

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked for when it is registered."""
        return ()


def _told(found: Standing) -> Iterable[Metric]:
    counts = GaugeMetricFamily("printdesk_commands", "Open commands.", labels=["state"])
    for state, number in found.counts.items():
        counts.add_metric([state], number)
    oldest = GaugeMetricFamily("printdesk_commands_oldest_seconds", "How long the oldest waits.", labels=["what"])
    for what in ("unsent", "unseen", "overdue"):
        oldest.add_metric([what], getattr(found, what))
    alarms = GaugeMetricFamily(
        "printdesk_command_alarm", "1 while the alarm holds; its name is its entry in the runbook.", labels=["name"]
    )
    ringing = {alarm.name for alarm in found.alarms}
    for name in AlarmName:
        alarms.add_metric([name], name in ringing)
    return (counts, oldest, alarms)
