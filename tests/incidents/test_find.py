"""What a look finds, how soon, and what it says is the cause. A step is a minute."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from dashboard.roles import Role
from support.incidents import find
from support.incidents.manage import close
from support.incidents.models import Affected, Incident
from support.models import AuditEvent
from support.notices.models import Notice
from tests.commands.conftest import Staff
from tests.incidents.company import Company

BROKEN = {"template_error": 1}
OVERFLOW = {"layout_overflow": 1}


def the_one() -> tuple[str, str, str]:
    """What the only incident is about."""
    incident = Incident.objects.get()
    return incident.dimension, incident.subject, incident.code


def orders() -> set[str]:
    return set(Affected.objects.values_list("order_id", flat=True))


def test_two_quiet_weeks_are_quiet(company: Company) -> None:
    assert company.look() == []


@pytest.mark.parametrize("seed", range(3))
def test_a_new_version_that_breaks_is_found_with_its_orders_at_the_fourth(
    db: None, redis_empty: None, seed: int
) -> None:
    company, failed = Company(seed).two_weeks(), set()
    steps = company.until_found(lambda: failed.add(company.render(template="coast@12.1", fails=1, codes=BROKEN)), 4)
    assert the_one() == ("template", "coast@12.1", "template_error")
    assert (len(orders()), orders()) == (steps, failed)


def test_a_version_in_use_that_breaks_among_others_is_found_at_the_seventh(company: Company) -> None:
    def step() -> None:
        company.render(template="coast@12", fails=0.9, codes={"asset_missing": 1})
        company.render(template="linen@7")
        company.render(template="atlas@31")

    company.until_found(step, 7)
    assert the_one() == ("template", "coast@12", "asset_missing")


@pytest.mark.parametrize("seed", range(3))
def test_a_renderer_that_fails_one_page_in_fifty_of_thick_books_is_found_within_thirty(
    db: None, redis_empty: None, seed: int
) -> None:
    company = Company(seed).two_weeks()
    company.until_found(lambda: company.render(renderer="9.5.0", fails=0.4, codes=OVERFLOW), 30)
    assert the_one() == ("renderer", "9.5.0", "layout_overflow")


def test_and_of_thin_ones_within_a_fifth_of_a_day_of_the_demo(company: Company) -> None:
    """Six renders in a hundred more: of the one failure that it is, not of all."""

    def step() -> None:
        for _ in range(25):
            company.render(renderer="9.5.0", fails=0.05)
            company.render(renderer="9.5.0", fails=0.12, codes=OVERFLOW)

    company.until_found(step, 15)
    assert the_one() == ("renderer", "9.5.0", "layout_overflow")


@pytest.mark.parametrize("seed", range(3))
def test_a_printer_that_rejects_a_third_is_found_within_forty_jobs(db: None, redis_empty: None, seed: int) -> None:
    company = Company(seed).two_weeks()
    company.until_found(lambda: company.job(printer="koeln", rejected=0.34), 40)
    assert the_one() == ("printer_product", "koeln/*", "")


def test_of_one_product_it_is_that_product(company: Company) -> None:
    def step() -> None:
        company.job(printer="koeln", product="book", rejected=0.34)
        company.job(printer="koeln", product="calendar")

    company.until_found(step, 40)
    assert the_one() == ("printer_product", "koeln/book", "")


def test_photos_that_are_gone_everywhere_are_no_template_s_fault(company: Company) -> None:
    company.until_found(lambda: company.render(fails=0.4, codes={"asset_missing": 1}), 30)
    assert the_one() == ("failure_code", "asset_missing", "")


def test_one_customer_is_no_incident(company: Company) -> None:
    """A big order with a photo missing, rendered again and again."""
    for line in range(30):
        company.render(order="o-big", line=str(line), fails=1, codes={"asset_missing": 1})
        company.render(order="o-big", line=str(line), fails=1, codes={"asset_missing": 1})
    assert company.look() == []


def broken(company: Company, orders: int = 4) -> None:
    for _ in range(orders):
        company.render(template="coast@12.1", fails=1, codes=BROKEN)
        company.later(minutes=1)


def test_it_grows_while_it_is_open_and_no_second_one_is_opened(company: Company) -> None:
    broken(company, 5)
    company.look()
    broken(company, 20)
    assert company.look() == []
    incident = Incident.objects.get()
    assert len(orders()) == 25
    assert (company.now - incident.last_at) < timedelta(minutes=2)


def test_closed_it_is_not_opened_again_by_what_it_explained_and_comes_back_by_what_is_new(
    company: Company, staff: Staff
) -> None:
    broken(company)
    (first,) = company.look()
    close(staff(Role.OPS), first.pk, "Version 12.2 is out.")
    broken(company, 1)
    assert company.look() == []
    broken(company)
    (second,) = company.look()
    assert second.previous == first
    assert "came back" in Notice.objects.filter(key=f"incident:{second.pk}").first().text  # type: ignore[union-attr]


def test_ops_and_managers_are_told_once_and_the_audit_says_why(company: Company, staff: Staff) -> None:
    told = {staff(Role.OPS).person, staff(Role.MANAGER).person}
    staff(Role.AGENT)
    broken(company)
    company.look()
    company.look()
    assert {notice.person for notice in Notice.objects.all()} == told
    event = AuditEvent.objects.get(type="incident.found")
    assert event.actor == "printdesk"
    assert event.details["bad"] == Incident.objects.get().bad


@pytest.mark.django_db(transaction=True)
def test_twenty_looks_at_once_open_one(redis_empty: None, monkeypatch: pytest.MonkeyPatch) -> None:
    company = Company().two_weeks(40)
    broken(company)
    monkeypatch.setattr(find, "_known", lambda _now: {})

    def look(_number: int) -> None:
        try:
            company.look()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(look, range(20)))
    assert Incident.objects.count() == 1
    assert len(orders()) == Affected.objects.count()


def test_without_what_redis_keeps_it_finds_the_same(company: Company) -> None:
    company.look()
    broken(company)
    cache.clear()
    assert len(company.look()) == 1
