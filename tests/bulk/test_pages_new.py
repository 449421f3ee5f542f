"""From a selection to a job, on pages and without JavaScript: what is confirmed is what was selected, and no more."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from dashboard.roles import Role
from support.bulk.models import BulkJob, JobState
from support.incidents.models import Incident
from support.notes.models import Draft
from support.printers.models import PrinterPause
from tests.bulk.conftest import order_of, put_order
from tests.bulk.pages import (
    NEW,
    Reject,
    SignIn,
    a_selection,
    confirm,
    hidden,
    manager,
    now,
    ops,
    orders_of,
    reject,
    sign_in,
)
from tests.commands.conftest import Desk, ago

__all__ = ["manager", "ops", "reject", "sign_in"]

GOOD = {"cause": "damaged", "words": "the van was in an accident"}


def form(client: Client, selection: dict[str, Any]) -> str:
    answer = client.post(NEW, selection)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_get_leads_to_the_queues(ops: Client) -> None:
    assert ops.get(NEW)["Location"] == "/queues/"


def test_the_form_says_what_and_how_many_and_from_where(ops: Client, reject: Reject) -> None:
    page = form(ops, a_selection(reject(3), filters="printer=koeln&whose=nobody"))
    assert "Reprint 3 rows" in page
    assert "queue “Printer rejections”, narrowed to printer koeln, whose nobody" in page
    assert "/queues/printer_rejects/?printer=koeln&amp;whose=nobody" in page
    assert "Frozen" in page
    assert not BulkJob.objects.exists()


def test_exactly_the_rows_that_were_ticked_become_the_job(ops: Client, reject: Reject) -> None:
    found = reject(5)
    job = confirm(ops, a_selection(found, 1, 3))
    assert orders_of(job) == [found.rows[1].order_id, found.rows[3].order_id]
    assert (job.state, job.source) == (JobState.PLANNING, {"queue": "printer_rejects", "filters": ""})
    assert job.rows.get(number=1).print_job_id == found.rows[1].sub


def test_all_that_match_are_those_of_that_moment(ops: Client, desk: Desk, reject: Reject) -> None:
    selection = a_selection(reject(3))
    fields = hidden(form(ops, selection))
    put_order(desk, 9, state="rejected", submitted_at=ago(hours=1))
    assert len(now().rows) == 4
    ops.post(NEW, fields | GOOD)
    assert set(orders_of(BulkJob.objects.get())) == {order_of(n) for n in (1, 2, 3)}


def test_filters_narrow_all_that_match(ops: Client, reject: Reject) -> None:
    answer = ops.post(NEW, a_selection(reject(2), filters="printer=lille"))
    assert answer.status_code == 422
    assert "Nothing was selected" in answer.content.decode()


def test_the_same_form_sent_twice_makes_one_job(ops: Client, reject: Reject) -> None:
    fields = hidden(form(ops, a_selection(reject(2)))) | GOOD
    places = {ops.post(NEW, fields)["Location"] for _ in range(2)}
    assert places == {f"/bulk/{BulkJob.objects.get().pk}/"}
    answer = ops.post(NEW, fields | {"cause": "lost"})
    assert answer.status_code == 409
    assert "This was sent before" in answer.content.decode()


@pytest.mark.parametrize("missing", ["cause", "words"])
def test_what_is_missing_is_said_on_top_with_a_link_to_it(ops: Client, reject: Reject, missing: str) -> None:
    answer = ops.post(NEW, hidden(form(ops, a_selection(reject(1)))) | GOOD | {missing: ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert f'href="#bulk-{missing}"' in page
    assert f'id="bulk-{missing}"' in page
    assert ("the van was" in page) is (missing != "words")


def test_what_is_selected_from_is_kept_for_a_while(ops: Client, reject: Reject) -> None:
    answer = ops.post(NEW, a_selection(reject(1), snapshot="0" * 16))
    assert answer.status_code == 409
    assert "select again from the list as it is now" in answer.content.decode()
    assert "/queues/printer_rejects/" in answer.content.decode()


def test_a_form_that_was_open_for_hours_is_selected_again(
    ops: Client, reject: Reject, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = hidden(form(ops, a_selection(reject(1)))) | GOOD
    then = time.time() + 5 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: then)
    answer = ops.post(NEW, fields)
    assert answer.status_code == 409
    assert "open for too long" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"row": ["x"], "all": ""},
        {"row": ["WyJvLTEiLCIiXQ", "\0"], "all": ""},
        {"row": [], "all": ""},
        {"action": "burn"},
        {"filters": "min_age=soon"},
        {"selection": "forged"},
        {"queue": "", "printer": "\0"},
        {"queue": "", "incident": "9" * 40},
        {"queue": "", "incident": "404"},
        {"queue": ""},
    ],
    ids="-".join,
)
def test_what_cannot_be_read_is_refused_in_words(ops: Client, reject: Reject, wrong: dict[str, Any]) -> None:
    answer = ops.post(NEW, a_selection(reject(1)) | wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_a_row_that_the_list_does_not_have_is_not_left_out_silently(ops: Client, reject: Reject) -> None:
    answer = ops.post(NEW, a_selection(reject(2), 0) | {"row": [*a_selection(now(), 0)["row"], "WyJvLTkiLCJqIl0"]})
    assert answer.status_code == 409
    assert "not in the list as it was" in answer.content.decode()


def test_a_form_of_somebody_else_is_refused(ops: Client, sign_in: SignIn, reject: Reject) -> None:
    fields = hidden(form(ops, a_selection(reject(1))))
    assert sign_in("Sam", Role.SENIOR).post(NEW, fields | GOOD).status_code == 422


def test_thousands_of_ticked_rows_are_told_to_be_all_that_match(ops: Client, reject: Reject) -> None:
    one = a_selection(reject(1), 0)
    answer = ops.post(NEW, one | {"row": one["row"] * 5_000})
    assert answer.status_code == 400
    assert "select “all that match”" in answer.content.decode()


def test_no_more_rows_than_ones_limit(ops: Client, reject: Reject, settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"bulk_rows": {"ops": 2}}
    selection = a_selection(reject(5))
    assert "3 more: this many at once is your limit" in form(ops, selection)
    assert len(orders_of(confirm(ops, selection))) == 2


def test_who_may_not_work_on_many_is_refused(sign_in: SignIn, reject: Reject) -> None:
    assert sign_in("Ana", Role.AGENT).post(NEW, a_selection(reject(1))).status_code == 403


def test_only_reasons_that_fit_are_offered(ops: Client, reject: Reject) -> None:
    selection = a_selection(reject(1))
    offered = {action: form(ops, selection | {"action": action}) for action in ("render", "reprint", "reroute", "note")}
    assert 'value="asset_missing"' in offered["render"]
    assert 'value="damaged"' not in offered["render"]
    assert 'value="spelling"' in offered["reprint"]
    assert 'value="spelling"' not in offered["reroute"]
    assert 'name="cause"' not in offered["note"]


def test_a_printer_that_takes_no_work_is_not_offered(ops: Client, reject: Reject, desk: Desk) -> None:
    page = form(ops, a_selection(reject(1), action="reroute"))
    assert "The best one for each row" in page
    assert 'value="lille"' in page
    for printer in ("wien", "tiles", "koeln"):  # paused, makes something else, has them
        assert f'value="{printer}"' not in page


def test_nor_one_that_we_have_paused(ops: Client, reject: Reject) -> None:
    job = confirm(ops, a_selection(reject(1)))
    assert job.person is not None
    PrinterPause.objects.create(printer_id="lille", since=timezone.now(), by=job.person, event=job.event)
    assert 'value="lille"' not in form(ops, a_selection(now(), action="reroute"))


def test_a_note_and_an_escalation_say_what_they_say(ops: Client, reject: Reject) -> None:
    found = reject(2)
    note = confirm(ops, a_selection(found, action="note"), cause="", text="The printer is on strike.")
    assert (note.action, note.text) == ("note", "The printer is on strike.")
    escalation = confirm(ops, a_selection(found, action="escalate"), text="No answer.", severity="high", cause="late")
    assert (escalation.text, escalation.severity, escalation.cause) == ("No answer.", "high", "late")


def test_what_an_incident_affects_is_selected(ops: Client, reject: Reject) -> None:
    job = confirm(ops, a_selection(reject(1)))
    at = timezone.now()
    about = {"signal": "rejects", "dimension": "printer_product", "subject": "koeln/photobook", "event": job.event}
    incident = Incident.objects.create(**about, began_at=at, opened_at=at, last_at=at)
    incident.affected.create(order_id=order_of(1), line_id="1", row_id="bj-1", at=at)
    found = confirm(ops, {"action": "reroute", "incident": str(incident.pk)})
    assert found.source == {"incident": incident.pk}
    assert found.rows.get().print_job_id == "bj-1"


def test_what_was_typed_is_dropped_once_it_is_sent(ops: Client, reject: Reject) -> None:
    person = User.objects.get(username="olga")
    Draft.objects.create(person=person, place="bulk:reprint", text="half a reason", saved_at=timezone.now())
    selection = a_selection(reject(1))
    assert "half a reason" in form(ops, selection)
    confirm(ops, selection)
    assert not Draft.objects.exists()
