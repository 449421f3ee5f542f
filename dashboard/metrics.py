"""What Prometheus reads: how the streams stand, in numbers, without personal data. Names begin with ``printdesk_``.

One read of the status serves whoever asks within five seconds. When DynamoDB does not answer, that is what is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from threading import Lock
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector, CollectorRegistry

from dashboard.permissions import Open, requires
from orders.read import as_of
from orders.streams.alarms import AlarmName
from orders.streams.status import StreamStatus, TableStatus, stream_status

KEPT_SECONDS: Final = 5.0
OUTCOMES: Final = ("applied", "fenced", "unchanged", "quarantined")
Reading = tuple[StreamStatus, datetime | None]


class Streams(Collector):
    """The streams' metrics. ``read`` gives their status and up to when all changes are applied."""

    def __init__(self, read: Callable[[], Reading]) -> None:
        self._read = read
        self._lock = Lock()
        self._kept: Reading | None = None
        self._at = 0.0

    def collect(self) -> Iterable[Metric]:
        """Every metric, from one reading."""
        try:
            status, fresh = self._recent()
        except (BotoCoreError, ClientError):
            yield GaugeMetricFamily("printdesk_status_readable", "Whether DynamoDB told how the streams stand.", 0)
            return
        yield GaugeMetricFamily("printdesk_status_readable", "Whether DynamoDB told how the streams stand.", 1)
        yield from _by_table(status.tables)
        yield from _of_applying(status)
        yield from _of_leases(status)
        yield from _of_people(status, fresh)

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked for when it is registered."""
        return ()

    def _recent(self) -> Reading:
        with self._lock:
            if self._kept is None or time.monotonic() - self._at >= KEPT_SECONDS:
                self._kept = self._read()
                self._at = time.monotonic()
            return self._kept


def _by_table(tables: Iterable[TableStatus]) -> Iterator[Metric]:
    lag = _gauge("stream_lag_seconds", "Age of the oldest record not applied; absent while silent.", "table")
    silent = _gauge("stream_silent", "1 where nothing was fetched for half a minute.", "table")
    behind = _gauge("stream_shards_behind", "Shards whose last fetch was not empty.", "table")
    opened = _gauge("stream_shards_open", "Shards that can be read now.", "table")
    received = _counter("stream_received", "Records fetched.", "table")
    outcomes = _counter("stream_records", "What became of records.", "table", "outcome")
    resync = _gauge("resync_needed", "1 where the table waits for a resync or is in one.", "table")
    checked = _gauge("resync_checked_rows", "Rows that the resync has compared.", "table")
    lost = _gauge("stream_lost", "1 where records were lost and the resync is not done.", "table")
    for table in tables:
        name = table.table
        if table.lag_seconds is not None:
            lag.add_metric([name], table.lag_seconds)
        silent.add_metric([name], table.lag_seconds is None)
        behind.add_metric([name], table.behind)
        opened.add_metric([name], table.open)
        received.add_metric([name], table.received)
        for outcome in OUTCOMES:
            outcomes.add_metric([name, outcome], getattr(table, outcome))
        resync.add_metric([name], bool(table.resync))
        checked.add_metric([name], table.resync_checked if table.resync else 0)
        lost.add_metric([name], bool(table.lost and table.resync))
    yield from (lag, silent, behind, opened, received, outcomes, resync, checked, lost)


def _of_applying(status: StreamStatus) -> Iterator[Metric]:
    yield CounterMetricFamily("printdesk_apply_transactions", "Transactions that stored rows.", status.transactions)
    yield CounterMetricFamily(
        "printdesk_apply_conflicts", "Transactions that another's write stopped.", status.conflicts
    )
    yield GaugeMetricFamily("printdesk_records_balance", "1 while each record has one outcome.", status.balanced)


def _of_leases(status: StreamStatus) -> Iterator[Metric]:
    held = _gauge("slot_held", "1 where a pump has the slot; free for a moment between two runs.", "slot")
    shards = _gauge("slot_shards", "Shards that the slot's pump holds.", "slot")
    for lease in status.leases:
        held.add_metric([str(lease.slot)], bool(lease.holder))
        shards.add_metric([str(lease.slot)], lease.shards)
    yield from (held, shards)
    yield GaugeMetricFamily("printdesk_shards_unheld", "Readable shards that nobody holds.", status.unheld)


def _of_people(status: StreamStatus, fresh: datetime | None) -> Iterator[Metric]:
    """What somebody has to do with: old pages, rows set aside, alarms."""
    if fresh is not None:
        age = max(0.0, (datetime.now(UTC) - fresh).total_seconds())
        yield GaugeMetricFamily("printdesk_freshness_seconds", "How old what pages show may be.", age)
    size = "Records set aside; counted up to a hundred a partition."
    yield GaugeMetricFamily("printdesk_quarantine_records", size, status.set_aside)
    oldest = status.aside_for.total_seconds()
    yield GaugeMetricFamily("printdesk_quarantine_oldest_seconds", "For how long the oldest is set aside.", oldest)
    alarms = _gauge("alarm", "1 while the alarm holds; its name is its entry in the runbook.", "name")
    ringing = {alarm.name for alarm in status.alarms}
    for name in AlarmName:
        alarms.add_metric([name], name in ringing)
    yield alarms


def _gauge(name: str, told: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"printdesk_{name}", told, labels=labels)


def _counter(name: str, told: str, *labels: str) -> CounterMetricFamily:
    return CounterMetricFamily(f"printdesk_{name}", told, labels=labels)


REGISTRY: Final = CollectorRegistry(auto_describe=False)
"""Every collector there is; who has more to tell registers another."""

REGISTRY.register(Streams(lambda: (stream_status(), as_of())))


@requires(Open.SCRAPER)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics as text."""
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
