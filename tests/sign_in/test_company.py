"""Signing in with a company account, against the emulator's Cognito."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client

from dashboard.cognito.views import STATES
from dashboard.roles import Role, roles_of
from support.audit.chain import faults
from support.models import AuditEvent
from tests.sign_in.conftest import ComeBack, Company, at_cognito, leave


def roles(company: Company, name: str = "ana") -> frozenset[Role]:
    return roles_of(User.objects.get(member=company.member(name)))


def refused(answer: Any, heading: str) -> bool:
    """Whether a page in words says so, with a way back."""
    body = answer.content.decode()
    return heading in body and 'action="/sign-in/company/"' in body and 'href="/sign-in/"' in body


def test_the_first_sign_in_makes_a_member(come_back: ComeBack, company: Company, client: Client) -> None:
    answer = come_back(client, "ana", "/commands/?state=overdue")
    assert answer["Location"] == "/commands/?state=overdue"
    assert client.get("/").status_code == 200
    person = company.member().user
    assert (person.get_full_name(), person.email) == ("Ana Lima", "ana@demo.example")
    assert not person.has_usable_password()
    assert roles(company) == {Role.AGENT}


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_one_lands_only_here(come_back: ComeBack, client: Client, wanted: str) -> None:
    assert come_back(client, "ana", wanted)["Location"] == "/"


def test_two_tabs_land_each_where_it_wanted(company: Company, cloud_url: str, client: Client) -> None:
    first, second = leave(client, "/commands/"), leave(client, "/status/")
    assert client.get(at_cognito(cloud_url, first, "ana"))["Location"] == "/commands/"
    assert client.get(at_cognito(cloud_url, second, "ana"))["Location"] == "/status/"


def test_the_session_gets_a_new_key(come_back: ComeBack, company: Company, client: Client) -> None:
    leave(client)
    before = client.cookies["sessionid"].value
    come_back(client)
    first = client.cookies["sessionid"].value
    come_back(client)
    assert len({before, first, client.cookies["sessionid"].value}) == 3
    assert not Session.objects.filter(pk__in=[before, first]).exists()


def test_leaving_needs_our_own_form(company: Company) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/company/").status_code == 403
    assert strict.get("/sign-in/company/").status_code == 405


def test_the_code_is_worth_nothing_without_the_verifier(company: Company, cloud_url: str, client: Client) -> None:
    asked = leave(client)
    assert asked["code_challenge_method"] == "S256"
    session = client.session
    session[STATES][asked["state"]]["code_verifier"] = "x" * 64
    session.save()
    answer = client.get(at_cognito(cloud_url, asked, "ana"))
    assert refused(answer, "This sign-in cannot be trusted")
    assert client.get("/").status_code == 302


def test_a_code_counts_once(company: Company, cloud_url: str, client: Client) -> None:
    back = at_cognito(cloud_url, leave(client), "ana")
    assert client.get(back).status_code == 302
    assert client.get(back)["Location"] == "/"  # in already: nothing happens
    client.logout()
    answer = client.get(back)
    assert answer.status_code == 400
    assert refused(answer, "This sign-in is over")


def test_a_sign_in_begun_elsewhere_is_nobody_s(company: Company, cloud_url: str, client: Client) -> None:
    back = at_cognito(cloud_url, leave(Client()), "ana")
    assert refused(client.get(back), "This sign-in is over")
    assert client.get("/").status_code == 302


def test_coming_back_without_a_code(company: Company, client: Client) -> None:
    state = leave(client, "/status/")["state"]
    answer = client.get(f"/sign-in/company/back/?error=access_denied&state={state}")
    assert answer.status_code == 403
    assert refused(answer, "You were not signed in")
    assert 'value="/status/"' in answer.content.decode()


def test_a_link_elsewhere_signs_nobody_out(ana: Client) -> None:
    ana.get("/sign-in/company/back/?error=x&state=y")
    assert ana.get("/").status_code == 200


@pytest.mark.parametrize("query", ["", "?code=x", "?state=%00&code=%00", "?state=" + "x" * 9000, "?code=a&state=%ff"])
def test_nonsense_is_refused_in_words(company: Company, client: Client, query: str) -> None:
    answer = client.get(f"/sign-in/company/back/{query}")
    assert answer.status_code == 400
    assert refused(answer, "This sign-in is over")


def test_signing_out_ends_it_here_and_at_cognito(ana: Client, company: Company) -> None:
    target = urlsplit(ana.post("/sign-out/")["Location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == f"{company.settings.COGNITO_DOMAIN}/logout"
    told = parse_qs(target.query)
    assert told == {"client_id": [company.settings.COGNITO_CLIENT_ID], "logout_uri": ["http://testserver/sign-in/"]}
    assert ana.get("/").status_code == 302
    assert not Session.objects.exists()


def test_a_local_session_ends_here_alone(company: Company, local: Client) -> None:
    assert local.post("/sign-out/")["Location"] == "/sign-in/"


def test_who_has_no_role_is_told_whom_to_ask(company: Company, come_back: ComeBack, client: Client) -> None:
    company.settings.SIGN_IN_CONTACT = "Adebayo at the desk"
    company.hires("ben", "press", "everybody")
    answer = come_back(client, "ben")
    assert answer.status_code == 403
    assert refused(answer, "You have no role here")
    assert "Ask Adebayo at the desk" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_who_was_shut_out_here_stays_out(ana: Client, company: Company, come_back: ComeBack) -> None:
    User.objects.filter(member=company.member()).update(is_active=False)
    assert ana.get("/")["Location"].startswith("/sign-in/")
    assert refused(come_back(Client()), "Your account here is closed")


def test_a_role_of_cognito_s_is_given_when_it_appears(company: Company, ana: Client, come_back: ComeBack) -> None:
    company.adds("ana", Role.OPS)
    assert ana.get("/status/runbook/").status_code == 403
    come_back(ana)
    assert ana.get("/status/runbook/").status_code == 200


def test_a_role_removed_here_stays_removed(company: Company, come_back: ComeBack, client: Client) -> None:
    company.hires("olena", Role.OPS, Role.AGENT)
    come_back(client, "olena")
    assert client.get("/status/runbook/").status_code == 200
    company.member("olena").user.groups.remove(Group.objects.get(name=Role.OPS))
    assert client.get("/status/runbook/").status_code == 403
    come_back(client, "olena")
    assert client.get("/status/runbook/").status_code == 403


def test_a_role_gone_from_cognito_is_gone_at_the_next_sign_in(
    company: Company, ana: Client, come_back: ComeBack
) -> None:
    company.member().user.groups.add(Group.objects.get(name=Role.OPS))  # more than Cognito allows
    assert roles(company) == {Role.AGENT}
    company.adds("ana", Role.MANAGER)
    company.removes("ana", Role.AGENT)
    come_back(ana)
    assert roles(company) == {Role.MANAGER}


def test_a_local_account_of_the_same_name_is_somebody_else(
    company: Company, local: Client, come_back: ComeBack
) -> None:
    company.hires("lea", Role.AUDITOR)
    come_back(Client(), "lea")
    lea = User.objects.get(username="lea")
    assert roles_of(lea) == {Role.AGENT}
    assert company.member("lea").user != lea
    assert company.member("lea").user.username.startswith("lea-")


def test_signing_in_is_audited(ana: Client, company: Company) -> None:
    event = AuditEvent.objects.get(type="staff.signed_in")
    assert (event.actor, event.role) == (f"staff:{company.member().user_id}", "agent")
    assert event.details == {"how": "a company account"}
    assert list(faults()) == []


def test_what_cannot_be_audited_signs_nobody_in(
    company: Company, come_back: ComeBack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("support.audit.sign_ins.record", full)
    client = Client(raise_request_exception=False)
    assert come_back(client).status_code == 500
    assert client.get("/").status_code == 302


def test_forms_may_lead_to_cognito_and_nowhere_else(company: Company, client: Client) -> None:
    policy = client.get("/sign-in/")["Content-Security-Policy"]
    assert f"form-action 'self' {company.settings.COGNITO_DOMAIN};" in policy + ";"
