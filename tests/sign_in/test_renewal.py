"""What is taken away in Cognito is gone here at the next renewal; and what happens while it does not answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from botocore.exceptions import ClientError
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from dashboard.cognito import renewal
from dashboard.cognito.pool import needed_pool
from dashboard.cognito.standing import standing
from dashboard.models import Member
from dashboard.roles import Role, roles_of
from dashboard.tasks import renew_members
from tests.sign_in.conftest import ComeBack, Company

RUNBOOK = "/status/runbook/"


@pytest.fixture
def olena(company: Company, come_back: ComeBack) -> Client:
    """In ops and an agent."""
    company.hires("olena", Role.OPS, Role.AGENT)
    client = Client()
    come_back(client, "olena")
    assert client.get(RUNBOOK).status_code == 200
    return client


def lost(client: Client) -> bool:
    """Whether the session has ended because Cognito does not confirm it."""
    answer = client.get("/")
    return answer.status_code == 302 and answer["Location"].endswith("why=unconfirmed")


def test_a_role_removed_in_cognito(olena: Client, company: Company) -> None:
    company.removes("olena", Role.OPS)
    renew_members()
    assert olena.get(RUNBOOK).status_code == 403
    assert olena.get("/").status_code == 200


def test_a_role_added_in_cognito_waits_for_the_next_sign_in(olena: Client, company: Company) -> None:
    company.adds("olena", Role.MANAGER)
    renew_members()
    assert roles_of(company.member("olena").user) == {Role.OPS, Role.AGENT}


def test_an_account_disabled_in_cognito(olena: Client, company: Company) -> None:
    company.client.admin_disable_user(UserPoolId=company.pool_id, Username="olena")
    renew_members()
    assert lost(olena)


def test_an_account_deleted_in_cognito(olena: Client, company: Company) -> None:
    company.client.admin_delete_user(UserPoolId=company.pool_id, Username="olena")
    renew_members()
    assert lost(olena)


def test_all_groups_removed_in_cognito(olena: Client, company: Company) -> None:
    company.removes("olena", Role.OPS)
    company.removes("olena", Role.AGENT)
    renew_members()
    assert lost(olena)


def test_coming_back_gives_nothing_that_was_taken_here(olena: Client, company: Company, come_back: ComeBack) -> None:
    company.member("olena").user.groups.remove(Group.objects.get(name=Role.OPS))
    company.client.admin_disable_user(UserPoolId=company.pool_id, Username="olena")
    renew_members()
    company.client.admin_enable_user(UserPoolId=company.pool_id, Username="olena")
    come_back(olena, "olena")
    assert roles_of(company.member("olena").user) == {Role.AGENT}


def test_local_accounts_are_no_business_of_cognito_s(company: Company, local: Client) -> None:
    Member.objects.create(user=User.objects.get(username="lea"))
    renew_members()
    assert local.get("/").status_code == 200


def test_doubled_runs_and_an_older_answer_change_nothing(
    olena: Client, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = renewal.holders(needed_pool())
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        monkeypatch.setattr(renewal, "holders", lambda _pool: {})
        renew_members()  # began before she signed in
    assert olena.get(RUNBOOK).status_code == 200
    monkeypatch.undo()
    company.removes("olena", Role.OPS)
    renew_members()
    monkeypatch.setattr(renewal, "holders", lambda _pool: before)
    renew_members()
    assert olena.get(RUNBOOK).status_code == 403


def test_more_people_than_a_page_of_cognito_s(company: Company) -> None:
    for number in range(70):
        company.hires(f"p{number}", Role.AUDITOR)
    held = renewal.holders(needed_pool())
    assert len(held) == 71
    assert list(held.values()).count({"auditor"}) == 70


@pytest.mark.parametrize("code", ["ResourceNotFoundException", "AccessDeniedException", "TooManyRequestsException"])
def test_a_cognito_that_says_nothing_takes_nothing_yet(
    olena: Client, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    def silent(_pool: object) -> None:
        raise ClientError({"Error": {"Code": code}}, "ListGroups")

    monkeypatch.setattr(renewal, "holders", silent)
    renew_members()
    assert olena.get(RUNBOOK).status_code == 200


def test_a_pool_that_is_gone_is_not_an_empty_one(olena: Client, company: Company) -> None:
    company.settings.COGNITO_POOL_ID = "eu-central-1_Gone"
    renew_members()
    assert olena.get(RUNBOOK).status_code == 200


def test_an_hour_of_silence_ends_the_sessions_of_company_accounts_alone(
    olena: Client, local: Client, company: Company
) -> None:
    person = company.member("olena").user
    for minutes, roles in ((59, {Role.OPS, Role.AGENT}), (61, set())):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
            assert roles_of(User.objects.get(pk=person.pk)) == roles
    Member.objects.update(confirmed_at=timezone.now() - timedelta(minutes=61))
    assert lost(olena)
    assert local.get("/").status_code == 200


def test_when_it_answers_again_they_come_back(olena: Client, company: Company) -> None:
    Member.objects.update(confirmed_at=timezone.now() - timedelta(hours=5))
    renew_members()
    assert olena.get(RUNBOOK).status_code == 200


def test_the_person_on_call_is_told(olena: Client, company: Company) -> None:
    told = standing()
    assert told is not None
    assert (told.members, told.alarms) == (1, ())
    Member.objects.update(confirmed_at=timezone.now() - timedelta(minutes=6))
    told = standing()
    assert told is not None
    assert told.alarms == ("cognito-does-not-answer",)
    assert f'id="{told.alarms[0]}"' in olena.get(RUNBOOK).content.decode()


def test_without_cognito_there_is_nothing_to_tell(db: None) -> None:
    assert standing() is None
    renew_members()
