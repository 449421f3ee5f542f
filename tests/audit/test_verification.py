"""Verifying in the background: one at a time, with its progress and result, whatever becomes of the worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from django.test import Client, override_settings
from django.utils import timezone
from prometheus_client.exposition import generate_latest

from dashboard.metrics import REGISTRY
from dashboard.roles import Role
from support import tasks
from support.audit import chain, verification
from support.audit.chain import Anchor
from support.audit.models import KeptAnchor, Verification
from support.audit.standing import AlarmName, standing
from support.models import AuditEvent
from tests.audit.conftest import Write, tamper
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
CUT = "DELETE FROM support_auditevent WHERE number >= 3"
EDITED = "UPDATE support_auditevent SET actor = 'staff:2' WHERE number = 2"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def asked_for(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The numbers that a worker was woken for; nobody is woken."""
    woken: list[int] = []
    monkeypatch.setattr(verification, "_wake", woken.append)
    return iter([woken])


def verified() -> Verification:
    """A verification, asked for and done."""
    asked = verification.ask("staff:1")
    tasks.verify_audit(asked.pk)
    asked.refresh_from_db()
    return asked


def alarms() -> list[AlarmName]:
    """What rings."""
    return [alarm.name for alarm in standing().alarms]


def metric(name: str) -> float:
    """A metric without labels."""
    lines = generate_latest(REGISTRY).decode().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(f"{name} ")))


def test_a_chain_that_holds(write: Write) -> None:
    for _ in range(4):
        write(reason="because")
    done = verified()
    assert (done.checked, done.whole, done.number, done.faults, done.found, done.trouble) == (4, 4, 4, 0, [], "")
    assert alarms() == []
    assert metric("printdesk_audit_faults") == 0
    assert metric("printdesk_audit_verified_timestamp") == pytest.approx(done.ended_at.timestamp())  # type: ignore[union-attr]


def test_it_tells_how_far_it_is(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "AT_A_TIME", 2)
    seen: list[tuple[int, int]] = []
    progress = verification._progress

    def watched(pk: int, count: int, last: Any) -> None:
        progress(pk, count, last)
        seen.append((Verification.objects.get(pk=pk).checked, Verification.objects.get(pk=pk).whole))

    monkeypatch.setattr(verification, "_progress", watched)
    for _ in range(5):
        write()
    verified()
    assert seen == [(2, 5), (4, 5), (5, 5)]


def test_an_edit_rings_on_the_page_in_metrics_and_on_the_status_page(write: Write, sign_in: SignIn) -> None:
    for _ in range(3):
        write()
    tamper(EDITED)
    assert verified().found == ["event 2 was changed"]
    assert alarms() == [AlarmName.DOES_NOT_HOLD]
    assert metric("printdesk_audit_faults") == 1
    body = sign_in(Role.ADMIN).get("/audit/").content.decode()
    assert "Event 2 was changed" in body
    assert 'href="/status/runbook/#the-audit-does-not-hold"' in body


def test_a_cut_end_is_found_by_the_verification_before_it(write: Write) -> None:
    for _ in range(3):
        write()
    assert verified().faults == 0
    tamper(CUT)
    assert verified().found == ["event 3 was anchored and is missing: the end was cut off"]
    write()
    assert verified().found == ["event 3 is not the one that was anchored"]


def test_many_faults_are_counted_and_the_first_told(write: Write) -> None:
    for _ in range(verification.TOLD + 20):
        write()
    tamper("UPDATE support_auditevent SET actor = 'staff:2'")
    done = verified()
    assert (done.faults, len(done.found)) == (verification.TOLD + 20, verification.TOLD)


def test_one_runs_at_a_time(write: Write) -> None:
    write()
    assert verification.ask("staff:1").pk == verification.ask("staff:2").pk
    assert Verification.objects.count() == 1


def test_a_doubled_task_reads_once(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    done = verified()
    monkeypatch.setattr(verification, "_read", None)
    tasks.verify_audit(done.pk)


def test_a_lost_wake_up_is_made_up_for(write: Write) -> None:
    write()
    asked = verification.ask("staff:1")
    tasks.verify_audit()
    asked.refresh_from_db()
    assert asked.ended_at is not None


def test_one_whose_worker_died_is_ended_and_another_begins(write: Write) -> None:
    write()
    asked = verification.ask("staff:1")
    Verification.objects.filter(pk=asked.pk).update(
        begun_at=timezone.now(), looked_at=timezone.now() - timedelta(minutes=5)
    )
    assert verification.ask("staff:1").pk != asked.pk
    asked.refresh_from_db()
    assert asked.trouble == "Its worker stopped before it was done."


def test_one_that_was_taken_for_dead_writes_nothing_more(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    asked = verification.ask("staff:1")

    def buried() -> Iterator[Anchor]:
        verification._end(asked.pk, trouble="dead")
        return iter(())

    monkeypatch.setattr(verification, "_anchors", buried)
    verification.run(asked.pk)
    asked.refresh_from_db()
    assert (asked.trouble, asked.checked) == ("dead", 0)


def test_it_is_due_once_a_day(write: Write) -> None:
    tasks.verify_audit()
    assert not Verification.objects.exists()
    write()
    for _ in range(3):
        tasks.verify_audit()
    assert Verification.objects.count() == 1
    Verification.objects.update(ended_at=timezone.now() - timedelta(hours=25))
    tasks.verify_audit()
    assert Verification.objects.count() == 2


@override_settings(AUDIT_BUCKET="gone")
def test_without_the_bucket_there_is_no_result(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise EndpointConnectionError(endpoint_url="x")

    monkeypatch.setattr("support.audit.anchors.kept", gone)
    write()
    done = verified()
    assert (done.trouble, done.checked) == ("The bucket of anchors did not answer.", 0)
    assert standing().verified is None
    tasks.verify_audit()
    assert Verification.objects.count() == 1  # ten minutes have not passed


@override_settings(AUDIT_BUCKET="some")
def test_silence_rings(write: Write) -> None:
    write(at=timezone.now() - timedelta(days=3))
    assert alarms() == [AlarmName.NOT_VERIFIED, AlarmName.NOT_ANCHORED]
    KeptAnchor.objects.create(number=1, hash="0" * 64, at=timezone.now())
    Verification.objects.create(actor="x", asked_at=timezone.now(), ended_at=timezone.now())
    assert alarms() == []


def test_the_button_asks_and_the_page_follows(auditor: Client, write: Write) -> None:
    write()
    assert auditor.post("/audit/verify/")["Location"] == "/audit/#audit-standing"
    waiting = auditor.get("/audit/standing/", headers=HTMX).content.decode()
    assert "Waiting for a worker" in waiting
    assert "hx-trigger" in waiting
    tasks.verify_audit()
    done = auditor.get("/audit/standing/", headers=HTMX).content.decode()
    assert "Every event up to 1 is as it was written." in done
    assert "every 1s" not in done
    assert AuditEvent.objects.count() == 1


def test_a_worker_is_woken_once_the_row_is_there(
    write: Write, asked_for: Iterator[list[int]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked = verification.ask("staff:1")
    assert next(asked_for) == [asked.pk]
