"""Tokens of programs: made for a reason, shown once, limited to what programs may, revoked at once."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from dashboard.models import ApiToken
from dashboard.roles import Role
from dashboard.tokens import create_token
from tests.staff.conftest import Colleague, browser_of, told

FORM = {"role": "agent", "name": "warehouse", "scopes": ["find", "view_order"], "days": "30", "reason": "new importer"}


def _make(client: Client, **sent: object) -> tuple[int, str]:
    answer = client.post("/staff/tokens/new/", {**FORM, "key": uuid.uuid4().hex, **sent})
    return answer.status_code, answer.content.decode()


def _find(plain: str) -> int:
    return APIClient().get("/api/v1/find", HTTP_AUTHORIZATION=f"Bearer {plain}").status_code


def test_a_token_is_shown_once_and_works(admin: Client) -> None:
    status, page = _make(admin)
    plain = re.search(r"pdk_[\w-]+", page)
    assert status == 200
    assert plain
    assert _find(plain[0]) == 400
    token = ApiToken.objects.get()
    assert token.scopes == ["find", "view_order"]
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    assert plain[0] not in admin.get("/staff/tokens/").content.decode()
    assert told() == [("token.made", "new importer")]


def test_a_revoked_token_opens_nothing(admin: Client) -> None:
    token, plain = create_token("x", Role.AGENT)
    path = f"/staff/tokens/{token.pk}/revoke/"
    assert admin.post(path, {"reason": " "}).status_code == 422
    assert _find(plain) == 400
    assert admin.post(path, {"reason": "leaked"}).status_code == 302
    assert _find(plain) == 401
    assert admin.post(path, {"reason": "leaked"}).status_code == 409
    assert told() == [("token.revoked", "leaked")]


def test_the_form_sent_twice_makes_one(admin: Client) -> None:
    key = uuid.uuid4().hex
    assert [_make(admin, key=key)[0] for _ in range(2)] == [200, 409]
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"role": "king"},
        {"role": ""},
        {"name": " "},
        {"name": "a\x01b"},
        {"name": "x" * 101},
        {"scopes": []},
        {"scopes": ["find", "reveal"]},
        {"scopes": ["find", "view_status"]},
        {"scopes": ["nonsense"]},
        {"days": "0"},
        {"days": "many"},
        {"days": "99999"},
        {"reason": ""},
    ],
)
def test_what_could_not_work_is_refused_in_words(admin: Client, sent: dict[str, object]) -> None:
    status, page = _make(admin, **sent)
    assert status == 422
    assert "There is a problem" in page
    assert not ApiToken.objects.exists()


def test_only_what_programs_may_is_offered(admin: Client) -> None:
    page = admin.get("/staff/tokens/new/?role=senior").content.decode()
    assert 'value="reprint"' in page
    assert not {f'value="{scope}"' for scope in ("reveal", "decide_request", "view_status")} & set(page.split())


def test_an_auditor_sees_them_and_makes_none(colleague: Colleague) -> None:
    create_token("warehouse", Role.AGENT)
    theirs = browser_of(colleague("ida", Role.AUDITOR))
    assert "warehouse" in theirs.get("/staff/tokens/").content.decode()
    assert _make(theirs)[0] == 403
