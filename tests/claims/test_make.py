"""Making a claim: how much, from whom, once, and what somebody has to answer for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from dashboard.roles import Role
from support.audit.chain import faults
from support.claims.make import make_claim
from support.claims.models import Claim, ClaimStep
from support.claims.refusals import ClaimExists
from support.commands.asker import Asker
from support.commands.refusals import Invalid, KeyUsed, NotAllowed, NotThere, Refused
from support.escalations.escalate import escalate
from support.escalations.models import Escalation
from support.escalations.move import move
from tests.claims.conftest import a_claim
from tests.commands.conftest import Desk, Staff, ago, job
from tests.escalations.conftest import a_problem, ship

pytestmark = pytest.mark.django_db


def test_the_print_jobs_cost_is_asked_from_its_printer(claim: Claim) -> None:
    assert (claim.amount, claim.currency, claim.basis, claim.state) == (1200, "EUR", "job_cost", "draft")
    assert (claim.party, claim.against, claim.printer_id) == ("printer", "koeln", "koeln")
    assert claim.event.details["sum"] == "€12.00"
    assert [step.now for step in claim.steps.all()] == ["draft"]
    assert list(faults()) == []


def test_its_window_is_that_of_its_printer(claim: Claim) -> None:
    assert claim.closes_at is not None
    assert timedelta(days=28) <= claim.closes_at - datetime.now(UTC) < timedelta(days=30)
    assert (claim.clock["rule"], claim.clock["timezone"], claim.clock["missing"]) == ("usual", "Europe/Berlin", [])


def test_the_price_is_what_the_customer_paid(opened: Escalation, agent: Asker) -> None:
    assert make_claim(agent, a_claim(opened, basis="price")).amount == 4990


def test_a_carrier_is_asked_for_what_is_lost(desk: Desk, agent: Asker) -> None:
    ship(desk, state="lost")
    lost = escalate(agent, a_problem(reason="lost"))
    made = make_claim(agent, a_claim(lost))
    assert (made.party, made.against, made.clock["rule"]) == ("carrier", "dhl", "carriers")


def test_sent_twice_it_is_one(opened: Escalation, agent: Asker) -> None:
    wanted = a_claim(opened)
    assert make_claim(agent, wanted) == make_claim(agent, wanted)
    with pytest.raises(KeyUsed):
        make_claim(agent, a_claim(opened, key=wanted.key, basis="price"))


def test_a_second_one_is_shown_the_first(claim: Claim, senior: Asker) -> None:
    with pytest.raises(ClaimExists) as found:
        make_claim(senior, a_claim(claim.escalation))
    assert found.value.existing == claim


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"basis": "own"}, "amount"),
        ({"basis": "own", "amount": 0}, "amount"),
        ({"basis": "own", "amount": 10**13}, "amount"),
        ({"basis": "whim"}, "basis"),
        ({"amount": 1300}, "amount"),
        ({"currency": "USD"}, "currency"),
        ({"currency": "€"}, "currency"),
        ({"text": "a\0b"}, "text"),
        ({"key": ""}, "key"),
    ],
)
def test_what_could_never_be(opened: Escalation, agent: Asker, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        make_claim(agent, a_claim(opened, **wrong))
    assert field in invalid.value.errors
    assert not Claim.objects.exists()


def test_more_than_the_order_cost_takes_somebody_who_settles_and_words(
    opened: Escalation, agent: Asker, senior: Asker
) -> None:
    for asker, text in ((agent, "All of it."), (senior, "")):
        with pytest.raises(Invalid):
            make_claim(asker, a_claim(opened, basis="own", amount=4991, text=text))
    assert (
        make_claim(senior, a_claim(opened, basis="own", amount=4991, text="With what the courier cost.")).amount == 4991
    )
    assert Claim.objects.get().steps.get().text == "With what the courier cost."


def test_too_late_takes_somebody_who_settles_and_words(
    desk: Desk, opened: Escalation, agent: Asker, senior: Asker
) -> None:
    ship(desk, state="delivered", delivered_at=ago(days=40), handed_over_at=ago(days=44))
    with pytest.raises(Invalid):
        make_claim(agent, a_claim(opened, text="Please."))
    assert make_claim(senior, a_claim(opened, text="They agreed by phone.")).state == "draft"


def test_nobody_outside_pays_for_what_is_ours(desk: Desk, agent: Asker) -> None:
    with pytest.raises(Refused):
        make_claim(agent, a_claim(escalate(agent, a_problem(reason="render_fault"))))


def test_what_is_over_is_not_claimed(opened: Escalation, agent: Asker) -> None:
    move(agent, opened.pk, "resolved", "done")
    with pytest.raises(Refused):
        make_claim(agent, a_claim(opened))


def test_another_currency_than_the_orders_is_that_of_the_job(desk: Desk, opened: Escalation, agent: Asker) -> None:
    desk.put("print_jobs", job(cost=900, currency="PLN"))
    made = make_claim(agent, a_claim(opened))
    assert (made.amount, made.currency) == (900, "PLN")


def test_who_only_looks_claims_nothing(opened: Escalation, staff: Staff, agent: Asker) -> None:
    with pytest.raises(NotAllowed):
        make_claim(staff(Role.AUDITOR), a_claim(opened))
    with pytest.raises(NotThere):
        make_claim(agent, a_claim(Escalation(pk="nowhere")))


def test_it_is_undone_with_the_transaction_around_it(opened: Escalation, agent: Asker) -> None:
    with transaction.atomic():
        make_claim(agent, a_claim(opened))
        transaction.set_rollback(True)
    assert not Claim.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one(opened: Escalation, agent: Asker) -> None:
    together = Barrier(20)

    def ask() -> str:
        together.wait()
        try:
            return make_claim(agent, a_claim(opened)).pk
        except ClaimExists as found:
            return found.existing.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        made = {done.result() for done in [pool.submit(ask) for _ in range(20)]}
    assert made == {Claim.objects.get().pk}
    assert ClaimStep.objects.count() == 1
