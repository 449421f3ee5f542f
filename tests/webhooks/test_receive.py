"""Who may call, and that a call is kept before it is answered, once."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from support.commands.asker import Asker
from support.escalations.models import Escalation
from support.models import AuditEvent
from support.notices.models import Notice
from support.printer_rules.models import PrinterSecret, SecretKind
from support.printer_rules.secrets import add_secret, retire
from support.webhooks.models import Webhook, WebhookState
from support.webhooks.process import process
from tests.webhooks.conftest import ADDRESS, PRINTER, headers, post, says


def test_a_signed_call_is_stored_before_it_is_answered(sent: Escalation, secret: bytes) -> None:
    body = says(sent, "approved")
    answer = post(body, headers(secret, body, "evt-1"))
    assert (answer.status_code, answer.json()["state"]) == (202, "stored")
    assert bytes(Webhook.objects.get(event_id="evt-1").body) == body


def test_what_was_seen_before_is_answered_200_however_it_is_signed_anew(sent: Escalation, secret: bytes) -> None:
    body = says(sent, "approved")
    first, again = headers(secret, body, "evt-1"), headers(secret, body, "evt-1", str(int(time.time()) - 5))
    assert [post(body, each).status_code for each in (first, first, again)] == [202, 200, 200]
    assert Webhook.objects.count() == 1


def test_another_body_under_one_id_is_refused_and_told_to_ops(sent: Escalation, secret: bytes, ops: Asker) -> None:
    for word, status in (("approved", 202), ("rejected", 409), ("rejected", 409)):
        body = says(sent, word)
        assert post(body, headers(secret, body, "evt-1")).status_code == status
    assert b"approved" in bytes(Webhook.objects.get().body)
    assert Notice.objects.filter(person=ops.person).count() == 1
    assert AuditEvent.objects.get(type="webhook.clashed").actor == f"printer:{PRINTER}"


def test_two_printers_may_use_one_id(sent: Escalation, secret: bytes, admin: Asker) -> None:
    body, other = says(sent, "approved"), add_secret(admin, "lille", SecretKind.WEBHOOK, "It calls too.").encode()
    assert post(body, headers(secret, body, "evt-1")).status_code == 202
    assert post(body, headers(other, body, "evt-1"), "lille").status_code == 202


def test_two_secrets_are_live_and_a_retired_one_is_not(sent: Escalation, secret: bytes, admin: Asker) -> None:
    second, body = add_secret(admin, PRINTER, SecretKind.WEBHOOK, "Rotation.").encode(), says(sent, "approved")
    assert [post(body, headers(each, body)).status_code for each in (secret, second)] == [202, 202]
    retire(admin, PrinterSecret.objects.earliest("made_at").pk, "Rotation.")
    assert [post(body, headers(each, body)).status_code for each in (secret, second)] == [401, 202]


def test_a_secret_of_the_api_signs_nothing(sent: Escalation, admin: Asker) -> None:
    body = says(sent, "approved")
    secret = add_secret(admin, PRINTER, SecretKind.API, "We call it.").encode()
    assert post(body, headers(secret, body)).status_code == 401


def test_one_of_several_signatures_is_enough(sent: Escalation, secret: bytes) -> None:
    body = says(sent, "approved")
    right = headers(secret, body)
    right["X-Printdesk-Signature"] = f"v0=old, v1={'0' * 64} ,{right['X-Printdesk-Signature']}"
    assert post(body, right).status_code == 202


@pytest.mark.parametrize("away", [-301, 301, -86_400, 10**9])
def test_late_and_early_calls_are_refused(sent: Escalation, secret: bytes, away: int) -> None:
    body = says(sent, "approved")
    assert post(body, headers(secret, body, at=str(int(time.time()) + away))).status_code == 401


@pytest.mark.parametrize("away", [-290, 290])
def test_clocks_may_be_a_little_off(sent: Escalation, secret: bytes, away: int) -> None:
    body = says(sent, "approved")
    assert post(body, headers(secret, body, at=str(int(time.time()) + away))).status_code == 202


def test_nobody_learns_which_printers_there_are(sent: Escalation, secret: bytes) -> None:
    body = says(sent, "approved")
    answers = [post(body, headers(b"guessed", body), printer) for printer in (PRINTER, "nobody", "\0", "wien")]
    assert {(each.status_code, each.content) for each in answers} == {(401, answers[0].content)}


@pytest.mark.parametrize("event_id", ["evt.1", "1.2.3", "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "a/b+c=="])
def test_ids_as_printers_make_them(sent: Escalation, secret: bytes, event_id: str) -> None:
    body = says(sent, "approved")
    assert post(body, headers(secret, body, event_id)).status_code == 202


def test_what_is_signed_can_be_split_in_one_way_only(sent: Escalation, secret: bytes) -> None:
    body = says(sent, "approved", text="one. two")
    signed = headers(secret, body, "evt.1")
    for event_id, rest in (("evt", b"1." + body), ("evt.1." + body.decode().split(".")[0], body.split(b".", 1)[1])):
        assert post(rest, signed | {"X-Printdesk-Event-Id": event_id}).status_code in (401, 422)
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("name", ["Timestamp", "Event-Id", "Signature"])
def test_a_header_that_is_missing(sent: Escalation, secret: bytes, name: str) -> None:
    body = says(sent, "approved")
    some = {key: value for key, value in headers(secret, body).items() if not key.endswith(name)}
    assert post(body, some).status_code == 401


def test_a_body_that_is_too_large(sent: Escalation, secret: bytes) -> None:
    body = says(sent, "approved", text="x" * 10_000_000)
    assert post(body, headers(secret, body)).status_code == 413


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_only_post(db: None, method: str) -> None:
    assert getattr(Client(), method)(ADDRESS.format(PRINTER)).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"[" * 5_000,
        b'{"a":' * 5_000,
        b"{\xff\xfe",
        b"{\0",
        b'{"status": "approved"}',
        b'{"status": 5, "reference": "r"}',
        b'{"status": "approved", "escalation_id": ["e"]}',
        b'{"status": "approved", "reference": "r", "amount": 1.5, "currency": "EUR"}',
        b'{"status": "approved", "reference": "r", "amount": -1, "currency": "EUR"}',
        b'{"status": "approved", "reference": "r", "amount": true, "currency": "EUR"}',
        b'{"status": "approved", "reference": "r", "amount": 1}',
        b'{"status": "approved", "reference": "r", "at": "yesterday"}',
        b'{"status": "approved", "reference": "r", "at": "2026-11-25T10:00:00"}',
    ],
)
def test_what_cannot_be_understood_is_kept_and_a_person_looks(secret: bytes, ops: Asker, body: bytes) -> None:
    assert [post(body, headers(secret, body, "evt")).status_code for _ in range(2)] == [202, 200]
    process(Webhook.objects.get().pk)
    assert Webhook.objects.get().state == WebhookState.UNKNOWN
    assert Notice.objects.filter(person=ops.person).count() == 1


@pytest.mark.parametrize("body", [b"", b"null", b"\xff\xfe", b"\0", b'"[]"'])
def test_what_is_no_json_object_is_refused_and_told_once(secret: bytes, ops: Asker, body: bytes) -> None:
    assert [post(body, headers(secret, body)).status_code for _ in range(2)] == [422, 422]
    assert not Webhook.objects.exists()
    assert Notice.objects.filter(person=ops.person).count() == 1


def test_characters_that_cannot_be_kept_are_kept_as_bytes_alone(sent: Escalation, secret: bytes) -> None:
    body = says(sent, "approved", text="\0 \ud800 مرحبا")
    assert post(body, headers(secret, body)).status_code == 202
    assert bytes(Webhook.objects.get().body) == body


def test_without_a_database_it_says_when_to_come_again(
    sent: Escalation, secret: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(Webhook.objects, "get_or_create", away)
    body = says(sent, "approved")
    answer = post(body, headers(secret, body))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
