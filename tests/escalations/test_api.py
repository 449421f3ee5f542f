"""Escalations by program."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from dashboard.permissions import Permission
from dashboard.roles import Role
from support.api.schema import document
from support.escalations.models import Escalation
from tests.api.conftest import SECRETS, Program, desk, program

__all__ = ["desk", "program"]

API = "/api/v1"
TORN = {"reason": "binding", "line_id": "2", "severity": "high", "text": "Frau Brandt says the spine broke."}


@pytest.fixture
def path(desk: str, db: None) -> str:
    """Where a problem with the order is taken up."""
    return f"{API}/orders/{desk}/escalations"


def fits(answer: Any, path: str, method: str, status: str) -> bool:
    """Whether an answer is what the document says."""
    whole = document()
    schema = whole["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    return not list(Draft202012Validator(schema | {"components": whole["components"]}).iter_errors(answer))


def test_a_problem_is_taken_up_and_moved_on(path: str, program: Program) -> None:
    client = program()
    made = client.post(path, TORN, format="json")
    assert made.status_code == 201
    assert fits(made.json(), "/api/v1/orders/{order_id}/escalations", "post", "201")
    assert made.json()["text"] == "Frau ••• says the spine broke."
    assert (made.json()["state"], made.json()["print_job_id"], made.json()["party"]) == ("open", "job-88", "printer")
    one = f"{API}/escalations/{made.json()['escalation_id']}"
    assert client.get(one).json() == made.json()
    sent = client.post(f"{one}/transitions", {"to": "sent_to_printer", "text": "By phone."}, format="json")
    assert sent.status_code == 200
    assert fits(sent.json(), "/api/v1/escalations/{escalation_id}/transitions", "post", "200")
    assert [(step["was"], step["now"], step["text"]) for step in sent.json()["steps"]] == [
        ("", "open", ""), ("open", "sent_to_printer", "By phone."),
    ]  # fmt: skip


def test_it_is_in_the_answers_of_order_customer_and_list(path: str, program: Program) -> None:
    client = program()
    made = client.post(path, TORN, format="json").json()
    order = client.get(f"{API}/orders/o-4821").json()
    listed = client.get(f"{API}/escalations?severity=high&reason=binding").json()
    for found in (order["escalations"], client.get(f"{API}/customers/u-77").json()["escalations"], listed["results"]):
        assert [each["escalation_id"] for each in found] == [made["escalation_id"]]
        assert not any(secret in json.dumps(found) for secret in SECRETS)
    assert any(event["kind"] == "escalation.open" for event in order["timeline"])
    assert client.get(f"{API}/escalations?state=over").json()["results"] == []


def test_the_same_twice_is_shown_the_first(path: str, program: Program) -> None:
    first = program().post(path, TORN, format="json").json()
    again = program().post(path, TORN | {"line_id": "", "print_job_id": "job-88"}, format="json")
    assert again.status_code == 409
    assert again["Content-Type"] == "application/problem+json"
    assert again.json()["existing"]["id"] == first["escalation_id"]
    assert Escalation.objects.count() == 1


def test_the_same_call_again_gives_the_same_answer(path: str, program: Program) -> None:
    client, key = program(), {"Idempotency-Key": "k-1"}
    first, again = (client.post(path, TORN, format="json", headers=key) for _ in range(2))
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert client.post(path, TORN | {"text": "other"}, format="json", headers=key).status_code == 422


def test_a_move_that_is_sent_again_is_one_move(path: str, program: Program) -> None:
    client = program()
    made = client.post(path, TORN, format="json").json()
    moves, key = f"{API}/escalations/{made['escalation_id']}/transitions", {"Idempotency-Key": "m-1"}
    body = {"to": "awaiting_evidence", "text": "Photos."}
    answers = [client.post(moves, body, format="json", headers=key) for _ in range(2)]
    assert [answer.json()["changes"] for answer in answers] == [2, 2]
    stale = client.post(moves, {"to": "sent_to_printer", "text": "x", "changes": 1}, format="json")
    assert (stale.status_code, stale.json()["current"]["changes"]) == (409, 2)
    assert client.post(moves, {"to": "approved", "text": "x"}, format="json").status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": "boredom"}, "reason"), ({"reason": None}, "reason"), ({"severity": "awful"}, "severity"),
        ({"text": "a\0b"}, "text"), ({"text": "x" * 10_001}, "text"), ({"text": ["x"]}, "text"),
        ({"text": "\ud800"}, "text"), ({"print_job_id": "x" * 601}, "print_job_id"), ({"line_id": "a\nb"}, "line_id"),
        ({"printer_id": "elsewhere"}, "printer_id"), ({"line_id": {"a": 1}}, "line_id"),
    ],
)  # fmt: skip
def test_what_cannot_be(path: str, program: Program, wrong: dict[str, Any], field: str) -> None:
    answer = program().post(path, json.dumps(TORN | wrong), content_type="application/json")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert not Escalation.objects.exists()


@pytest.mark.parametrize("wrong", [{"line_id": "9"}, {"line_id": "", "print_job_id": "job-1"}, {"parcel_id": "s-9"}])
def test_what_is_not_there(path: str, program: Program, wrong: dict[str, str]) -> None:
    assert program().post(path, TORN | wrong, format="json").status_code == 404


def test_who_may_not(path: str, program: Program) -> None:
    made = program().post(path, TORN, format="json").json()
    one = f"{API}/escalations/{made['escalation_id']}"
    assert program(Role.AUDITOR).post(path, TORN, format="json").status_code == 403
    assert program(Role.AGENT, Permission.VIEW_ORDER).post(path, TORN, format="json").status_code == 403
    move = {"to": "awaiting_evidence", "text": "x"}
    assert program().post(f"{one}/transitions", move, format="json").status_code == 403
    assert program(Role.OPS).post(f"{one}/transitions", move, format="json").status_code == 200
    assert program().post(f"{API}/escalations/nowhere/transitions", move, format="json").status_code == 404
    assert program().get(f"{API}/escalations/nowhere").status_code == 404


@pytest.mark.parametrize("query", ["state=nowhere", "severity=awful", "reason=x", "whose=me", "overdue=2", "cursor=x"])
def test_no_such_list(program: Program, query: str) -> None:
    assert program().get(f"{API}/escalations?{query}").status_code == 400
