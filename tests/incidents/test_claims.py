"""Claims: live escalations about a printer's jobs, more in a day than there usually are."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.db import transaction

from support.audit.record import Actor, Target, record
from support.escalations.models import Escalation
from support.incidents.begin import FOUND
from support.incidents.models import Affected, Incident
from tests.incidents.company import Company
from tests.incidents.conftest import Make

NUMBERS = count(1)


def claim(company: Company, order: str = "", **more: Any) -> str:
    """An escalation of a job at a printer, opened just now; its order."""
    order, number = order or company.job(printer="koeln", product="book", rejected=0, error=0), next(NUMBERS)
    with transaction.atomic():
        told: dict[str, Any] = {"about": "", "bad": 0, "seen": 0}
        event = record(Actor("staff:1", "agent"), FOUND, Target("escalation", str(number)), details=told)
    about: dict[str, Any] = {"reason": "damaged", "party": "printer", "printer_id": "koeln", "line_id": "1"}
    about |= {"moved_at": company.now, "opened_at": company.now - timedelta(minutes=1), "subject": f"{number:064}"}
    Escalation.objects.create(order_id=order, actor="staff:1", key=f"k-{number}", event=event, **(about | more))
    return order


def test_seven_in_an_hour_are_an_incident_of_that_product(company: Company) -> None:
    claimed = {claim(company) for _ in range(7)}
    (incident,) = company.look()
    assert (incident.signal, incident.subject) == ("claims", "koeln/book")
    assert set(Affected.objects.values_list("order_id", flat=True)) == claimed


def test_it_grows_with_the_next_claim_and_no_second_one_is_opened(company: Company) -> None:
    for _ in range(7):
        claim(company)
    company.look()
    company.later(minutes=5)
    order = claim(company)
    assert company.look() == []
    assert order in Incident.objects.get().affected.values_list("order_id", flat=True)


def test_without_a_printer_of_its_own_it_is_its_job_s(company: Company) -> None:
    for _ in range(7):
        claim(company, printer_id="")
    assert [incident.subject for incident in company.look()] == ["koeln/book"]


def test_one_order_s_claims_are_one(company: Company) -> None:
    order = claim(company)
    for _ in range(9):
        claim(company, order)
    assert company.look() == []


def test_what_is_closed_or_was_escalated_because_of_an_incident_says_nothing_new(company: Company, make: Make) -> None:
    incident = make("x@1")
    for _ in range(9):
        claim(company, state="closed")
        claim(company, incident=incident)
    assert company.look() == []


def test_a_few_a_day_are_what_there_always_is(company: Company) -> None:
    for day in range(13, -1, -1):
        claim(company, opened_at=company.now - timedelta(days=day, minutes=5))
    assert company.look() == []
