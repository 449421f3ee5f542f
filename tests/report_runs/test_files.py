"""Files in the background: as many lines as the figure says, how far it is, cancelled, taken up again, fetched."""

from __future__ import annotations

import csv
import urllib.request
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orders.sla.lake.local import NoLake
from support.commands.asker import Asker
from support.commands.refusals import Invalid
from support.models import AuditEvent, Notice
from support.report_runs import ask, run
from support.report_runs.listing import forget
from support.report_runs.models import ReportRun, RunState
from tests.reports.conftest import DAYS

FILE = {**DAYS, "unit": "order"}


def asked(asker: Asker, **more: str) -> ReportRun:
    return ask.ask(asker, QueryDict(urlencode(FILE | more)))


def now(of: ReportRun) -> ReportRun:
    return ReportRun.objects.get(pk=of.pk)


def fetched(manager: Client, of: ReportRun) -> list[list[str]]:
    address = manager.post(reverse("report-run-file", args=[of.pk])).headers["Location"]
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 ours
        return list(csv.reader(answer.read().decode("utf-8-sig").splitlines()))


def test_the_file_has_a_line_for_each_unit(manager: Client, asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PART", 4)
    made = asked(asker)
    run.work()
    lines = fetched(manager, made)
    units = [line for line in lines if not line[0].startswith("#")][1:]
    assert len({line[0] for line in units}) == len(units) == now(made).done == now(made).parts == 18
    assert AuditEvent.objects.get(type="report.file_taken").details == {"count": 18}


def test_who_asked_is_told_when_it_is_there(asker: Asker) -> None:
    made = asked(asker)
    run.work()
    assert Notice.objects.get().address == reverse("report-run", args=[made.pk])


def test_the_same_asked_again_while_it_runs_is_the_same(asker: Asker) -> None:
    assert asked(asker).pk == asked(asker).pk


def test_of_one_person_three_run_at_once(asker: Asker) -> None:
    for of in ("late", "open", "on_time"):
        asked(asker, **{"class": of})
    with pytest.raises(Invalid):
        asked(asker)


def test_one_that_is_cancelled_stops_in_the_middle(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PART", 4)
    made, step = asked(asker), run._step

    def then_cancelled(of: ReportRun, parts: int, done: int) -> None:
        step(of, parts, done)
        ask.cancel(asker, of.pk)

    monkeypatch.setattr(run, "_step", then_cancelled)
    run.work()
    assert (now(made).state, now(made).done, now(made).file) == (RunState.CANCELLED, 4, "")


def test_what_a_dead_worker_was_about_is_taken_up_again(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    made = asked(asker)

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "found", dies)
    with pytest.raises(KeyboardInterrupt):
        run.work()
    monkeypatch.undo()
    run.work()
    assert now(made).state == RunState.RUNNING
    ReportRun.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    run.work()
    assert (now(made).state, now(made).done) == (RunState.DONE, 18)


def test_a_lake_that_is_away_is_waited_for(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    made = asked(asker)

    def away(_: str) -> None:
        raise NoLake("The bucket does not answer.")

    monkeypatch.setattr(run, "reading", away)
    for _ in range(run.MOST_TRIES):
        ReportRun.objects.update(claimed_until=None)
        run.work()
    assert (now(made).state, now(made).trouble) == (RunState.FAILED, "The bucket does not answer.")


def test_the_page_says_how_far_it_is(manager: Client, asker: Asker) -> None:
    answer = manager.post(reverse("report-run-ask"), FILE)
    page = manager.get(answer.headers["Location"]).content.decode()
    assert "begins within seconds" in page
    run.work()
    assert "18 lines" in manager.get(answer.headers["Location"], HTTP_HX_REQUEST="true").content.decode()


def test_files_of_long_ago_are_dropped(asker: Asker, settings: Any) -> None:
    made = asked(asker)
    run.work()
    assert forget() == 0
    settings.REPORT_RUN_DAYS = -1
    assert (forget(), ReportRun.objects.filter(pk=made.pk).count()) == (1, 0)
