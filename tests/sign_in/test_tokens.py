"""Tokens that Cognito would not make for us: each is refused, in words."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dashboard.models import Member
from tests.sign_in.conftest import leave
from tests.sign_in.issuer import ANOTHER_KEY, CLIENT_ID, Issuer

NOW = int(time.time())


def come_back(client: Client, asked: dict[str, str]) -> Any:
    return client.get("/sign-in/company/back/", {"code": "c", "state": asked["state"]})


def test_a_right_token_is_believed(issuer: Issuer, client: Client) -> None:
    asked = leave(client)
    issuer.says(nonce=asked["nonce"])
    assert come_back(client, asked)["Location"] == "/"
    assert Member.objects.get().subject == "s-1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": ANOTHER_KEY},
        {"key": "s" * 32, "algorithm": "HS256"},
        {"key": None, "algorithm": "none"},
        {"kid": "k2"},
        {"exp": NOW - 120},
        {"exp": None},
        {"iat": NOW + 900},
        {"aud": "another-client"},
        {"aud": [CLIENT_ID, "another-client"]},
        {"aud": None},
        {"iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other"},
        {"iss": None},
        {"token_use": "access"},
        {"token_use": None},
        {"nonce": "another"},
        {"nonce": ""},
        {"nonce": None},
        {"nonce": ["x"]},
        {"sub": None},
        {"sub": 7},
    ],
    ids="-".join,
)
def test_a_wrong_token_signs_nobody_in(issuer: Issuer, client: Client, wrong: dict[str, Any]) -> None:
    asked = leave(client)
    issuer.says(**{"nonce": asked["nonce"], **wrong})
    answer = come_back(client, asked)
    assert answer.status_code == 403
    assert b"This sign-in cannot be trusted" in answer.content
    assert not User.objects.exists()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("answer", [{}, [], None, "x", {"id_token": None}, {"id_token": "a.b.c"}, {"id_token": {}}])
def test_what_is_no_token_signs_nobody_in(issuer: Issuer, client: Client, answer: object) -> None:
    issuer.answer = answer
    assert come_back(client, leave(client)).status_code == 403


@pytest.mark.parametrize(("status", "ours"), [(400, 403), (401, 403), (500, 503), (503, 503)])
def test_an_issuer_that_refuses_or_fails(issuer: Issuer, client: Client, status: int, ours: int) -> None:
    issuer.status = status
    assert come_back(client, leave(client)).status_code == ours


def test_an_issuer_that_is_gone(issuer: Issuer, client: Client, settings: Any) -> None:
    asked = leave(client)
    settings.COGNITO_DOMAIN = "http://127.0.0.1:9"
    answer = come_back(client, asked)
    assert answer.status_code == 503
    assert b"Company accounts cannot be checked just now" in answer.content


def test_the_verifier_is_the_one_that_was_promised(issuer: Issuer, client: Client) -> None:
    asked = leave(client)
    come_back(client, asked)
    digest = sha256(issuer.asked["code_verifier"].encode()).digest()
    assert urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert "client_secret" not in issuer.asked


@pytest.mark.parametrize(
    "name", ["a\0b", "\ud800", "x" * 10_000, "<script>alert(1)</script>", "名前 עברית", 7, None, ["x"]]
)
def test_hostile_claims_are_only_names(issuer: Issuer, client: Client, name: Any) -> None:
    asked = leave(client)
    told = {"given_name": name, "family_name": name, "email": name, "cognito:username": name}
    issuer.says(nonce=asked["nonce"], **told)
    assert come_back(client, asked)["Location"] == "/"
    assert "<script>alert" not in client.get("/").content.decode()


@pytest.mark.parametrize("groups", ["agent", None, {"agent": 1}, [["agent"]], ["Agent", "agents"], 7])
def test_groups_that_are_no_roles_give_nothing(issuer: Issuer, client: Client, groups: Any) -> None:
    asked = leave(client)
    issuer.says(nonce=asked["nonce"], **{"cognito:groups": groups})
    assert b"You have no role here" in come_back(client, asked).content
