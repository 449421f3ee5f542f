"""What Prometheus is told, and who may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import EndpointConnectionError
from django.db import OperationalError
from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import CollectorRegistry

from dashboard.metrics import REGISTRY, Streams
from orders.projections.apply import Applier
from orders.store import live_store
from orders.streams.engine import drain
from orders.streams.status import StreamStatus
from tests.streams import backend
from tests.web.conftest import a_status

pytestmark = pytest.mark.django_db

TOKEN = "a token of the tests, long enough"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def told(read: Callable[[], tuple[StreamStatus, datetime | None]]) -> CollectorRegistry:
    """A registry with one reading of the streams."""
    registry = CollectorRegistry()
    registry.register(Streams(read))
    return registry


@override_settings(METRICS_TOKEN=[TOKEN])
def test_only_who_knows_the_token_may_ask(client: Client, cloud: str) -> None:
    wrong = [{}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": "Bearer"}]
    for headers in wrong:
        answer = client.get("/metrics", headers=headers)
        assert answer.status_code == 401
        assert b"printdesk_" not in answer.content
    assert client.get("/metrics", headers=BEARER).status_code == 200
    assert client.post("/metrics", headers=BEARER).status_code == 405


@override_settings(METRICS_TOKEN=[])
@pytest.mark.parametrize("given", ["", " ", "None"])
def test_without_a_token_set_nobody_may(client: Client, given: str) -> None:
    assert client.get("/metrics", headers={"Authorization": f"Bearer {given}"}).status_code == 401


@override_settings(METRICS_TOKEN=["an older token, long enough", TOKEN])
def test_metrics_are_what_happened(client: Client, cloud: str, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.fill()
    backend.put("orders", backend.order("o2", total="much"))
    drain()
    monkeypatch.setattr("dashboard.metrics.KEPT_SECONDS", 0)
    text = client.get("/metrics", headers=BEARER).content.decode()
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["printdesk_status_readable",] == 1
    assert samples["printdesk_stream_received_total", "orders"] == 2
    assert samples["printdesk_stream_records_total", "applied", "orders"] == 1
    assert samples["printdesk_stream_records_total", "orders", "quarantined"] == 1
    assert samples["printdesk_stream_lag_seconds", "orders"] == 0
    assert samples["printdesk_apply_transactions_total",] > 0
    assert samples["printdesk_quarantine_records",] == 1
    assert samples["printdesk_resync_needed", "users"] == 1
    assert samples["printdesk_alarm", "lag-grows"] == 0


def test_an_alarm_rings_by_its_name() -> None:
    late = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    registry = told(lambda: (replace(a_status(), as_of=late, balanced=False), None))
    assert registry.get_sample_value("printdesk_alarm", {"name": "rows-are-set-aside"}) == 1
    assert registry.get_sample_value("printdesk_alarm", {"name": "the-counts-do-not-balance"}) == 1
    assert registry.get_sample_value("printdesk_alarm", {"name": "nothing-is-read"}) == 0


def test_silence_is_no_lag_of_zero() -> None:
    silent = replace(a_status(), tables=(replace(a_status().tables[0], lag_seconds=None),))
    registry = told(lambda: (silent, None))
    assert registry.get_sample_value("printdesk_stream_lag_seconds", {"table": "orders"}) is None
    assert registry.get_sample_value("printdesk_stream_silent", {"table": "orders"}) == 1


def test_when_dynamodb_is_gone_that_is_told() -> None:
    def gone() -> tuple[StreamStatus, datetime | None]:
        raise EndpointConnectionError(endpoint_url="http://db")

    registry = told(gone)
    assert registry.get_sample_value("printdesk_status_readable") == 0


def test_who_asks_often_is_told_the_same() -> None:
    readings: list[int] = []

    def read() -> tuple[StreamStatus, datetime | None]:
        readings.append(1)
        return a_status(), datetime.now(UTC)

    registry = told(read)
    for _ in range(5):
        registry.get_sample_value("printdesk_freshness_seconds")
    assert len(readings) == 1


def test_one_scrape_is_a_bounded_number_of_queries(cloud: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Applier(live_store()) as applier:
        applier.apply([backend.record("orders", backend.order(f"o{n}", total="much"), n + 1) for n in range(120)])
    operations: list[str] = []
    events = live_store().client.meta.events
    monkeypatch.setattr("dashboard.metrics.KEPT_SECONDS", 0)

    def note(model: object, **_: object) -> None:
        operations.append(model.name)  # type: ignore[attr-defined]

    events.register("before-call.dynamodb", note)
    list(REGISTRY.collect())
    events.unregister("before-call.dynamodb", note)
    assert len(operations) <= 15


@override_settings(METRICS_TOKEN=[TOKEN])
def test_metrics_outlive_postgresql(client: Client, cloud: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", gone)
    assert client.get("/metrics", headers=BEARER).status_code == 200


def test_nothing_in_metrics_is_about_a_person(cloud: str, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.put("orders", backend.order("order-of-ines", total="much"))
    drain()
    monkeypatch.setattr("dashboard.metrics.KEPT_SECONDS", 0)
    assert "ines" not in str([metric.samples for metric in REGISTRY.collect()]).lower()
