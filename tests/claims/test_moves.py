"""A claim's way: by hand, with its escalation, by its printer's word, and by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from dashboard.roles import Role
from support.audit.chain import faults
from support.audit.record import Actor
from support.claims.listing import claim_of, steps_of_order
from support.claims.make import make_claim
from support.claims.models import Claim, ClaimStep
from support.claims.move import Settling, move_claim
from support.claims.refusals import ClaimChanged, ClaimExists, NotThatWay
from support.claims.settle import told_by_printer
from support.claims.watch import rewind, watch
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed
from support.erasure.records import _forget_words
from support.escalations.models import Escalation
from support.escalations.move import move
from support.notices.models import Notice
from tests.claims.conftest import a_claim
from tests.commands.conftest import ORDER, Desk, Staff, ago
from tests.escalations.conftest import ship

pytestmark = pytest.mark.django_db

PRINTER = Actor("printer:koeln", "printer")


def told(claim: Claim, meaning: str, **more: Any) -> Claim:
    about = {"granted": None, "currency": "EUR", "credit_note": "", "actor": PRINTER, "at": timezone.now()}
    return told_by_printer(claim, meaning, **(about | more))


def sent(claim: Claim, senior: Asker) -> Claim:
    return move_claim(senior, claim.pk, Settling(to="sent", text="By mail."))


def test_from_sent_to_credited_in_part(claim: Claim, senior: Asker) -> None:
    sent(claim, senior)
    move_claim(senior, claim.pk, Settling(to="approved", granted=800))
    done = move_claim(senior, claim.pk, Settling(to="credited", credit_note="CN-7"))
    assert (done.state, done.granted, done.credit_note) == ("credited", 800, "CN-7")
    assert [step.now for step in steps_of_order(ORDER)] == ["draft", "sent", "approved", "credited"]
    assert list(faults()) == []


def test_an_agent_makes_and_sends_and_does_not_settle(claim: Claim, agent: Asker) -> None:
    sent(claim, agent)
    with pytest.raises(NotAllowed):
        move_claim(agent, claim.pk, Settling(to="approved", granted=800))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Settling(to="approved", granted=1201), "granted"),
        (Settling(to="approved", granted=0), "granted"),
        (Settling(to="approved"), "granted"),
        (Settling(to="credited", granted=800), "credit_note"),
        (Settling(to="credited", granted=800, credit_note="a\nb"), "credit_note"),
        (Settling(to="rejected"), "text"),
        (Settling(to=""), "to"),
    ],
)
def test_what_cannot_be_recorded(claim: Claim, senior: Asker, wanted: Settling, field: str) -> None:
    sent(claim, senior)
    with pytest.raises(Invalid) as invalid:
        move_claim(senior, claim.pk, wanted)
    assert field in invalid.value.errors
    assert Claim.objects.get().state == "sent"


def test_only_ways_that_are_there(claim: Claim, senior: Asker) -> None:
    for to in ("approved", "credited", "expired", "draft"):
        with pytest.raises(NotThatWay):
            move_claim(senior, claim.pk, Settling(to=to, granted=1, credit_note="c"))


def test_what_was_changed_since_it_was_looked_at(claim: Claim, senior: Asker) -> None:
    sent(claim, senior)
    with pytest.raises(ClaimChanged):
        move_claim(senior, claim.pk, Settling(to="rejected", text="No.", seen=1))


def test_asking_again_for_what_is_claimed_anew(claim: Claim, senior: Asker) -> None:
    sent(claim, senior)
    move_claim(senior, claim.pk, Settling(to="rejected", text="Packed badly."))
    anew = make_claim(senior, a_claim(claim.escalation))
    assert claim_of(claim.escalation_id) == anew
    with pytest.raises(ClaimExists):
        move_claim(senior, claim.pk, Settling(to="sent", text="Look again."))


def test_it_goes_out_with_its_escalation(claim: Claim, agent: Asker) -> None:
    move(agent, claim.escalation_id, "sent_to_printer", "By phone.")
    now = Claim.objects.get()
    assert (now.state, now.sent_at is not None) == ("sent", True)
    move(agent, claim.escalation_id, "acknowledged")
    assert Claim.objects.get().changes == now.changes


# ---- by the printer's word ------------------------------------------------------------------------------------


def test_a_printers_word_is_booked_once(claim: Claim, senior: Asker) -> None:
    sent(claim, senior)
    for _ in range(3):
        told(claim, "approved", granted=800)
        told(claim, "credited", granted=800, credit_note="CN-7")
    told(claim, "approved", granted=800)
    now = Claim.objects.get()
    assert (now.state, now.granted, now.credit_note, now.steps.count()) == ("credited", 800, "CN-7", 4)


@pytest.mark.parametrize("more", [{"granted": 800, "currency": "USD"}, {"granted": 1201}, {"granted": -1}])
def test_what_does_not_fit_is_laid_before_people(claim: Claim, senior: Asker, more: dict[str, Any]) -> None:
    sent(claim, senior)
    for _ in range(2):
        told(claim, "approved", **more)
    now = Claim.objects.get()
    assert (now.state, now.granted, now.steps.count()) == ("sent", None, 3)
    assert {notice.kind for notice in Notice.objects.all()} == {"claim"}
    assert {notice.person for notice in Notice.objects.all()} >= {claim.person, senior.person}


def test_a_word_about_what_is_over_changes_nothing(claim: Claim, agent: Asker) -> None:
    move_claim(agent, claim.pk, Settling(to="withdrawn", text="Ours."))
    assert told(claim, "approved", granted=800).state == "withdrawn"
    assert "does not fit" in Notice.objects.get().text


@pytest.mark.parametrize("meaning", ["acknowledged", "noted", "=HYPERLINK()", ""])
def test_other_words_are_not_about_the_claim(claim: Claim, meaning: str) -> None:
    assert told(claim, meaning).changes == 1


# ---- by the clock ---------------------------------------------------------------------------------------------


def closing(claim: Claim, desk: Desk, days: float) -> None:
    """As if it had been made and delivered so that its window closes in so many days, or fewer."""
    Claim.objects.update(made_at=timezone.now() - timedelta(days=29))
    ship(desk, state="delivered", delivered_at=ago(days=30 - days), handed_over_at=ago(days=35))
    rewind()


def test_the_owner_is_told_before_it_closes_and_then_the_seniors(claim: Claim, desk: Desk, senior: Asker) -> None:
    closing(claim, desk, 5)
    for _ in range(2):
        watch()
    assert [notice.person for notice in Notice.objects.all()] == [claim.person]
    assert "misses what was ordered beside what arrived" in Notice.objects.get().text
    Notice.objects.all().delete()
    closing(claim, desk, 0.5)
    for _ in range(2):
        watch()
    assert {notice.person for notice in Notice.objects.all()} == {claim.person, senior.person}
    assert Notice.objects.count() == 2


def test_what_is_not_sent_in_time_expires(claim: Claim, desk: Desk, senior: Asker) -> None:
    closing(claim, desk, -3)
    for _ in range(2):
        watch()
    now = Claim.objects.get()
    assert (now.state, [step.event.type for step in now.steps.order_by("pk")][1:]) == (
        "expired", ["claim.rewound", "claim.expired"],
    )  # fmt: skip
    assert make_claim(senior, a_claim(claim.escalation, text="They agreed.")).state == "draft"
    watch()
    assert Claim.objects.filter(state="draft").exists()


def test_what_was_sent_does_not_expire(claim: Claim, desk: Desk, senior: Asker) -> None:
    closing(claim, desk, -3)
    sent(claim, senior)
    watch()
    assert Claim.objects.get().state == "sent"


def test_nothing_expires_by_rows_that_were_corrected(claim: Claim, desk: Desk) -> None:
    closing(claim, desk, -3)
    ship(desk, state="delivered", delivered_at=ago(days=2), handed_over_at=ago(days=35))
    watch()
    now = Claim.objects.get()
    assert now.state == "draft"
    assert now.closes_at is not None
    assert now.closes_at > timezone.now()


def test_an_undone_delivery_leaves_it_open(claim: Claim, desk: Desk, staff: Staff) -> None:
    staff(Role.SENIOR)
    ship(desk, state="returning", delivered_at=None, handed_over_at=ago(days=35))
    rewind()
    assert (Claim.objects.get().closes_at, Claim.objects.get().clock["missing"]) == (None, ["delivery"])


def test_erasing_a_customer_takes_the_words(opened: Escalation, agent: Asker) -> None:
    make_claim(agent, a_claim(opened, text="Frau Berger called."))
    assert _forget_words([ORDER]) >= 1
    assert not ClaimStep.objects.exclude(text="").exists()
