"""What Prometheus is told of the facts that reports read."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from orders.sla.lake.standing import AlarmName, standing


class Facts(Collector):
    """Their age, files and alarms."""

    def collect(self) -> Iterable[Metric]:
        """Every metric, from one reading."""
        now = standing()
        if now.age is not None:
            yield GaugeMetricFamily("printdesk_report_age_seconds", "Since when nothing was brought in.", now.age)
        yield GaugeMetricFamily("printdesk_report_files", "Data files that reports read.", now.files)
        yield GaugeMetricFamily("printdesk_report_facts", "Orders, print jobs and parcels in them.", now.facts)
        alarms = GaugeMetricFamily("printdesk_report_alarm", "1 where somebody must see to it.", labels=["alarm"])
        raised = {alarm.name for alarm in now.alarms}
        for name in AlarmName:
            alarms.add_metric([name.value], float(name in raised))
        yield alarms

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked for when it is registered."""
        return ()
