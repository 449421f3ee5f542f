"""Reports by mail: once a time, to those who may see them, with the chart and the file."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.mail import attach, outbox
from support.mail.models import Mail, MailState
from support.models import AuditEvent, Notice
from support.report_runs import due, run
from support.report_runs.models import ReportRun, ReportSchedule, RunState
from support.report_runs.schedule import Wanted, end, schedule

WANTED: dict[str, Any] = {
    "name": "Monday’s figures", "query": "by=product&from=2020-01-01&as_of=2020-01-01T00:00:00Z&unit=order&x=1",
    "covers": "last_week", "every": "day", "hour": "7", "timezone": "Europe/Berlin",
}  # fmt: skip


def plan(asker: Asker, *others: User, **changes: Any) -> ReportSchedule:
    recipients = [asker.person.pk if asker.person else 0, *(person.pk for person in others)]
    return schedule(asker, Wanted(**WANTED | {"recipients": recipients} | changes))


def make_due(planned: ReportSchedule) -> None:
    ReportSchedule.objects.filter(pk=planned.pk).update(next_at=timezone.now() - timedelta(minutes=1))


def test_of_the_reports_address_its_days_are_not_kept(asker: Asker) -> None:
    assert plan(asker).query == "by=product&unit=order"


def test_each_reader_gets_one_mail_with_the_chart_and_the_file(asker: Asker, auditor: User) -> None:
    make_due(plan(asker, auditor))
    due.begin_due()
    run.work()
    mails = list(Mail.objects.order_by("address"))
    assert [mail.address for mail in mails] == ["ana@printdesk.example", "ines@printdesk.example"]
    chart, table = attach.load(mails[0].attachments)
    assert Image.open(io.BytesIO(chart.body)).size == (1200, 480)
    assert "by: product" in table.body.decode("utf-8-sig")
    assert "cid:trend" in mails[0].html


def test_it_arrives(asker: Asker) -> None:
    make_due(plan(asker))
    due.begin_due()
    run.work()
    outbox.sweep()
    assert Mail.objects.get().state == MailState.SENT


def test_a_time_is_told_once_whoever_looks(asker: Asker) -> None:
    make_due(plan(asker))
    assert [due.begin_due(), due.begin_due()] == [1, 0]
    run.work()
    run.work()
    assert (ReportRun.objects.count(), Mail.objects.count()) == (1, 1)


def test_who_may_see_no_reports_any_more_gets_none(asker: Asker, auditor: User) -> None:
    make_due(plan(asker, auditor))
    auditor.groups.clear()
    due.begin_due()
    run.work()
    assert list(Mail.objects.values_list("address", flat=True)) == ["ana@printdesk.example"]


def test_without_a_reader_it_fails_and_its_owner_is_told(asker: Asker, auditor: User) -> None:
    make_due(plan(asker, recipients=[auditor.pk]))
    User.objects.filter(pk=auditor.pk).update(is_active=False)
    due.begin_due()
    run.work()
    assert "Nobody is left" in ReportRun.objects.get(state=RunState.FAILED).trouble
    assert "Nobody is left" in Notice.objects.get().text


def test_one_that_is_ended_is_mailed_no_more(asker: Asker) -> None:
    planned = plan(asker)
    end(asker, planned.pk)
    make_due(planned)
    assert due.begin_due() == 0
    assert AuditEvent.objects.filter(type="report.schedule_ended").count() == 1


def test_only_its_owner_ends_it(asker: Asker, auditor: User) -> None:
    with pytest.raises(NotAllowed):
        end(Asker.staff(auditor), plan(asker).pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "a\nb"), ("covers", "always"), ("every", "hour"), ("hour", "24"), ("hour", "x"),
        ("timezone", "Mars/Base"), ("query", "by=nothing"), ("recipients", []), ("recipients", [99999]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_field(asker: Asker, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        plan(asker, **{field: value})
    assert field in refused.value.errors


def test_the_page_sets_one_up_and_ends_it(manager: Client, asker: Asker) -> None:
    form = WANTED | {"recipient": [str(asker.person.pk if asker.person else "")]}
    assert manager.post(reverse("report-schedule-new"), form).status_code == 302
    made = ReportSchedule.objects.get()
    assert "Monday’s figures" in manager.get(reverse("report-schedules")).content.decode()
    manager.post(reverse("report-schedule-end", args=[made.pk]))
    assert "mailed no more" in manager.get(reverse("report-schedules")).content.decode()
    assert "Monday’s figures" not in manager.get(reverse("report-schedules")).content.decode()


def test_a_form_with_a_mistake_comes_back_with_what_was_typed(manager: Client, asker: Asker) -> None:
    answer = manager.post(reverse("report-schedule-new"), WANTED | {"hour": "99"})
    assert answer.status_code == 422
    assert "Monday’s figures" in answer.content.decode()
