"""What Prometheus is told of bulk jobs. When PostgreSQL does not answer, that is what is told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import Error
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from support.bulk.standing import AlarmName, Standing, standing


class BulkJobs(Collector):
    """Counts by state, for how long one stands still, alarms."""

    def collect(self) -> Iterable[Metric]:
        """Every metric, from one query."""
        readable = "printdesk_bulk_readable"
        try:
            found = standing()
        except Error:
            yield GaugeMetricFamily(readable, "Whether PostgreSQL told how bulk jobs stand.", 0)
            return
        yield GaugeMetricFamily(readable, "Whether PostgreSQL told how bulk jobs stand.", 1)
        yield from _told(found)

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked for when it is registered."""
        return ()


def _told(found: Standing) -> Iterable[Metric]:
    counts = GaugeMetricFamily("printdesk_bulk_jobs", "Bulk jobs that have not ended.", labels=["state"])
    for state, number in found.counts.items():
        counts.add_metric([state], number)
    still = "For how long the bulk job that has rows to go, and should move, has not."
    alarms = GaugeMetricFamily(
        "printdesk_bulk_alarm", "1 while the alarm holds; its name is its entry in the runbook.", labels=["name"]
    )
    ringing = {alarm.name for alarm in found.alarms}
    for name in AlarmName:
        alarms.add_metric([name], name in ringing)
    return (counts, GaugeMetricFamily("printdesk_bulk_still_seconds", still, found.still), alarms)
