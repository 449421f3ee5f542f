"""Photos by program: a form to send one with, what becomes of it, what an escalation tells of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import create_token
from support.escalations.models import Escalation
from support.evidence import check
from support.evidence.bucket import Form
from support.evidence.models import Evidence
from tests.evidence.conftest import picture, post

pytestmark = pytest.mark.django_db
SCOPES = [Permission.ADD_EVIDENCE, Permission.VIEW_EVIDENCE, Permission.VIEW_ESCALATIONS]


@pytest.fixture
def program(cloud: str, opened: Escalation) -> Client:
    """An agent's program."""
    return Client(headers={"Authorization": f"Bearer {create_token('p', Role.AGENT, scopes=SCOPES)[1]}"})


def ask(program: Client, escalation_id: str, key: str = "", **body: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    path = f"/api/v1/escalations/{escalation_id}/evidence"
    return program.post(path, body, content_type="application/json", headers=headers)


def test_a_photo_is_sent_and_told_of(program: Client, opened: Escalation) -> None:
    path = f"/api/v1/escalations/{opened.pk}"
    told = ask(program, opened.pk, shows="photo_fault", name="Zerlina.jpg").json()
    sent = f"{path}/evidence/{told['evidence_id']}/sent"
    assert program.post(sent).json()["state"] == "expected"
    assert post(Form(told["url"], told["fields"]), picture()).status_code == 204
    assert program.post(sent).json()["state"] == "checking"
    check.sweep()
    answer = program.get(path)
    evidence = answer.json()["evidence"]
    assert evidence["missing"] == ["photo_packaging", "photo_label"]
    assert evidence["files"][0]["state"] == "ready"
    assert "Zerlina" not in answer.content.decode()


def test_the_same_key_is_the_same_file(program: Client, opened: Escalation) -> None:
    first, again = (ask(program, opened.pk, "k", name="a").json()["evidence_id"] for _ in range(2))
    assert first == again
    assert ask(program, opened.pk, "k", name="b").status_code == 422


@pytest.mark.parametrize("wrong", [{"shows": "x"}, {"name": "a\0"}, {"name": "x" * 2000}, {"name": []}])
def test_what_cannot_be_is_a_problem(program: Client, opened: Escalation, wrong: dict[str, Any]) -> None:
    assert ask(program, opened.pk, **wrong).status_code == 400
    assert not Evidence.objects.exists()


def test_another_s_escalation_has_no_such_file(program: Client, opened: Escalation) -> None:
    file = ask(program, opened.pk).json()["evidence_id"]
    assert program.post(f"/api/v1/escalations/other/evidence/{file}/sent").status_code == 404
    assert ask(program, "nowhere").status_code == 404


def test_who_may_not_see_evidence_is_told_what_is_missing_and_no_file(program: Client, opened: Escalation) -> None:
    ask(program, opened.pk)
    token = create_token("a", Role.AUDITOR, scopes=[Permission.VIEW_ESCALATIONS])[1]
    answer = Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/escalations/{opened.pk}").json()
    assert (answer["evidence"]["files"], len(answer["evidence"]["missing"])) == ([], 3)
