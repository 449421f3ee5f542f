"""Opening an incident by hand, before the rule is sure of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from dashboard.roles import Role
from support.incidents.models import Affected, Incident
from support.models import AuditEvent
from tests.incidents.company import Company
from tests.web.conftest import SignIn


@pytest.fixture
def ops(company: Company, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client, in a company where two renders of a template have failed today."""
    monkeypatch.setattr("support.incidents.open.live_store", lambda: company.store)
    company.now = timezone.now()
    for _ in range(2):
        company.render(template="coast@13", fails=1, codes={"template_error": 1}, order="o-1")
    company.render(template="coast@13", fails=0)
    return sign_in(Role.OPS)


def value(client: Client) -> str:
    """What stands for the template in the form."""
    body = client.get("/incidents/open/").content.decode()
    words = "Failed renders of template coast, version 13, 1 of 2 orders today"
    found = re.search(rf'<option value="([^"]*)">{words}', body)
    assert found is not None
    return found[1].replace("&quot;", '"')


def test_with_what_went_wrong_today(ops: Client) -> None:
    answer = ops.post("/incidents/open/", {"about": value(ops), "reason": "Customers called."})
    incident = Incident.objects.get()
    assert answer["Location"] == f"/incidents/{incident.pk}/"
    assert set(Affected.objects.values_list("order_id", flat=True)) == {"o-1"}
    assert AuditEvent.objects.get(type="incident.opened").reason.text == "Customers called."
    assert "Ana opened it by hand" in ops.get(answer["Location"]).content.decode()


def test_once(ops: Client) -> None:
    chosen = value(ops)
    ops.post("/incidents/open/", {"about": chosen, "reason": "Customers called."})
    again = ops.post("/incidents/open/", {"about": chosen, "reason": "Again."})
    assert again.status_code == 409
    assert f'href="/incidents/{Incident.objects.get().pk}/"' in again.content.decode()


@pytest.mark.parametrize("about", ["", "x", "[]", '["rejects", "printer_product", "nobody/*", ""]', "\0"])
def test_only_of_what_went_wrong(ops: Client, about: str) -> None:
    assert ops.post("/incidents/open/", {"about": about, "reason": "x"}).status_code in (400, 422)
    assert not Incident.objects.exists()


def test_with_a_reason(ops: Client) -> None:
    assert ops.post("/incidents/open/", {"about": value(ops), "reason": " "}).status_code == 422
    assert not Incident.objects.exists()


def test_it_grows_like_any_other(ops: Client, company: Company) -> None:
    ops.post("/incidents/open/", {"about": value(ops), "reason": "Customers called."})
    company.render(template="coast@13", fails=1, order="o-2")
    company.later(minutes=1)
    assert company.look() == []
    assert set(Affected.objects.values_list("order_id", flat=True)) == {"o-1", "o-2"}
