"""Half a set-up of signing in is named before it serves anybody."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from dashboard.checks import company_accounts, encrypted

WHOLE = {
    "COGNITO_POOL_ID": "eu-central-1_AbCd12345",
    "COGNITO_CLIENT_ID": "4h57kqv",
    "COGNITO_DOMAIN": "https://printdesk.auth.eu-central-1.amazoncognito.com",
    "LOCAL_SIGN_IN": "on",
}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"COGNITO_POOL_ID": ""}, ["printdesk.E008"]),
        ({"COGNITO_CLIENT_ID": ""}, ["printdesk.E008"]),
        ({"COGNITO_DOMAIN": ""}, ["printdesk.E008"]),
        ({"COGNITO_POOL_ID": "AbCd12345"}, ["printdesk.E008"]),
        ({"COGNITO_DOMAIN": "printdesk.auth.eu-central-1.amazoncognito.com"}, ["printdesk.E008"]),
        ({"COGNITO_DOMAIN": "https://a.example/; script-src *"}, ["printdesk.E008"]),
        ({"LOCAL_SIGN_IN": "no"}, ["printdesk.E009"]),
        ({"LOCAL_SIGN_IN": "off"}, []),
        ({}, []),
        (dict.fromkeys(("COGNITO_POOL_ID", "COGNITO_CLIENT_ID", "COGNITO_DOMAIN"), ""), []),
        (dict.fromkeys(WHOLE, "") | {"LOCAL_SIGN_IN": "off"}, ["printdesk.E009"]),
    ],
    ids=str,
)
def test_what_is_missing_is_named(settings: Settings, wrong: dict[str, str], named: list[str]) -> None:
    for name, value in (WHOLE | wrong).items():
        setattr(settings, name, value)
    assert [message.id for message in company_accounts()] == named


def test_codes_do_not_travel_in_the_open(settings: Settings) -> None:
    settings.SECURE, settings.AWS_ENDPOINT_URL, settings.COGNITO_DOMAIN = True, "", "http://127.0.0.1:4566"
    assert [message.id for message in encrypted()] == ["printdesk.W003"]
