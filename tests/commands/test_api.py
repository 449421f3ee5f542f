"""Commands by API: the contract's answers, keys that make a call count once, scopes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from rest_framework.test import APIClient

from dashboard.permissions import Permission
from dashboard.roles import Role
from support.api import idempotency
from support.api.schema import document
from support.api.stored import StoredCall
from support.commands.models import Command
from support.commands.states import State
from tests.api.conftest import Program, program
from tests.commands.conftest import ORDER, Desk

__all__ = ["program"]

CALL = f"/api/v1/orders/{ORDER}/commands"
BODY = {"kind": "render", "line_id": "1", "cause": "asset_missing"}

pytestmark = pytest.mark.usefixtures("desk")


def post(client: APIClient, body: Any, key: str = "", path: str = CALL) -> Any:
    return client.post(path, body, format="json", headers={"Idempotency-Key": key} if key else {})


def fits(answer: Any, path: str, method: str, status: str) -> bool:
    whole = document()
    schema = whole["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    return not list(Draft202012Validator(schema | {"components": whole["components"]}).iter_errors(answer))


def test_a_render_is_asked_for_and_followed(program: Program) -> None:
    client = program(Role.AGENT)
    answer = post(client, BODY, "a-1")
    assert answer.status_code == 201
    assert answer.json()["state"] == "requested"
    assert fits(answer.json(), "/api/v1/orders/{order_id}/commands", "post", "201")
    Command.objects.get().move(State.DONE, made_table="renders", made_key="r-9")
    told = client.get(f"/api/v1/commands/{answer.json()['command_id']}").json()
    assert (told["state"], told["made"]) == ("done", {"table": "renders", "key": "r-9"})
    assert fits(told, "/api/v1/commands/{command_id}", "get", "200")


def test_it_is_told_with_the_order(program: Program) -> None:
    client = program(Role.AGENT)
    asked = post(client, BODY).json()
    order = client.get(f"/api/v1/orders/{ORDER}").json()
    assert order["commands"] == [asked]
    assert "command.requested" in [event["kind"] for event in order["timeline"]]


def test_the_same_key_and_body_give_the_same_answer(program: Program) -> None:
    client = program(Role.AGENT)
    first = post(client, BODY, "a-1")
    Command.objects.get().move(State.FAILED)
    again = post(client, BODY, "a-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert Command.objects.count() == 1


def test_the_same_key_and_another_body_are_refused(program: Program) -> None:
    client = program(Role.AGENT)
    post(client, BODY, "a-1")
    answer = post(client, BODY | {"line_id": "2"}, "a-1")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


def test_keys_are_each_program_s_own(program: Program) -> None:
    assert post(program(Role.AGENT), BODY, "a-1").status_code == 201
    assert post(program(Role.OPS), BODY, "a-1").status_code == 409


def test_a_second_call_waits_while_the_first_runs(program: Program) -> None:
    client = program(Role.AGENT)
    post(client, BODY, "a-1")
    StoredCall.objects.update(status=None)
    assert post(client, BODY, "a-1").status_code == 409


def test_a_call_that_died_is_made_again_and_counts_once(program: Program) -> None:
    client = program(Role.AGENT)
    first = post(client, BODY, "a-1").json()
    StoredCall.objects.update(status=None, begun_at=Now() - timedelta(minutes=2))
    assert post(client, BODY, "a-1").json() == first
    assert Command.objects.count() == 1


def test_a_fault_of_ours_lets_the_call_be_made_again(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError

    client = program(Role.AGENT)
    with monkeypatch.context() as patch:
        patch.setattr("support.api.commands.ask", broken)
        assert post(client, BODY, "a-1").status_code == 500
    assert post(client, BODY, "a-1").status_code == 201


def test_old_calls_are_forgotten(program: Program) -> None:
    post(program(Role.AGENT), BODY, "a-1")
    idempotency.forget()
    assert StoredCall.objects.exists()
    StoredCall.objects.update(begun_at=Now() - timedelta(days=3))
    idempotency.forget()
    assert not StoredCall.objects.exists()


def test_what_is_under_way_is_named(program: Program) -> None:
    first = post(program(Role.AGENT), BODY).json()
    answer = post(program(Role.OPS), BODY)
    assert answer.status_code == 409
    assert answer.json()["existing"]["command_id"] == first["command_id"]


def test_a_stale_version_is_answered_with_the_current_one(desk: Desk, program: Program) -> None:
    answer = post(program(Role.AGENT), BODY | {"version": 0})
    assert (answer.status_code, answer.json()["current_version"]) == (409, desk.version())
    assert post(program(Role.AGENT), BODY | {"version": desk.version()}).status_code == 201


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"kind": "dance"}, 400, "kind"),
        ({"line_id": ""}, 400, "line_id"),
        ({"line_id": "\0"}, 400, "line_id"),
        ({"line_id": "\u202e"}, 400, "line_id"),
        ({"cause": "because"}, 400, "cause"),
        ({"version": "soon"}, 400, "version"),
        ({"kind": "reroute", "line_id": "2", "cause": "lost"}, 400, "printer_id"),
        ({"line_id": "9"}, 404, ""),
        ({"kind": "reprint", "cause": "lost"}, 409, ""),
    ],
)
def test_what_cannot_be_is_a_problem(program: Program, change: dict[str, Any], status: int, field: str) -> None:
    answer = post(program(Role.OPS), BODY | change)
    assert answer.status_code == status
    assert set(answer.json().get("errors", {})) == ({field} if field else set())
    assert not Command.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 5_000 + b"]" * 5_000, 400),
        (b'{"kind": "\\ud800"}', 400),
        (b"\xff", 400),
        (b"[1]", 400),
        (b'{"kind": "' + b"x" * 2_000_000 + b'"}', 413),
    ],
)
def test_a_hostile_body_is_a_clear_refusal(program: Program, body: bytes, status: int) -> None:
    answer = program(Role.OPS).post(CALL, body, content_type="application/json")
    assert answer.status_code == status
    assert json.loads(answer.content)["status"] == status


def test_scopes_and_roles_are_both_needed(program: Program) -> None:
    narrow = program(Role.OPS, Permission.GIVE_COMMANDS, Permission.REPRINT)
    assert post(narrow, BODY).status_code == 403
    assert post(program(Role.MANAGER), BODY).status_code == 403
    assert post(program(Role.AGENT), BODY | {"kind": "reprint", "line_id": "2", "cause": "lost"}).status_code == 403
    assert not Command.objects.exists()


def test_a_command_that_nobody_knows_is_not_found(program: Program) -> None:
    assert program(Role.AGENT).get("/api/v1/commands/nothing").status_code == 404
    assert program(Role.AGENT).get("/api/v1/commands/%00").status_code == 404
