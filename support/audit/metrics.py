"""What Prometheus is told of the audit. When PostgreSQL does not answer, that is what is told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import Error
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from support.audit.standing import AlarmName, Standing, standing


class Audit(Collector):
    """When it was verified and anchored, what was found, alarms."""

    def collect(self) -> Iterable[Metric]:
        """Every metric, from a few small queries."""
        readable = "printdesk_audit_readable"
        try:
            found = standing()
        except Error:
            yield GaugeMetricFamily(readable, "Whether PostgreSQL told how the audit stands.", 0)
            return
        yield GaugeMetricFamily(readable, "Whether PostgreSQL told how the audit stands.", 1)
        yield from _told(found)

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked for when it is registered."""
        return ()


def _told(found: Standing) -> Iterable[Metric]:
    yield GaugeMetricFamily("printdesk_audit_events", "The number of the newest event.", found.events)
    yield GaugeMetricFamily("printdesk_audit_faults", "Faults that the last verification found.", found.faults)
    if found.verified and found.verified.ended_at:
        when = found.verified.ended_at.timestamp()
        yield GaugeMetricFamily("printdesk_audit_verified_timestamp", "When the whole chain was last verified.", when)
    if found.anchor:
        when = found.anchor.at.timestamp()
        yield GaugeMetricFamily("printdesk_audit_anchored_timestamp", "When its end was last known to be kept.", when)
    alarms = GaugeMetricFamily(
        "printdesk_audit_alarm", "1 while the alarm holds; its name is its entry in the runbook.", labels=["name"]
    )
    ringing = {alarm.name for alarm in found.alarms}
    for name in AlarmName:
        alarms.add_metric([name], name in ringing)
    yield alarms
