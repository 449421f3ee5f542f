"""One step: every part is made and linked, or nothing at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from dashboard.roles import Role
from support.claims.models import ClaimState
from support.commands.asker import Asker
from support.commands.refusals import Invalid, KeyUsed, NotAllowed, Stale
from support.escalations.models import Escalation, EscalationState
from support.models import AuditEvent
from support.remedies import make_right as room
from support.remedies.make_right import make_right
from support.remedies.models import Message
from support.remedies.refusals import OtherPlan, PartRefused
from support.remedies.wanted import Part
from tests.commands.conftest import Desk, Staff
from tests.remedies.conftest import counts, damaged, plan

pytestmark = pytest.mark.django_db
STEPS = ("_ask", "take_it_up", "claim_it", "_tell", "await_evidence", "post_it", "write", "_write", "_details")
ONE_OF_EACH = {"Command": 1, "Request": 0, "Escalation": 1, "Claim": 1, "Mail": 1, "Note": 1, "Remedy": 1}


def test_all_of_it_is_made_and_linked(senior: Asker) -> None:
    made = make_right(senior, damaged())
    assert counts() == ONE_OF_EACH
    command, escalation, claim = made.commands.get(), made.escalation, made.claim
    assert (command.kind, command.cost, command.cause) == ("reprint", 1200, "damaged")
    assert escalation
    assert claim
    assert made.mail
    assert made.note
    assert (claim.amount, claim.state, claim.escalation_id) == (1200, ClaimState.DRAFT, escalation.pk)
    assert made.mail.recipient_id == "u1"
    assert made.mail.address == ""
    assert "Claimed: €12.00 from dhl" in made.note.text


def test_the_customer_is_asked_for_photos_in_their_language(senior: Asker) -> None:
    made = make_right(senior, damaged())
    assert made.mail
    assert made.escalation
    assert made.mail.text.startswith("Hallo,\n\nes tut uns leid")
    assert "/photos/" in made.mail.text or "http" in made.mail.text
    assert "{link}" not in made.mail.text
    assert Escalation.objects.get().state == EscalationState.AWAITING_EVIDENCE


def test_the_audit_tells_of_every_part_without_words(senior: Asker) -> None:
    made = make_right(senior, damaged(note="Called her twice."))
    assert made.escalation
    told = AuditEvent.objects.get(type="remedy.made").details
    assert told["escalation"] == made.escalation.pk
    assert "twice" not in str(told)
    assert "spine" not in str(told)


@pytest.mark.parametrize("step", STEPS)
def test_a_fault_after_any_part_undoes_all(senior: Asker, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    whole = getattr(room, step)

    def faulty(*args: Any, **more: Any) -> Any:
        whole(*args, **more)
        raise RuntimeError("the plug was pulled")

    events = AuditEvent.objects.count()
    monkeypatch.setattr(room, step, faulty)
    with pytest.raises(RuntimeError):
        make_right(senior, damaged())
    assert not any(counts().values())
    assert AuditEvent.objects.count() == events


def test_a_part_that_refuses_undoes_all_and_is_named(agent: Asker) -> None:
    with pytest.raises(PartRefused) as refused:
        make_right(agent, damaged(claimed=10**9))
    assert refused.value.part is Part.CLAIM
    assert not any(counts().values())


def test_the_same_key_is_the_same_remedy(senior: Asker) -> None:
    wanted = damaged()
    assert make_right(senior, wanted) == make_right(senior, wanted)
    assert counts() == ONE_OF_EACH


def test_the_same_key_for_something_else_is_refused(senior: Asker) -> None:
    make_right(senior, damaged(key="k"))
    with pytest.raises(KeyUsed):
        make_right(senior, damaged(key="k", resolution="goodwill"))


def test_what_was_shown_is_what_is_done(senior: Asker, desk: Desk) -> None:
    shown = plan(senior)
    again = damaged(version=shown.version, plan=shown.digest())
    make_right(senior, damaged(parts=frozenset({Part.ESCALATION})))
    with pytest.raises(OtherPlan):
        make_right(senior, again)


def test_on_an_order_that_has_changed_nothing_is_done(senior: Asker, desk: Desk) -> None:
    with pytest.raises(Stale):
        make_right(senior, damaged(version=desk.version() - 1))
    assert not any(counts().values())


def test_a_live_escalation_is_linked_and_added_to(senior: Asker) -> None:
    first = make_right(senior, damaged(parts=frozenset({Part.ESCALATION})))
    second = make_right(senior, damaged(words="The corner, too."))
    assert first.escalation
    assert first.escalation == second.escalation
    assert counts()["Escalation"] == 1
    assert first.escalation.steps.filter(text="The corner, too.").exists()


def test_a_replacement_under_way_is_not_made_twice(senior: Asker) -> None:
    make_right(senior, damaged())
    with pytest.raises(PartRefused, match="under way"):
        make_right(senior, damaged(resolution="reprint", parts=frozenset({Part.COMMAND})))
    assert counts()["Command"] == 1


def test_who_may_not_reprint_asks_for_it(agent: Asker) -> None:
    made = make_right(agent, damaged())
    assert not made.commands.exists()
    assert made.requests.get().asked_by == agent.person


def test_asking_takes_words_for_who_decides(agent: Asker) -> None:
    with pytest.raises(PartRefused) as refused:
        make_right(agent, damaged(words=""))
    assert isinstance(refused.value.cause, Invalid)
    assert not any(counts().values())


def test_what_is_not_yours_is_nobody_s(desk: Desk, staff: Staff) -> None:
    for role in (Role.MANAGER, Role.ADMIN, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            make_right(staff(role), damaged())


def test_parts_may_be_left_out(senior: Asker) -> None:
    made = make_right(senior, damaged(parts=frozenset({Part.NOTE}), note="Seen."))
    assert counts() == ONE_OF_EACH | {"Command": 0, "Escalation": 0, "Claim": 0, "Mail": 0}
    assert made.message == Message.NONE


def test_words_copied_elsewhere_are_recorded_as_such(senior: Asker) -> None:
    made = make_right(senior, damaged(message=Message.COPIED))
    assert made.message == Message.COPIED
    assert counts()["Mail"] == 0


def test_a_refund_is_recommended_and_never_done(senior: Asker) -> None:
    made = make_right(senior, damaged(resolution="refund_part", parts=frozenset({Part.NOTE})))
    assert (made.recommended, made.currency) == (1497, "EUR")
    assert made.note
    assert "Recommended €14.97, not done" in made.note.text
    assert counts()["Command"] == 0


def test_it_may_be_part_of_a_transaction(senior: Asker) -> None:
    with transaction.atomic():
        make_right(senior, damaged())
        transaction.set_rollback(True)
    assert not any(counts().values())
