"""Local accounts beside company accounts: for emergencies, slowed down and noticed."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from dashboard.roles import Role
from dashboard.sign_in import TRIES_PER_ACCOUNT
from support.models import AuditEvent
from tests.sign_in.conftest import COMPANY, PASSWORD, Company


@pytest.fixture
def lea(company: Company) -> User:
    """Somebody with a local account."""
    person = User.objects.create_user("lea", password=PASSWORD)
    person.groups.add(Group.objects.get(name=Role.AGENT))
    return person


def sign_in(client: Client, password: str = PASSWORD) -> int:
    return client.post("/sign-in/", {"username": "lea", "password": password}).status_code


def test_its_form_is_folded_away(company: Company, client: Client) -> None:
    body = client.get("/sign-in/?next=/status/").content.decode()
    assert "Sign in with your company account" in body
    assert '<details id="local"><summary>Local account</summary>' in body
    assert body.count('name="next" value="/status/"') == 2


def test_a_wrong_password_opens_it(lea: User, client: Client) -> None:
    answer = client.post("/sign-in/", {"username": "lea", "password": "x"})
    assert answer.status_code == 422
    assert '<details id="local" open>' in answer.content.decode()


def test_each_use_is_audited_and_rings(lea: User, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert sign_in(client) == 302
    assert AuditEvent.objects.get(type="staff.signed_in").details == {"how": "a local account"}
    warnings = [line for line in caplog.records if line.levelno == logging.WARNING]
    assert [line.getMessage() for line in warnings] == [f"a local account was used to sign in: staff:{lea.pk}"]


def test_guessing_is_stopped(lea: User, client: Client) -> None:
    for _ in range(TRIES_PER_ACCOUNT):
        assert sign_in(client, "wrong") == 422
    assert sign_in(client) == 422
    assert not AuditEvent.objects.exists()


def test_a_company_account_has_no_password(ana: Client, company: Company) -> None:
    name = company.member().user.username
    assert Client().post("/sign-in/", {"username": name, "password": ""}).status_code == 422
    assert Client().post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 422


def test_switched_off_there_is_none(lea: User, company: Company, client: Client) -> None:
    company.settings.LOCAL_SIGN_IN = "off"
    company.settings.AUTHENTICATION_BACKENDS = [COMPANY]
    assert b"Password" not in client.get("/sign-in/").content
    assert sign_in(client) == 422
    assert client.get("/").status_code == 302


def test_a_code_in_the_address_of_the_local_form_says_nothing(lea: User, client: Client) -> None:
    answer = client.post("/sign-in/?code=c&state=s", {"username": "lea", "password": "wrong"})
    assert answer.status_code == 422
