"""Bulk jobs by program: the contract's answers, keys that make a call count once, and what no program may."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from rest_framework.test import APIClient

from dashboard.models import ApiToken, SetLimit
from dashboard.permissions import Permission
from dashboard.roles import Role
from orders.queues import QueueRow
from support.api.schema import document
from support.bulk.models import BulkJob, JobState
from support.bulk.run import advance
from support.commands.models import Command
from support.commands.states import State
from support.queues.snapshot import Snapshot
from tests.api.conftest import Program, program
from tests.bulk.conftest import COST, order_of, put_order, seen
from tests.commands.conftest import Desk

__all__ = ["program"]

CALL = "/api/v1/bulk-jobs"
Answer = Any


@pytest.fixture
def client(desk: Desk, program: Program) -> APIClient:
    """A program of ops, and three orders."""
    for number in (1, 2, 3):
        put_order(desk, number)
    return program(Role.OPS)


def body(*numbers: int, **more: Any) -> dict[str, Any]:
    selection = {"lines": [[order_of(number), "1"] for number in numbers]}
    return {"action": "reprint", "selection": selection, "cause": "damaged", "reason": "a wet pallet"} | more


def post(client: APIClient, sent: Any, key: str = "", path: str = "") -> Answer:
    raw, headers = json.dumps(sent) if sent is not None else "", {"Idempotency-Key": key} if key else {}
    return client.post(CALL + path, raw, content_type="application/json", headers=headers)


def fits(answer: Any, path: str, method: str, status: str) -> bool:
    whole = document()
    schema = whole["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]
    return not list(Draft202012Validator(schema | {"components": whole["components"]}).iter_errors(answer))


def test_a_dry_run_tells_cost_and_what_is_left_out(client: APIClient) -> None:
    answer = post(client, body(1, 2, 404, dry_run=True))
    told = answer.json()
    assert answer.status_code == 200
    assert (told["state"], told["rows"], told["cost"], told["needs_approval"]) == (
        "planned",
        2,
        {"EUR": 2 * COST},
        False,
    )
    assert [(row["order_id"], row["line_id"], row["code"]) for row in told["left_out"]] == [("b-404", "1", "not_there")]
    assert told["left_out"][0]["why"] == "There is no order with this id."
    assert fits(told, CALL, "post", "200")
    assert not Command.objects.exists()


def test_a_dry_run_is_started(client: APIClient) -> None:
    job_id = post(client, body(1, dry_run=True)).json()["job_id"]
    answer = post(client, None, path=f"/{job_id}/start")
    assert (answer.status_code, answer.json()["state"]) == (200, "canary")


def test_a_job_begins_and_is_followed(client: APIClient) -> None:
    answer = post(client, body(1, 2))
    assert (answer.status_code, answer.json()["state"]) == (201, "canary")
    assert fits(answer.json(), CALL, "post", "201")
    advance()
    seen(State.DONE)
    advance()
    told = client.get(f"{CALL}/{answer.json()['job_id']}").json()
    assert (told["state"], told["counts"]["done"]) == ("done", 2)
    assert fits(told, CALL + "/{job_id}", "get", "200")
    found = client.get(f"{CALL}/{told['job_id']}/rows?state=done").json()
    assert [row["order_id"] for row in found["results"]] == ["b-1", "b-2"]
    assert fits(found, CALL + "/{job_id}/rows", "get", "200")


def test_the_same_key_is_the_same_job(client: APIClient) -> None:
    first, second = post(client, body(1), "k-1"), post(client, body(1), "k-1")
    assert first.json() == second.json()
    assert post(client, body(2), "k-1").status_code == 422
    assert BulkJob.objects.count() == 1


def test_the_same_job_again_leaves_every_row_out(client: APIClient) -> None:
    post(client, body(1, 2, 3))
    advance()
    again = post(client, body(1, 2, 3)).json()
    assert (again["rows"], again["state"]) == (0, "done")
    assert [row["code"] for row in again["left_out"]] == ["under_way"] * 3


def test_above_the_limit_it_waits_for_a_person(client: APIClient) -> None:
    SetLimit.objects.create(role=Role.OPS, name="bulk_cost", currency="EUR", amount=COST)
    assert post(client, body(1, 2, dry_run=True)).json()["needs_approval"]
    told = post(client, body(1, 2)).json()
    assert (told["state"], told["needs_approval"]) == ("awaiting_approval", True)


@pytest.mark.parametrize("role", [Role.OPS, Role.SENIOR, Role.MANAGER])
def test_no_program_approves(client: APIClient, program: Program, role: Role) -> None:
    SetLimit.objects.create(role=Role.OPS, name="bulk_cost", currency="EUR", amount=0)
    job_id = post(client, body(1)).json()["job_id"]
    assert post(program(role), None, path=f"/{job_id}/approve").status_code == 403
    assert BulkJob.objects.get().state == JobState.AWAITING_APPROVAL


def test_it_is_steered(client: APIClient) -> None:
    path = f"/{post(client, body(1, 2)).json()['job_id']}"
    assert post(client, None, path=f"{path}/resume").status_code == 409
    assert post(client, None, path=f"{path}/pause").json()["state"] == "paused"
    assert post(client, None, path=f"{path}/resume").json()["state"] == "canary"
    assert post(client, None, path=f"{path}/cancel").json()["counts"]["cancelled"] == 2
    assert post(client, None, path=f"{path}/retry-failed").status_code == 409


def test_somebody_elses_is_not_steered(client: APIClient, program: Program) -> None:
    path = f"/{post(client, body(1)).json()['job_id']}/pause"
    assert post(program(Role.SENIOR), None, path=path).status_code == 403
    assert post(program(Role.MANAGER), None, path=path).status_code == 200


def test_a_revoked_token_pauses_its_job(client: APIClient) -> None:
    post(client, body(1))
    ApiToken.objects.update(revoked_at=timezone.now())
    advance()
    job = BulkJob.objects.get()
    assert (job.state, job.trouble) == (
        JobState.PAUSED,
        "The token of the program that selected these rows is revoked or has expired.",
    )


def test_what_a_queue_holds_now_is_selected(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    waiting = tuple(
        QueueRow(queue="printer_rejects", order_id=order_of(n), sub=f"bj-{n}", line_id="1", due_at=now, printer=printer)
        for n, printer in ((1, "koeln"), (2, "koeln"), (3, "lille"))
    )
    held = Snapshot(id="s1", queue="printer_rejects", at=now, rows=waiting, more=False)
    monkeypatch.setattr("support.api.bulk.snapshot", lambda queue: held)
    selection = {"queue": "printer_rejects", "filters": {"printer": "koeln"}}
    told = post(client, body(selection=selection, dry_run=True)).json()
    assert told["rows"] == 2
    assert told["source"] == {"queue": "printer_rejects", "filters": "printer=koeln"}


def test_notes_take_the_reason_where_there_is_no_text(client: APIClient) -> None:
    told = post(client, body(1, action="note", reason="We are looking into it.")).json()
    assert told["state"] == "canary"
    assert BulkJob.objects.get().text == "We are looking into it."


def test_jobs_are_listed_by_page(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.bulk.listing.JOBS_A_PAGE", 2)
    made = [post(client, body(n, dry_run=True)).json()["job_id"] for n in (1, 2, 3)]
    first = client.get(CALL).json()
    rest = client.get(first["next"]).json()
    assert [job["job_id"] for job in first["results"] + rest["results"]] == made[::-1]
    assert rest["next"] is None
    assert fits(first, CALL, "get", "200")
    assert client.get(f"{CALL}?state=done").json()["results"] == []


def test_rows_are_listed_by_page(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.bulk.listing.ROWS_A_PAGE", 2)
    path = f"{CALL}/{post(client, body(1, 2, 3, dry_run=True)).json()['job_id']}/rows"
    first = client.get(path).json()
    rest = client.get(first["next"]).json()
    assert [row["number"] for row in first["results"] + rest["results"]] == [1, 2, 3]
    other = post(client, body(1, dry_run=True)).json()["job_id"]
    cursor = first["next"].partition("?")[2]
    assert client.get(f"{CALL}/{other}/rows?{cursor}").status_code == 400


@pytest.mark.parametrize(
    "bad",
    [
        {}, {"action": "sell"}, {"selection": {}}, {"selection": []}, {"selection": {"lines": []}},
        {"selection": {"lines": [["b-1"]]}}, {"selection": {"lines": [["b-1", "1", "2"]]}},
        {"selection": {"lines": [["b\0", "1"]]}}, {"selection": {"lines": [["", ""]]}},
        {"selection": {"lines": [["b-1", 7.5]], "queue": "late"}}, {"selection": {"queue": "nothing"}},
        {"selection": {"queue": "late", "filters": {"min_age": "soon"}}},
        {"selection": {"queue": "late", "filters": 7}},
        {"cause": "nonsense"}, {"cause": 7}, {"reason": ""}, {"reason": None}, {"printer_id": "lille"},
        {"dry_run": "perhaps"}, {"selection": {"lines": [["\ud800", "1"]]}},
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_clear_400(client: APIClient, bad: dict[str, Any]) -> None:
    sent = body(1, **bad) if bad else {}
    assert post(client, sent).status_code == 400
    assert not BulkJob.objects.exists()


def test_who_may_not_work_on_many_may_not(client: APIClient, program: Program) -> None:
    for role in (Role.AGENT, Role.MANAGER, Role.ADMIN, Role.AUDITOR):
        assert post(program(role), body(1)).status_code == 403
    assert post(program(Role.OPS, Permission.BULK), body(1)).status_code == 403


def test_there_may_be_no_such_job(client: APIClient) -> None:
    assert client.get(f"{CALL}/nothing").status_code == 404
    assert client.get(f"{CALL}/nothing/rows").status_code == 404
    assert post(client, None, path="/nothing/pause").status_code == 404
