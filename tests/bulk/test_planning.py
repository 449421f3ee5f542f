"""Selecting and working out: what is frozen, what would be asked for, and what is left out with which words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboard.models import SetLimit
from dashboard.roles import Role
from support.bulk.models import Action, JobState, RowState
from support.bulk.plan import plan, plan_slice
from support.bulk.propose import Chosen, propose
from support.bulk.totals import costs, totals
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.refusals import Invalid, KeyUsed, NotAllowed
from tests.bulk.conftest import COST, Select, a_proposal, lines, order_of, put_order, rows, worked_out
from tests.commands.conftest import ORDER, Desk, Staff, a_reprint, ago
from tests.streams import backend

pytestmark = pytest.mark.django_db


def test_what_would_be_asked_for_is_worked_out(select: Select) -> None:
    job = select(3)
    assert job.state == JobState.PLANNED
    assert job.cost == {"EUR": 3 * COST}
    assert len(job.digest) == 64
    ready = rows(job, RowState.READY)
    assert [(row.print_job_id, row.printer_id, row.order_number) for row in ready] == [
        (f"bj-{n}", "koeln", f"PX-b-{n}") for n in (1, 2, 3)
    ]


def test_a_row_is_frozen_once(desk: Desk, ops: Asker) -> None:
    put_order(desk, 1)
    job = worked_out(ops, a_proposal([*lines([1]), Chosen(order_of(1), "1", "bj-1"), *lines([1])]))
    assert [row.number for row in rows(job)] == [1]


def test_the_same_key_is_the_same_job(desk: Desk, ops: Asker) -> None:
    put_order(desk, 1)
    wanted = a_proposal(lines([1]))
    assert propose(ops, wanted).pk == propose(ops, wanted).pk
    with pytest.raises(KeyUsed):
        propose(ops, a_proposal(lines([1, 2]), key=wanted.key))


def test_rows_beyond_the_limit_are_left_out(desk: Desk, staff: Staff) -> None:
    SetLimit.objects.create(role=Role.SENIOR, name="bulk_rows", amount=2)
    for number in (1, 2, 3):
        put_order(desk, number)
    job = worked_out(staff(Role.SENIOR), a_proposal(lines([1, 2, 3])))
    assert [(row.number, row.code) for row in rows(job, RowState.LEFT_OUT)] == [(3, "limit")]


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.ADMIN, Role.AUDITOR])
def test_who_may_not_work_on_many_may_not(desk: Desk, staff: Staff, role: Role) -> None:
    with pytest.raises(NotAllowed):
        propose(staff(role), a_proposal(lines([1])))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"cause": ""}, "cause"), ({"cause": "nonsense"}, "cause"), ({"words": " "}, "words"), ({"key": ""}, "key"),
        ({"key": "k\0"}, "key"), ({"printer_id": "lille"}, "printer_id"),
        ({"action": Action.NOTE, "text": ""}, "text"), ({"action": Action.NOTE, "text": "a\0"}, "text"),
        ({"action": Action.NOTE, "text": "\ud800"}, "text"),
        ({"action": Action.ESCALATE, "text": "x", "severity": "awful"}, "severity"),
    ],
)  # fmt: skip
def test_what_could_never_be_is_told_by_field(ops: Asker, more: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        propose(ops, a_proposal(lines([1]), **more))
    assert list(invalid.value.errors) == [field]


@pytest.mark.parametrize("bad", [[], [Chosen("")], [Chosen("a\0")], [Chosen("\ud800")], [Chosen("a", "b" * 3_000)]])
def test_rows_that_are_none_are_refused(ops: Asker, bad: list[Chosen]) -> None:
    with pytest.raises(Invalid, match=r"row|id"):
        propose(ops, a_proposal(bad))


def test_what_is_under_way_is_left_out_and_named(desk: Desk, select: Select, ops: Asker) -> None:
    command = ask(ops, a_reprint())
    job = worked_out(ops, a_proposal([Chosen(ORDER, "2")]))
    [row] = rows(job, RowState.LEFT_OUT)
    assert row.code == "under_way"
    assert command.pk in row.why
    assert "Ana L." in row.why


def test_each_row_says_why_it_is_left_out(desk: Desk, ops: Asker) -> None:
    put_order(desk, 1)
    put_order(desk, 2)
    desk.put("renders", backend.render("br-2", order_of(2), print_id="bp-2", finished_at=ago(days=40)))
    desk.put("orders", backend.order("closed", state="cancelled"))
    chosen = [*lines([1, 2]), Chosen("closed", "1"), Chosen("nowhere", "1"), Chosen(order_of(1), "7"), Chosen(ORDER)]
    job = worked_out(ops, a_proposal([*chosen, Chosen(ORDER, "1")]))
    assert {row.order_id + row.line_id: row.code for row in rows(job)} == {
        "b-11": "", "b-21": "files_expired", "closed1": "no_print_job", "nowhere1": "not_there", "b-17": "not_there",
        ORDER: "several_lines", f"{ORDER}1": "no_print_job",
    }  # fmt: skip
    assert all(row.why for row in rows(job, RowState.LEFT_OUT))


def test_an_order_of_one_line_needs_no_line(desk: Desk, ops: Asker) -> None:
    put_order(desk, 1)
    job = worked_out(ops, a_proposal([Chosen(order_of(1)), Chosen(order_of(1), "1")]))
    assert [(row.line_id, row.code) for row in rows(job)] == [("", "twice"), ("1", "")]
    job = worked_out(ops, a_proposal([Chosen(order_of(1))]))
    assert [(row.line_id, row.print_job_id) for row in rows(job)] == [("1", "bj-1")]


def test_the_limit_of_an_order_counts_what_the_job_itself_would_ask(desk: Desk, staff: Staff) -> None:
    SetLimit.objects.create(role=Role.SENIOR, name="reprint_cost", currency="EUR", amount=COST * 3 // 2)
    put_order(desk, 1)
    about = [{"line_id": n, "print_id": "bp-1", "product": "photobook", "unit_price": 4990} for n in ("1", "2")]
    desk.put("orders", backend.order(order_of(1), lines=about, state="preparing"))
    more = {"render_id": "br-1b", "printer_id": "koeln", "state": "dispatched", "cost": COST, "currency": "EUR"}
    desk.put("renders", backend.render("br-1b", order_of(1), line_id="2", print_id="bp-1", finished_at=ago(days=2)))
    desk.put("print_jobs", backend.job("bj-1b", order_of(1), line_id="2", **more))
    job = worked_out(staff(Role.SENIOR), a_proposal([Chosen(order_of(1), "1"), Chosen(order_of(1), "2")]))
    assert [row.code for row in rows(job)] == ["", "limit"]


def test_the_best_printer_is_chosen_for_each_row(desk: Desk, ops: Asker) -> None:
    desk.put("printers", {"printer_id": "aachen", "name": "Aachen", "state": "active", "products": ["photobook"]})
    for number in (1, 2, 3, 4):
        put_order(desk, number, printer_id="lille" if number == 4 else "koeln")
    job = worked_out(ops, a_proposal(lines([1, 2, 3, 4]), action=Action.REROUTE))
    # Not where it is, not where it is paused, not where it is not made; each in turn.
    assert [row.printer_id for row in rows(job)] == ["aachen", "lille", "aachen", "koeln"]


def test_without_a_printer_that_takes_it_a_row_is_left_out(desk: Desk, ops: Asker) -> None:
    desk.put("printers", {"printer_id": "lille", "name": "Lille", "state": "paused", "products": ["photobook"]})
    put_order(desk, 1)
    job = worked_out(ops, a_proposal(lines([1]), action=Action.REROUTE))
    assert [row.code for row in rows(job)] == ["no_printer"]


def test_a_render_needs_no_money(desk: Desk, ops: Asker) -> None:
    job = worked_out(ops, a_proposal([Chosen(ORDER, "1")], action=Action.RENDER, cause="asset_missing"))
    assert (job.state, job.cost, totals(job)[RowState.READY]) == (JobState.PLANNED, {}, 1)


def test_a_slice_is_worked_out_by_one(select: Select, ops: Asker) -> None:
    job = propose(ops, a_proposal(lines([1, 2, 3])))
    assert plan_slice(job.pk)
    assert not plan_slice(job.pk)


def test_many_rows_take_few_queries(desk: Desk, ops: Asker) -> None:
    job = propose(ops, a_proposal([Chosen(f"gone-{n}", "1") for n in range(250)]))
    with CaptureQueriesContext(connection) as asked:
        plan(job.pk)
    assert len(asked) < 60
    assert totals(job)[RowState.LEFT_OUT] == 250
    assert costs(job.rows.all()) == {}
