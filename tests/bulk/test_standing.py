"""How bulk jobs stand: counts, one that does not move, its alarm with its entry in the runbook, metrics."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models.functions import Now
from prometheus_client.registry import CollectorRegistry

from dashboard.metrics import REGISTRY
from dashboard.roles import Role
from dashboard.runbook import runbook
from support.bulk.metrics import BulkJobs
from support.bulk.models import BulkJob
from support.bulk.standing import AlarmName, standing
from support.bulk.steer import pause, start
from support.commands.asker import Asker
from tests.bulk.conftest import Select, run_to_the_end
from tests.web.conftest import SignIn, Told, sign_in, told

__all__ = ["sign_in", "told"]

pytestmark = pytest.mark.django_db


def of(name: str, labels: dict[str, str]) -> float | None:
    registry = CollectorRegistry()
    registry.register(BulkJobs())
    return registry.get_sample_value(name, labels)


@pytest.fixture
def still(select: Select, ops: Asker) -> BulkJob:
    """A job that was started half an hour ago, and whose rows nobody sends."""
    job = start(ops, select(2).pk)
    BulkJob.objects.update(moved_at=Now() - timedelta(minutes=30))
    return job


def test_a_job_that_does_not_move_is_an_alarm(still: BulkJob) -> None:
    found = standing()
    assert [alarm.text for alarm in found.alarms] == ["A bulk job has not moved for 30 minutes."]
    assert found.counts["canary"] == 1
    assert of("printdesk_bulk_alarm", {"name": AlarmName.STILL}) == 1
    assert of("printdesk_bulk_jobs", {"state": "canary"}) == 1


def test_a_job_that_is_paused_or_done_may_stand_still(still: BulkJob, ops: Asker) -> None:
    pause(ops, still.pk)
    BulkJob.objects.update(moved_at=Now() - timedelta(minutes=30))
    assert standing().alarms == ()


def test_a_job_that_goes_on_rings_no_more(still: BulkJob) -> None:
    run_to_the_end(still)
    assert standing().still == 0


def test_without_a_database_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise OperationalError

    monkeypatch.setattr("support.bulk.metrics.standing", gone)
    assert of("printdesk_bulk_readable", {}) == 0


def test_it_is_among_the_metrics() -> None:
    assert any(isinstance(each, BulkJobs) for each in REGISTRY._collector_to_names)


@pytest.mark.parametrize("name", AlarmName)
def test_every_alarm_has_its_entry(name: AlarmName) -> None:
    entry = runbook().partition(f'<h2 id="{name}">')[2].partition("<h2")[0]
    assert "Wake" in entry


def test_the_status_page_leads_to_what_to_do(still: BulkJob, cloud: str, sign_in: SignIn, told: Told) -> None:
    page = sign_in(Role.OPS).get("/status/").content.decode()
    assert "A bulk job has not moved for 30 minutes." in page
    assert f"/status/runbook/#{AlarmName.STILL}" in page
