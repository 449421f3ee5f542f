"""Queues by program."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from dashboard.permissions import Permission
from dashboard.roles import Role
from support.api.schema import document
from support.queues.names import QUEUES
from tests.api.conftest import Program, program
from tests.queues.conftest import QUEUE, Desk, Member, a_row

__all__ = ["program"]

ROWS = f"/api/v1/queues/{QUEUE}"


def test_every_queue_with_its_figures(desk: Desk, program: Program) -> None:
    desk.holds(a_row(1), a_row(2))
    told = program().get("/api/v1/queues").json()
    assert [each["queue"] for each in told["results"]] == list(QUEUES)
    found = next(each for each in told["results"] if each["queue"] == QUEUE)
    assert (found["count"], found["value"]) == (2, [{"currency": "EUR", "amount": 9980}])


def test_a_row_says_why_and_what_next(desk: Desk, program: Program) -> None:
    desk.holds(a_row(3))
    row = program().get(ROWS).json()["results"][0]
    assert (row["order_id"], row["line_id"], row["value"], row["currency"]) == ("o-3", "1", 4990, "EUR")
    assert row["why"] == "The printer has rejected the print job."
    assert row["since"] == row["due_at"]
    assert row["owner"] is None


@pytest.mark.parametrize(
    "query", ["printer=lille", "country=FR", "product=tile", "code=x", "template=t@2", "min_age=3"]
)
def test_it_is_narrowed(desk: Desk, program: Program, query: str) -> None:
    other = a_row(4, printer="lille", country="FR", product="tile", code="x", template="t@2")
    desk.holds(a_row(1), other)
    told = program().get(f"{ROWS}?{query}").json()
    assert [row["order_id"] for row in told["results"]] == ["o-4"]
    assert (told["count"], told["whole"]) == (1, 2)


def test_all_pages_are_of_the_first_one_s_moment(desk: Desk, program: Program) -> None:
    desk.holds(*(a_row(n) for n in range(1, 451)))
    client = program()
    told = client.get(ROWS).json()
    seen = [row["order_id"] for row in told["results"]]
    desk.put({"pk": "W#printer_rejects#0", "sk": "1980-01-01T00:00:00+00:00#o-new#j", "order": "o-new", "value": 1})
    while told["next"]:
        address = urlsplit(told["next"])
        told = client.get(f"{address.path}?{address.query}").json()
        seen += [row["order_id"] for row in told["results"]]
    assert seen == [f"o-{n}" for n in range(450, 0, -1)]


def test_a_cursor_goes_on_where_the_snapshot_is_gone(desk: Desk, program: Program) -> None:
    desk.holds(*(a_row(n) for n in range(1, 211)))
    client = program()
    following = urlsplit(client.get(ROWS).json()["next"])
    desk.holds(a_row(500))
    told = client.get(f"{following.path}?{following.query}").json()
    assert [row["order_id"] for row in told["results"]] == [f"o-{n}" for n in range(10, 0, -1)]


@pytest.mark.parametrize(
    "query",
    ["min_age=soon", "promise=never", "min_amount=-1", "whose=mine", "standing=lost", "printer=%00", "cursor=x"],
)
def test_what_makes_no_sense_is_told_by_field(desk: Desk, program: Program, query: str) -> None:
    answer = program().get(f"{ROWS}?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json()["errors"]


def test_a_queue_that_there_is_not(desk: Desk, program: Program) -> None:
    assert program().get("/api/v1/queues/at_rest").status_code == 404


def test_a_scope_is_needed(desk: Desk, program: Program) -> None:
    assert program(Role.OPS, Permission.FIND).get(ROWS).status_code == 403


def test_whose_a_row_is(ana: Member, desk: Desk, program: Program) -> None:
    desk.holds(a_row())
    ana.sends("take", a_row())
    assert program().get(ROWS).json()["results"][0]["owner"] == f"staff:{ana.person.pk}"
    assert program().get(f"{ROWS}?whose=nobody").json()["results"] == []


@pytest.mark.parametrize(("path", "described"), [("queues", "queues"), (f"queues/{QUEUE}", "queues/{queue}")])
def test_answers_are_what_the_schema_says(desk: Desk, program: Program, path: str, described: str) -> None:
    desk.holds(a_row(), a_row(2, since=None, promise=None, line_id=""))
    whole = document()
    schema = whole["paths"][f"/api/v1/{described}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = program().get(f"/api/v1/{path}").json()
    assert list(Draft202012Validator(schema | {"components": whole["components"]}).iter_errors(answer)) == []
