"""Notes by program."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group, User

from dashboard.permissions import Permission
from dashboard.roles import Role
from support.notes.models import LONGEST_TEXT, Note
from support.notices.models import Notice
from tests.api.conftest import Program, desk, program

__all__ = ["desk", "program"]


def test_a_program_writes_and_reads_notes(desk: str, program: Program) -> None:
    client = program()
    answer = client.post(f"/api/v1/orders/{desk}/notes", {"text": "Photo of Brandt's spine"}, format="json")
    assert answer.status_code == 201
    assert answer.json()["text"] == "Photo of •••'s spine"
    for path, place in ((f"orders/{desk}", "notes"), ("customers/u-77", "notes")):
        assert client.get(f"/api/v1/{path}").json()[place][0]["note_id"] == answer.json()["note_id"]
    told = client.get(f"/api/v1/orders/{desk}").json()["timeline"]
    assert any(event["kind"] == "note.written" for event in told)


def test_the_same_call_again_is_the_same_note(desk: str, program: Program) -> None:
    client = program()
    for text, status in (("Once", 201), ("Once", 201), ("Twice", 422)):
        path, headers = f"/api/v1/orders/{desk}/notes", {"Idempotency-Key": "k-1"}
        assert client.post(path, {"text": text}, format="json", headers=headers).status_code == status
    assert Note.objects.count() == 1


def test_a_program_mentions_somebody(desk: str, program: Program) -> None:
    ben = User.objects.create_user("ben")
    ben.groups.add(Group.objects.get(name=Role.MANAGER))
    answer = program().post(f"/api/v1/orders/{desk}/notes", {"text": "@ben look"}, format="json")
    assert answer.json()["mentions"] == ["ben"]
    assert Notice.objects.get().person == ben


@pytest.mark.parametrize("text", ["", " ", "a\0b", "\ud800", "x" * (LONGEST_TEXT + 1), None, ["x"]])
def test_what_cannot_be_kept(desk: str, program: Program, text: object) -> None:
    body = json.dumps({"text": text})
    answer = program().post(f"/api/v1/orders/{desk}/notes", body, content_type="application/json")
    assert answer.status_code == 400
    assert "text" in answer.json()["errors"]
    assert not Note.objects.exists()


def test_who_may_not(desk: str, program: Program) -> None:
    path = f"/api/v1/orders/{desk}/notes"
    assert program(Role.AUDITOR).post(path, {"text": "x"}, format="json").status_code == 403
    assert program(Role.AGENT, Permission.VIEW_ORDER).post(path, {"text": "x"}, format="json").status_code == 403
    assert program().post("/api/v1/orders/nowhere/notes", {"text": "x"}, format="json").status_code == 404
