"""Printers for programs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import create_token
from support.api.schema import document
from support.commands.asker import Asker
from support.printers.pauses import pause
from tests.commands.conftest import ago
from tests.printers.conftest import Plant


@pytest.fixture
def program(db: None) -> Client:
    """A program that may do whatever its role may."""
    _, plain = create_token("a test's", Role.OPS, scopes=list(Permission))
    return Client(headers={"Authorization": f"Bearer {plain}"})


@pytest.fixture
def filled(plant: Plant, ops: Asker) -> Plant:
    """Two printers, one of them paused, and some jobs."""
    plant.printer("koeln", name="Köln Druck", products=["photobook"], contact_email="orders@koeln.example")
    plant.printer("lille")
    plant.job("j-1", "rejected")
    plant.job("j-2", "dispatched", dispatched_at=ago(hours=1))
    plant.job("j-3", "submitted")
    pause(ops, "lille", reason="damage for ines@example.com")
    return plant


@pytest.mark.parametrize(
    ("path", "described"),
    [("/api/v1/printers", "/api/v1/printers"), ("/api/v1/printers/koeln", "/api/v1/printers/{printer_id}")],
)
def test_answers_are_what_the_schema_says(filled: Plant, program: Client, path: str, described: str) -> None:
    whole = document()
    schema = whole["paths"][described]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = program.get(path).json()
    assert list(Draft202012Validator(schema | {"components": whole["components"]}).iter_errors(answer)) == []


def test_the_list_is_the_board(filled: Plant, program: Client) -> None:
    first, second = program.get("/api/v1/printers").json()["results"]
    assert (first["printer_id"], first["standing"]) == ("lille", "paused_here")
    assert (second["standing"], second["open_jobs"], second["seven_days"]["rejection"]) == ("active", {"sent": 1}, 0.5)


def test_one_has_its_days_and_pauses(filled: Plant, program: Client) -> None:
    one: dict[str, Any] = program.get("/api/v1/printers/lille").json()
    assert len(one["days"]) == 28
    assert [(each["by"], each["ended_at"]) for each in one["pauses"]] == [("Ana L.", None)]
    assert program.get("/api/v1/printers/koeln").json()["movable_jobs"] == 1


def test_nothing_personal_is_told(filled: Plant, program: Client) -> None:
    for path in ("/api/v1/printers", "/api/v1/printers/koeln", "/api/v1/printers/lille"):
        assert b"@" not in program.get(path).content


@pytest.mark.parametrize("printer_id", ["nowhere", "%00", "x" * 700])
def test_what_is_not_there_is_a_problem(plant: Plant, program: Client, printer_id: str) -> None:
    answer = program.get(f"/api/v1/printers/{printer_id}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_no_program_pauses_a_printer(filled: Plant, program: Client) -> None:
    for act in ("pause", "resume"):
        assert program.post(f"/api/v1/printers/koeln/{act}", {"reason": "damage"}).status_code == 404
        assert program.post(f"/printers/koeln/{act}/", {"reason": "damage"}).status_code == 302  # to the sign-in
    assert program.get("/api/v1/printers/koeln").json()["pauses"] == []
