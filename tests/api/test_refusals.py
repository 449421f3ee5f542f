"""Who is refused, and how: every error is a problem, whatever was asked."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.cache import cache
from django.utils import timezone
from django.utils.http import urlencode
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisGone
from rest_framework.test import APIClient

from dashboard.models import ApiToken
from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import create_token
from support.api import views
from tests.api.conftest import Program
from tests.find.data import hostile_strings

CALLS = ["find?q=inge", "customers/u-77", "customers/u-77/orders", "orders/o-4821", "orders/o-4821/raw", "schema/"]
NEEDS = {"find": Permission.FIND, "customers": Permission.VIEW_CUSTOMER, "orders": Permission.VIEW_ORDER}


def _is_problem(answer: Any, status: int) -> bool:
    body = answer.json()
    return (
        answer.status_code == status
        and answer["Content-Type"] == "application/problem+json"
        and answer["Cache-Control"] == "no-store"
        and body["status"] == status
        and all(body[field] for field in ("type", "title", "detail"))
    )


@pytest.mark.django_db
@pytest.mark.parametrize("path", CALLS)
def test_without_a_token_nobody_gets_in(path: str) -> None:
    answer = APIClient().get(f"/api/v1/{path}")
    assert _is_problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer pdk_x", "Bearer é", "Basic YTpi", "Bearer " + "x" * 5000]
)
def test_a_token_that_is_none_opens_nothing(header: str) -> None:
    assert _is_problem(APIClient().get("/api/v1/orders/x", HTTP_AUTHORIZATION=header), 401)


@pytest.mark.parametrize("change", [{"expires_at": timezone.now()}, {"revoked_at": timezone.now()}])
def test_an_expired_or_revoked_token_opens_nothing(program: Program, change: dict[str, Any]) -> None:
    client = program()
    ApiToken.objects.update(**change)
    assert _is_problem(client.get("/api/v1/orders/x"), 401)


@pytest.mark.parametrize("path", CALLS)
def test_a_scope_opens_only_its_own_calls(cloud: str, program: Program, path: str) -> None:
    needed = NEEDS.get(path.partition("/")[0].partition("?")[0], Permission.USE_API_DOCS)
    for scope in (Permission.FIND, Permission.VIEW_CUSTOMER, Permission.VIEW_ORDER, Permission.USE_API_DOCS):
        answer = program(Role.AGENT, scope).get(f"/api/v1/{path}")
        assert _is_problem(answer, 403) if scope is not needed else answer.status_code in (200, 404)


def test_a_scope_gives_no_more_than_the_role_has(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    client = program(Role.AUDITOR)
    monkeypatch.setattr("dashboard.permissions.MAY", {})
    assert _is_problem(client.get("/api/v1/orders/x"), 403)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", CALLS)
def test_a_wrong_method_says_which_is_right(program: Program, method: str, path: str) -> None:
    answer = getattr(program(), method)(f"/api/v1/{path}")
    assert _is_problem(answer, 405)
    assert "GET" in answer["Allow"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "nothing", "find/", "orders", "orders/a/b/c", "orders/%2F", "schema"])
def test_where_there_is_nothing_a_problem_says_so(path: str) -> None:
    assert _is_problem(APIClient().get(f"/api/v1/{path}"), 404)
    assert _is_problem(APIClient().post(f"/api/v1/{path}"), 404)


def test_hostile_ids_are_not_found(cloud: str, program: Program) -> None:
    client = program()
    paths = cycle(["orders/{}", "orders/{}/raw", "customers/{}", "customers/{}/orders"])
    worst = ["\x00", "\u202e", "x" * 3000, ".."]
    for text, path in zip([*hostile_strings(), *(each for each in worst for _ in range(4))], paths, strict=False):
        quoted = urlencode({"": text}).removeprefix("=").replace("+", "%20").replace("%2F", "_") or "_"
        answer = client.get("/api/v1/" + path.format(quoted))
        assert answer.status_code == 404, (path, text)


def test_too_many_calls_in_a_minute(redis_empty: None, program: Program, settings: Settings) -> None:
    settings.API_CALLS_A_MINUTE = {"find": 2, "read": 1000}
    client, other = program(), program()
    answers = [client.get("/api/v1/find") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert _is_problem(answers[-1], 429)
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert other.get("/api/v1/find").status_code == 400
    assert client.get("/api/v1/nothing").status_code == 404


def test_without_redis_calls_are_served_uncounted(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise RedisGone

    monkeypatch.setattr(cache, "add", gone)
    assert program().get("/api/v1/find").status_code == 400


def _refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 400}}, "Query")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (EndpointConnectionError(endpoint_url="http://x"), 503),
        (_refused("ThrottlingException"), 503),
        (_refused("ValidationException"), 500),
        (RuntimeError("Inge Brandt"), 500),
    ],
)
def test_a_fault_behind_us_is_a_problem_that_tells_nothing(
    program: Program, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(_: str) -> None:
        raise error

    monkeypatch.setattr(views, "load_story", fail)
    answer = program().get("/api/v1/orders/o-1")
    assert _is_problem(answer, status)
    assert (answer.get("Retry-After") == "5") is (status == 503)
    assert "Inge" not in answer.content.decode()


@pytest.mark.django_db
def test_tokens_are_kept_as_hashes_and_remember_their_use() -> None:
    token, plain = create_token("x", Role.AGENT)
    assert plain not in str(ApiToken.objects.values().get())
    assert len(token.digest) == 64
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {plain}")
    client.get("/api/v1/nothing")
    client.get("/api/v1/find")
    used = ApiToken.objects.get().last_used_at
    assert used is not None
    assert timezone.now() - used < timedelta(minutes=1)
