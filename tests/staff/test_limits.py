"""Limits: set for a reason, counted at once, told where they come from, and back to the setting."""

from __future__ import annotations

import pytest
from django.test import Client

from dashboard.limits import Limit, limit
from dashboard.models import SetLimit
from dashboard.roles import Role
from support.models import AuditEvent
from tests.staff.conftest import Colleague, browser_of, told

RENDERS = "/staff/limits/renders_an_order/agent/"
COST = "/staff/limits/reprint_cost/senior/"


def _set(client: Client, path: str, amount: str, seen: str, **more: str) -> int:
    return client.post(path, {"amount": amount, "seen": seen, "reason": "Christmas", **more}).status_code


def test_a_number_counts_at_once_and_the_page_says_whose_it_is(admin: Client) -> None:
    assert _set(admin, RENDERS, "5", "3") == 302
    assert limit([Role.AGENT], Limit.RENDERS_AN_ORDER) == 5
    page = admin.get("/staff/limits/").content.decode()
    assert "set here by <bdi>Ana</bdi>" in page
    assert "the setting is 3" in page
    assert AuditEvent.objects.get().details == {"before": "3", "after": "5"}


def test_back_to_the_setting(admin: Client) -> None:
    _set(admin, RENDERS, "5", "3")
    answer = admin.post(f"{RENDERS}reset/", {"seen": "5", "reason": "over"})
    assert answer.status_code == 302
    assert limit([Role.AGENT], Limit.RENDERS_AN_ORDER) == 3
    assert told() == [("limit.set", "Christmas"), ("limit.reset", "over")]
    assert "went back to it" in admin.get("/staff/limits/").content.decode()


def test_money_is_set_for_one_currency(admin: Client) -> None:
    assert _set(admin, COST, "1,234.50", "15000", currency="EUR") == 302
    assert limit([Role.SENIOR], Limit.REPRINT_COST, "EUR") == 123450
    assert limit([Role.SENIOR], Limit.REPRINT_COST, "GBP") == 13000
    assert _set(admin, COST, "5000", "0", currency="jpy") == 302
    assert limit([Role.SENIOR], Limit.REPRINT_COST, "JPY") == 5000


@pytest.mark.parametrize(("role", "seen"), [("senior", "0"), ("ops", "no limit")])
def test_a_currency_that_had_no_number_gets_one_from_the_form_as_it_is(admin: Client, role: str, seen: str) -> None:
    path = f"/staff/limits/reprint_cost/{role}/"
    assert f'name="seen" value="{seen}"' in admin.get(path).content.decode()
    assert _set(admin, path, "900", seen, currency="SEK") == 302
    assert limit([Role(role)], Limit.REPRINT_COST, "SEK") == 90000
    assert limit([Role.OPS], Limit.REPRINT_COST, "EUR") is None


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        (RENDERS, {"amount": "-1"}),
        (RENDERS, {"amount": "2.5"}),
        (RENDERS, {"amount": "many"}),
        (RENDERS, {"amount": "NaN"}),
        (RENDERS, {"amount": "1e99999999"}),
        (RENDERS, {"amount": "9" * 30}),
        (RENDERS, {"amount": "4", "reason": " "}),
        (COST, {"amount": "1.005", "currency": "EUR", "seen": "15000"}),
        (COST, {"amount": "1", "currency": "€\0"}),
        (COST, {"amount": "1"}),
    ],
)
def test_what_is_no_number_of_that_kind_is_refused_in_words(admin: Client, path: str, sent: dict[str, str]) -> None:
    answer = admin.post(path, {"seen": "3", "reason": "x", **sent})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not SetLimit.objects.exists()


def test_a_form_made_on_another_number_is_refused(admin: Client) -> None:
    assert _set(admin, RENDERS, "5", "4") == 409
    assert admin.post(f"{RENDERS}reset/", {"seen": "3", "reason": "x"}).status_code == 409
    assert told() == []


@pytest.mark.parametrize("path", ["nonsense/agent/", "reveals_a_day/ops/", "reveals_a_day/king/"])
def test_what_no_role_has_is_not_found(admin: Client, path: str) -> None:
    assert admin.get(f"/staff/limits/{path}").status_code == 404
    assert _set(admin, f"/staff/limits/{path}", "5", "3") == 404


def test_an_auditor_reads_the_numbers_only(colleague: Colleague) -> None:
    theirs = browser_of(colleague("ida", Role.AUDITOR))
    assert "Change" not in theirs.get("/staff/limits/").content.decode().partition("<main")[2]
    assert theirs.get(RENDERS).status_code == 403
