"""What a stored call becomes: once, whatever dies, and only for the printer's own escalations."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.db.models.functions import Now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.audit.record import Actor
from support.commands.asker import Asker
from support.escalations.hear import hear
from support.escalations.hold import hold
from support.escalations.models import Escalation, EscalationState, Step
from support.escalations.move import move
from support.escalations.moves import WAYS
from support.models import AuditEvent
from support.notices.models import Notice
from support.printer_rules.change import change
from support.printer_rules.models import SecretKind
from support.printer_rules.rules import Meaning, Rules
from support.printer_rules.secrets import add_secret
from support.webhooks import effect, process
from support.webhooks.mapping import mapping, meaning_of
from support.webhooks.models import Webhook
from tests.webhooks.conftest import PRINTER, SignIn, call, headers, post, says, state, taken_back


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ("approved", "approved"),
        (" APPROVED ", "approved"),
        ("In_Review", "acknowledged"),
        ("needs-evidence", "awaiting_evidence"),
        ("Rejected", "rejected"),
        ("CREDITED", "approved"),
        ("ItemShipped", "sent_to_printer"),
        ("closed", "sent_to_printer"),
    ],
)
def test_a_word_moves_the_escalation_where_it_leads(sent: Escalation, secret: bytes, status: str, wanted: str) -> None:
    stored = call(secret, says(sent, status))
    assert (stored.state, stored.raw_status, state(sent)) == ("processed", status, wanted)


def test_the_printer_is_named_in_the_audit_and_its_words_in_the_step(sent: Escalation, secret: bytes) -> None:
    call(secret, says(sent, "approved", amount=1850, currency="eur", credit_note="CN-1", text="We are sorry."))
    step = Step.objects.filter(escalation=sent).latest("pk")
    assert (step.event.actor, step.event.type) == (f"printer:{PRINTER}", "escalation.moved")
    assert "18.50 EUR" in step.text
    assert "We are sorry." not in json.dumps(step.event.details)


def test_an_unknown_word_is_kept_and_raised_and_understood_once_the_rules_say_so(
    sent: Escalation, secret: bytes, ops: Asker, admin: Asker, sign_in: SignIn
) -> None:
    stored = call(secret, says(sent, "Kulanz erteilt"))
    assert (stored.state, stored.raw_status, state(sent)) == ("unknown", "Kulanz erteilt", "sent_to_printer")
    assert Notice.objects.get(person=ops.person).kind == "webhook"
    change(admin, PRINTER, Rules(statuses={"kulanz erteilt": Meaning.APPROVED}), "They told us.", 0)
    sign_in(ops).post(f"/webhooks/{stored.pk}/again/")
    stored.refresh_from_db()
    assert (stored.state, stored.mapping_version, state(sent)) == ("processed", "own", "approved")


def test_another_printers_escalation_is_nobody_s(sent: Escalation, secret: bytes, admin: Asker, ops: Asker) -> None:
    other, body = add_secret(admin, "lille", SecretKind.WEBHOOK, "It calls too.").encode(), says(sent, "approved")
    assert post(body, headers(other, body), "lille").status_code == 202
    process.sweep()
    stored = Webhook.objects.get(printer_id="lille")
    assert (stored.state, stored.escalation, state(sent)) == ("unknown", None, "sent_to_printer")
    assert Notice.objects.filter(person=ops.person).count() == 1


def test_what_was_never_sent_is_moved_by_nobody_s_word(opened: Escalation, secret: bytes) -> None:
    call(secret, says(opened, "approved"))
    assert state(opened) == "open"
    assert Step.objects.filter(escalation=opened).latest("pk").event.type == "escalation.told"


def test_they_decide_though_we_wait_for_evidence(sent: Escalation, secret: bytes) -> None:
    for status in ("needs evidence", "acknowledged", "approved"):
        call(secret, says(sent, status))
    states = list(Step.objects.filter(escalation=sent).order_by("pk").values_list("now", flat=True))
    assert states[-4:] == ["awaiting_evidence", "awaiting_evidence", "sent_to_printer", "approved"]


def test_what_is_over_stays_over(sent: Escalation, secret: bytes, agent: Asker) -> None:
    move(agent, sent.pk, "resolved", "Made again elsewhere.")
    call(secret, says(sent, "rejected"))
    assert state(sent) == "resolved"


def test_an_old_rejection_does_not_answer_our_dispute(sent: Escalation, secret: bytes, agent: Asker) -> None:
    call(secret, says(sent, "rejected"))
    move(agent, sent.pk, "disputed", "The file was right.")
    before = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    call(secret, says(sent, "rejected", at=before))
    assert state(sent) == "disputed"
    call(secret, says(sent, "approved"))
    assert state(sent) == "approved"


def test_a_worker_that_dies_before_the_end_leaves_nothing_and_another_does_all(
    sent: Escalation, secret: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = says(sent, "approved")
    post(body, headers(secret, body))
    with monkeypatch.context() as patch:
        patch.setattr(process, "_settle", _dies)
        with pytest.raises(KeyboardInterrupt):
            process.process(Webhook.objects.get().pk)
    assert state(sent) == "sent_to_printer"
    process.sweep()
    assert state(sent) == "sent_to_printer"  # it is claimed for a minute
    Webhook.objects.update(claimed_until=Now() - timedelta(seconds=1))
    for _ in range(3):
        process.sweep()
    assert state(sent) == "approved"
    assert AuditEvent.objects.filter(actor=f"printer:{PRINTER}").count() == 1


def test_a_store_that_does_not_answer_is_waited_for(
    sent: Escalation, secret: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("lock timeout")

    body = says(sent, "approved")
    post(body, headers(secret, body))
    with monkeypatch.context() as patch:
        patch.setattr(effect, "take_effect", away)
        process.sweep()
    stored = Webhook.objects.get()
    assert (stored.state, stored.attempts, stored.claimed_until is not None) == ("stored", 1, True)


def test_an_error_of_ours_is_laid_before_ops(
    sent: Escalation, secret: bytes, ops: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effect, "take_effect", lambda *_: 1 / 0)
    stored = call(secret, says(sent, "approved"))
    assert (stored.state, state(sent)) == ("failed", "sent_to_printer")
    assert Notice.objects.filter(person=ops.person).count() == 1


def test_what_kills_every_worker_is_given_to_a_person(sent: Escalation, secret: bytes) -> None:
    body = says(sent, "approved")
    post(body, headers(secret, body))
    Webhook.objects.update(attempts=process.MOST_ATTEMPTS)
    process.sweep()
    assert Webhook.objects.get().state == "failed"


def test_dismissing_asks_for_a_reason(sent: Escalation, secret: bytes, ops: Asker, sign_in: SignIn) -> None:
    stored, browser = call(secret, says(sent, "???")), sign_in(ops)
    assert browser.post(f"/webhooks/{stored.pk}/dismiss/").status_code == 422
    assert browser.post(f"/webhooks/{stored.pk}/dismiss/", {"reason": "A test of theirs."}).status_code == 302
    assert browser.post(f"/webhooks/{stored.pk}/dismiss/", {"reason": "Again."}).status_code == 409
    assert AuditEvent.objects.get(type="webhook.dismissed").reason.text == "A test of theirs."


def test_the_page_shows_a_hostile_body_as_text(sent: Escalation, secret: bytes, ops: Asker, sign_in: SignIn) -> None:
    stored = call(secret, says(sent, "<script>", text="<img src=x onerror=alert(1)> a@b.example \u202e \ud800"))
    page = sign_in(ops).get(f"/webhooks/{stored.pk}/").content.decode()
    assert "<script>" not in page.partition("<main")[2]
    assert "<img" not in page.partition("What came")[2]
    assert "a@b.example" not in page
    assert "\u202e" not in page
    assert stored.event_id in sign_in(ops).get("/webhooks/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_twenty_deliveries_at_once_have_one_effect(sent: Escalation, secret: bytes) -> None:
    body = says(sent, "approved")
    right = headers(secret, body, "evt-1")

    def deliver(_: int) -> int:
        try:
            status = int(post(body, right).status_code)
            process.sweep()
            return status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(deliver, range(20)))
    process.sweep()
    assert answers == [200] * 19 + [202]
    assert (Webhook.objects.get().state, state(sent)) == ("processed", "approved")
    assert AuditEvent.objects.filter(actor=f"printer:{PRINTER}").count() == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from([*Meaning]), max_size=8))
def test_whatever_order_words_come_in_only_ways_that_are_there_are_gone(sent: Escalation, words: list[Meaning]) -> None:
    start = Escalation.objects.get(pk=sent.pk)
    with taken_back():
        for meaning in words:
            _hear(start.pk, meaning)
        steps = list(Step.objects.filter(escalation=start).order_by("pk").exclude(was=""))
        moved = [(EscalationState(each.was), EscalationState(each.now)) for each in steps if each.was != each.now]
        assert set(moved) <= set(WAYS)
        decided = [each for each in words if each in (Meaning.APPROVED, Meaning.CREDITED, Meaning.REJECTED)]
        if decided:
            first = "rejected" if decided[0] is Meaning.REJECTED else "approved"
            assert state(start) == first


def _hear(escalation_id: str, meaning: Meaning) -> None:
    held, now = hold(escalation_id)
    hear(Actor(f"printer:{PRINTER}", "printer"), held, meaning, now)


def test_the_words_of_real_printers_are_understood() -> None:
    known = mapping()
    assert {Meaning.ACKNOWLEDGED, Meaning.EVIDENCE, Meaning.APPROVED} <= set(known.words["claims-v1"].values())
    for word in ("CREATED", "in_production", "Shipped ", "ItemError", "CloudprinterOrderCanceled"):
        assert meaning_of(word, Rules()).meaning is Meaning.NOTED
    assert meaning_of("perhaps", Rules()).meaning is None


def _dies(*_: Any) -> None:
    raise KeyboardInterrupt
