"""Health and readiness, with the real parts there and gone."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from dashboard import readiness
from embedded.ports import HOST, free_port
from orders import cloud as clouds

DATABASE = "django.db.backends.postgresql.base.DatabaseWrapper"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is kept between two questions; clients of an address that is gone are forgotten."""
    monkeypatch.setattr(readiness, "KEPT_SECONDS", 0)
    yield
    clouds._client.cache_clear()


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_all_parts_answer(client: Client, cloud: str) -> None:
    status, told = ready(client)
    assert status == 200
    assert told["state"] == "ok"
    assert {name: part["state"] for name, part in told.items() if name != "state"} == {
        "postgresql": "ok",
        "redis": "ok",
        "dynamodb": "ok",
    }


def test_without_redis_pages_still_answer(client: Client, cloud: str) -> None:
    nobody = f"redis://{HOST}:{free_port()}/0"
    with override_settings(CACHES={"default": {**settings.CACHES["default"], "LOCATION": nobody}}):
        status, told = ready(client)
    assert (status, told["state"], told["redis"]["state"]) == (200, "degraded", "degraded")


def test_without_dynamodb_they_do_not(client: Client) -> None:
    clouds._client.cache_clear()
    with override_settings(AWS_ENDPOINT_URL=f"http://{HOST}:{free_port()}"):
        status, told = ready(client)
    assert (status, told["state"], told["dynamodb"]["state"]) == (503, "failed", "failed")
    assert told["postgresql"]["state"] == "ok"


def test_nor_without_postgresql(client: Client, cloud: str, monkeypatch: pytest.MonkeyPatch) -> None:
    params = {**connection.get_connection_params(), "port": free_port()}
    monkeypatch.setattr(f"{DATABASE}.get_connection_params", lambda _: params)
    status, told = ready(client)
    assert (status, told["postgresql"]["state"], told["dynamodb"]["state"]) == (503, "failed", "ok")


def test_a_table_that_is_gone_is_no_readiness(client: Client, cloud: str) -> None:
    with override_settings(CONTROL_TABLE="no_such_table"):
        assert ready(client)[0] == 503


def test_a_part_that_hangs_holds_nobody_up(client: Client, cloud: str) -> None:

    with socket.socket() as deaf:
        deaf.bind((HOST, 0))
        deaf.listen()
        clouds._client.cache_clear()
        began = time.monotonic()
        with override_settings(AWS_ENDPOINT_URL=f"http://{HOST}:{deaf.getsockname()[1]}"):
            assert ready(client)[0] == 503
        assert time.monotonic() - began < 15  # as pages ask, it would be forty


def test_readiness_says_nothing_secret(client: Client) -> None:
    clouds._client.cache_clear()
    with override_settings(AWS_ENDPOINT_URL=f"http://{HOST}:{free_port()}"):
        assert HOST not in client.get("/readyz").content.decode()


def test_health_touches_nothing_else(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def touched(*_: object, **__: object) -> None:
        raise AssertionError("asked for")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", touched)
    monkeypatch.setattr("django.core.cache.backends.redis.RedisCacheClient.get_client", touched)
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", touched)
    assert client.get("/healthz").content == b"ok\n"
