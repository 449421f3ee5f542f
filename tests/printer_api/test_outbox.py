"""Whatever goes wrong on the way, the printer has one claim, and we know of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db.models.functions import Now

from demo.printer_api import server
from support.escalations.models import Escalation, Step
from support.models import AuditEvent
from support.printer_api import outbox
from support.printer_api.look import read_printer
from support.printer_api.models import PrinterCall
from support.printer_api.wire import Line, NotSafe, Unreached, _pause, check_safe
from tests.printer_api.conftest import PRINTER, Api, Fault, again, state


def test_the_printer_takes_it_and_has_acknowledged_it(sent: PrinterCall, connected: Api) -> None:
    done = again(sent)
    assert (done.state, done.reference, state(sent)) == ("done", "KO-1000", "acknowledged")
    assert connected.book.claims["KO-1000"].escalation_id == sent.escalation_id


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.BROKEN, Fault.LOST])
def test_one_claim_however_often_it_fails(sent: PrinterCall, connected: Api, fault: Fault) -> None:
    connected.faults.extend([fault, fault, Fault.LOST])
    states = [again(sent).state for _ in range(4)]
    assert states == ["waiting", "waiting", "waiting", "done"]
    assert list(connected.book.claims) == ["KO-1000"]


def test_an_answer_that_takes_too_long_is_asked_for_again(
    sent: PrinterCall, connected: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PRINTER_API_SECONDS", 0.3)
    monkeypatch.setattr(server, "SLOW_SECONDS", 0.6)
    connected.faults.append(Fault.SLOW)
    assert again(sent).state == "waiting"
    monkeypatch.setattr(settings, "PRINTER_API_SECONDS", 5.0)
    assert (again(sent).state, len(connected.book.claims)) == ("done", 1)


def test_who_wants_fewer_calls_is_left_alone_for_so_long(sent: PrinterCall, connected: Api) -> None:
    connected.faults.append(Fault.BUSY)
    outbox.send(sent.pk)
    outbox.send(sent.pk)
    outbox.sweep()
    assert connected.requests == 1


def test_a_sender_that_died_is_followed_by_another(
    sent: PrinterCall, connected: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "settle", dies)
        with pytest.raises(KeyboardInterrupt):
            outbox.send(sent.pk)
    outbox.sweep()
    assert PrinterCall.objects.get().state == "sending"  # it is claimed still
    PrinterCall.objects.update(claimed_until=Now() - timedelta(seconds=1))
    outbox.sweep()
    assert (PrinterCall.objects.get().state, len(connected.book.claims)) == ("done", 1)


def test_two_senders_send_it_once(sent: PrinterCall, connected: Api) -> None:
    assert outbox._claim(sent.pk) is not None
    assert outbox._claim(sent.pk) is None


def test_what_they_decided_meanwhile_is_taken_from_the_answer_to_a_repeat(sent: PrinterCall, connected: Api) -> None:
    connected.faults.append(Fault.LOST)
    again(sent)
    connected.book.claims["KO-1000"].status = " REJECTED "
    assert (again(sent).raw_status, state(sent)) == (" REJECTED ", "rejected")


def test_a_refusal_is_laid_before_people(sent: PrinterCall, connected: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "handle", lambda *_: server.Answer(400, {"error": "no"}, {}))
    refused = again(sent)
    assert (refused.state, refused.status_code, state(sent)) == ("refused", 400, "sent_to_printer")
    assert Step.objects.latest("pk").event.type == "printer_call.refused"


def test_a_conflict_is_looked_at(sent: PrinterCall, connected: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    handle = server.handle

    def conflict(*asked: Any) -> server.Answer:
        answer = handle(*asked)
        return server.Answer(409, {"error": "there"}, {}) if asked[2] == "POST" else answer

    monkeypatch.setattr(server, "handle", conflict)
    assert (again(sent).state, state(sent)) == ("done", "acknowledged")


@pytest.mark.parametrize(
    ("status", "body"), [(200, []), (200, {"status": 5}), (302, {}), (200, {"status": "x" * 400_000, "reference": "r"})]
)
def test_an_answer_that_is_none_changes_nothing(
    sent: PrinterCall, connected: Api, monkeypatch: pytest.MonkeyPatch, status: int, body: Any
) -> None:
    monkeypatch.setattr(server, "handle", lambda *_: server.Answer(status, body, {"Location": connected.url}))
    assert (again(sent).state, connected.requests) == ("waiting", 1)


def test_it_is_given_up_after_a_day_and_said(sent: PrinterCall, connected: Api) -> None:
    PrinterCall.objects.update(asked_at=Now() - timedelta(hours=25))
    outbox.sweep()
    assert (PrinterCall.objects.get().state, connected.requests) == ("given_up", 0)
    assert AuditEvent.objects.filter(type="printer_call.given_up").count() == 1


def test_a_word_that_nobody_knows_is_kept(sent: PrinterCall, connected: Api) -> None:
    connected.faults.append(Fault.LOST)
    again(sent)
    connected.book.claims["KO-1000"].status = "Kulanz"
    assert (again(sent).raw_status, state(sent)) == ("Kulanz", "sent_to_printer")


def test_a_hint_reads_the_printer_once_a_minute(sent: PrinterCall, connected: Api) -> None:
    again(sent)
    connected.book.claims["KO-1000"].status = "approved"
    before = connected.requests
    for _ in range(3):
        read_printer(PRINTER)
    assert (connected.requests - before, state(sent)) == (1, "approved")


def test_the_same_is_said_once(sent: PrinterCall) -> None:
    assert PrinterCall.objects.count() == 1
    assert Escalation.objects.get().printer_calls.get().pk == sent.pk


def test_only_https_but_where_we_have_none_ourselves(monkeypatch: pytest.MonkeyPatch) -> None:
    check_safe("http://127.0.0.1")
    monkeypatch.setattr(settings, "SECURE", True)
    with pytest.raises(NotSafe):
        check_safe("http://printer.example")


def test_without_a_secret_nothing_is_asked() -> None:
    with pytest.raises(Unreached):
        Line("http://127.0.0.1:9", ()).ask("GET", "/claims")


@pytest.mark.parametrize(
    ("header", "seconds"), [("5", 5), ("0", 1), ("-3", 1), ("1e9", 3600), ("nan", None), ("soon", None), (None, None)]
)
def test_retry_after_within_reason(header: str | None, seconds: float | None) -> None:
    assert _pause(header) == seconds
