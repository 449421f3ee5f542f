"""Problems made right by program."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from dashboard.permissions import Permission
from dashboard.roles import Role
from support.api.schema import document
from tests.api.conftest import SECRETS, Program, desk, program
from tests.remedies.conftest import counts

__all__ = ["desk", "program"]

API = "/api/v1"
TORN = {"reason": "binding", "line_id": "2", "words": "The spine broke.", "parts": ["escalation", "claim", "note"]}


@pytest.fixture
def path(desk: str, db: None) -> str:
    """Where a problem with the order is made right."""
    return f"{API}/orders/{desk}/remedies"


def fits(answer: Any, path: str, method: str, status: str) -> bool:
    """Whether an answer is what the document says."""
    whole = document()
    schema = whole["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    return not list(Draft202012Validator(schema | {"components": whole["components"]}).iter_errors(answer))


def test_a_dry_run_tells_and_does_nothing(path: str, program: Program) -> None:
    told = program(Role.SENIOR).post(path, TORN | {"dry_run": True}, format="json")
    assert told.status_code == 200
    assert fits(told.json(), "/api/v1/orders/{order_id}/remedies", "post", "200")
    assert told.json()["plan"]["claim_amount"] == 1250
    assert not any(counts().values())


def test_what_was_looked_at_is_done_and_told(path: str, program: Program) -> None:
    client = program(Role.SENIOR)
    plan = client.post(path, TORN | {"dry_run": True}, format="json").json()["plan"]
    made = client.post(path, TORN | {"plan": plan["digest"], "version": plan["version"]}, format="json")
    assert made.status_code == 201
    assert fits(made.json(), "/api/v1/orders/{order_id}/remedies", "post", "201")
    again = client.get(f"{API}/remedies/{made.json()['remedy_id']}")
    assert again.json() == made.json()
    assert counts() == {"Command": 0, "Request": 0, "Escalation": 1, "Claim": 1, "Mail": 0, "Note": 1, "Remedy": 1}


def test_the_same_key_is_done_once(path: str, program: Program) -> None:
    client, key = program(Role.SENIOR), {"Idempotency-Key": "k"}
    told = [client.post(path, TORN, format="json", headers=key).json() for _ in range(2)]
    assert told[0] == told[1]
    assert counts()["Remedy"] == 1


def test_a_refused_part_is_named(path: str, program: Program) -> None:
    client = program(Role.AGENT)
    refused = client.post(path, TORN | {"claimed": 10**9}, format="json")
    assert (refused.status_code, refused.json()["part"]) == (400, "claim")
    assert not any(counts().values())


def test_a_token_needs_the_scope(path: str, program: Program) -> None:
    assert program(Role.SENIOR, {Permission.VIEW_ORDER}).post(path, TORN, format="json").status_code == 403


def test_nothing_personal_is_told(path: str, program: Program) -> None:
    told = json.dumps(program(Role.SENIOR).post(path, TORN | {"dry_run": True}, format="json").json())
    assert not any(secret in told for secret in SECRETS)


@pytest.mark.parametrize(
    "body", [{}, [], {"reason": "x"}, TORN | {"parts": ["all"]}, TORN | {"line_id": "\0"}, TORN | {"amount": -1}]
)
def test_bad_input_is_refused(path: str, program: Program, body: Any) -> None:
    assert program(Role.SENIOR).post(path, body, format="json").status_code == 400


def test_unknown_things_are_not_there(program: Program, path: str) -> None:
    client = program(Role.SENIOR)
    assert client.get(f"{API}/remedies/nothing").status_code == 404
    assert client.post(f"{API}/orders/o-404/remedies", TORN, format="json").status_code == 404
    assert client.post(path, TORN | {"line_id": "9"}, format="json").status_code == 404
