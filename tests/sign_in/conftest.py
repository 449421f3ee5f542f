"""A company with accounts in the emulator's Cognito, browsers that go there, and an issuer that says what it likes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from dashboard.models import Member
from dashboard.roles import Role
from embedded import cloud as emulator
from embedded import cognito
from embedded.cognito import Person
from orders import cloud
from tests.sign_in.issuer import Issuer

PASSWORD = "pass-word"
LOCAL = "django.contrib.auth.backends.ModelBackend"
COMPANY = "dashboard.cognito.backend.CompanyAccount"
SITE = "http://testserver"
REGION = "eu-central-1"


@dataclass(frozen=True)
class Company:
    """Its pool, with ``ana`` in it as an agent."""

    client: Any
    pool_id: str
    settings: Settings

    def hires(self, name: str, *roles: str) -> None:
        """Somebody more."""
        cognito.add(self.client, self.pool_id, Person(name, PASSWORD, name.title(), "Lima", roles))

    def adds(self, name: str, role: str) -> None:
        """To one more group."""
        if role not in [each["GroupName"] for each in self.client.list_groups(UserPoolId=self.pool_id)["Groups"]]:
            self.client.create_group(UserPoolId=self.pool_id, GroupName=role)
        self.client.admin_add_user_to_group(UserPoolId=self.pool_id, Username=name, GroupName=role)

    def removes(self, name: str, role: str) -> None:
        """From a group."""
        self.client.admin_remove_user_from_group(UserPoolId=self.pool_id, Username=name, GroupName=role)

    def member(self, name: str = "ana") -> Member:
        """Who that is here."""
        return Member.objects.get(subject=cognito.subject(self.client, self.pool_id, name))


def use(settings: Settings, **named: str) -> None:
    """Sign people in through a pool, as the settings do where the environment names one."""
    for name, value in named.items():
        setattr(settings, name, value)
    settings.AUTHENTICATION_BACKENDS = [LOCAL, COMPANY]
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"].append(named["COGNITO_DOMAIN"])
    settings.CONTENT_SECURITY_POLICY = policy


@pytest.fixture
def site() -> str:
    """Where people reach the site."""
    return SITE


@pytest.fixture
def company(cloud_url: str, settings: Settings, db: None, site: str) -> Company:
    """Company accounts, switched on."""
    emulator.reset(cloud_url)
    cache.clear()
    client = cloud.cognito(REGION)
    ana = Person("ana", PASSWORD, "Ana", "Lima", [Role.AGENT])
    named = cognito.make(client, cloud_url, [ana], [f"{site}/sign-in/company/back/"], [f"{site}/sign-in/"])
    use(settings, **named)
    return Company(client, named["COGNITO_POOL_ID"], settings)


@pytest.fixture
def issuer(settings: Settings, db: None) -> Iterator[Issuer]:
    """Company accounts by an issuer of the test's own, which makes tokens that Cognito never would."""
    with Issuer() as made:
        use(settings, **made.settings)
        yield made


def leave(client: Client, wanted: str = "/") -> dict[str, str]:
    """Press the button; what our site tells Cognito's page."""
    answer = client.post("/sign-in/company/", {"next": wanted})
    assert answer.status_code == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def at_cognito(cloud_url: str, asked: dict[str, str], name: str, password: str = PASSWORD) -> str:
    """Fill in Cognito's own form, as its page would send it; where it sends somebody back to."""
    form = {**asked, "username": name, "password": password}
    answer = requests.post(f"{cloud_url}/login", form, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix(SITE)


ComeBack = Callable[..., HttpResponse]


@pytest.fixture
def come_back(company: Company, cloud_url: str) -> ComeBack:
    """Signs somebody in through Cognito: ``come_back(client, "ana", "/status/")`` is our answer."""

    def go(client: Client, name: str = "ana", wanted: str = "/") -> Any:
        return client.get(at_cognito(cloud_url, leave(client, wanted), name))

    return go


@pytest.fixture
def ana(come_back: ComeBack, client: Client) -> Client:
    """Ana's browser, signed in with her company account."""
    assert come_back(client)["Location"] == "/"
    return client


@pytest.fixture
def local(db: None) -> Client:
    """A browser signed in with a local account, an agent's."""
    person = User.objects.create_user("lea", password=PASSWORD)
    person.groups.add(Group.objects.get(name=Role.AGENT))
    client = Client()
    client.force_login(person, LOCAL)
    return client
