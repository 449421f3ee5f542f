"""Taking problems up: what becomes of them, who may, and that the same is taken up once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import create_token
from support.audit.chain import faults
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, KeyUsed, NotAllowed, NotThere
from support.escalations.escalate import Problem, escalate
from support.escalations.models import Escalation, Step
from support.escalations.refusals import AlreadyOpen
from support.models import AuditEvent
from tests.commands.conftest import Desk, Staff
from tests.escalations.conftest import a_problem, ship

pytestmark = pytest.mark.django_db


def test_a_line_is_taken_up_with_what_speaks_for_it(desk: Desk, agent: Asker) -> None:
    ship(desk)
    made = escalate(agent, a_problem())
    assert (made.line_id, made.print_job_id, made.parcel_id, made.printer_id) == ("2", "j-2", "s-2", "koeln")
    assert (made.state, made.severity, made.party, made.owner) == ("open", "high", "carrier", agent.person)
    assert (made.order_number, made.user_id) == ("PX-o-1", "u1")
    assert made.opened_at < made.rung_at < made.due_at  # type: ignore[operator]


def test_it_is_audited_without_its_words_and_has_its_first_step(opened: Escalation) -> None:
    event = AuditEvent.objects.get()
    assert (event.type, event.target_id, event.order_id) == ("escalation.opened", opened.pk, "o-1")
    assert "spine" not in f"{event.details} {getattr(event, 'reason', '')}"
    step = Step.objects.get()
    assert (step.was, step.now, step.event) == ("", "open", event)
    assert list(faults()) == []


@pytest.mark.parametrize("named", [{"line_id": "2"}, {"print_job_id": "j-2"}, {"parcel_id": "s-2"}])
def test_the_same_is_found_whatever_names_it(
    desk: Desk, opened: Escalation, staff: Staff, named: dict[str, str]
) -> None:
    with pytest.raises(AlreadyOpen) as found:
        escalate(staff(Role.OPS), a_problem(**({"line_id": ""} | named)))
    assert found.value.existing == opened
    assert Escalation.objects.count() == 1


def test_a_parcel_that_came_later_is_no_other_problem(desk: Desk, agent: Asker, senior: Asker) -> None:
    escalate(agent, a_problem(reason="late"))
    ship(desk)
    with pytest.raises(AlreadyOpen):
        escalate(senior, a_problem(reason="late", line_id="", parcel_id="s-2"))


@pytest.mark.parametrize("other", [{"reason": "colour"}, {"line_id": "1"}, {"line_id": ""}])
def test_another_problem_is_another_escalation(opened: Escalation, agent: Asker, other: dict[str, str]) -> None:
    assert escalate(agent, a_problem(**other)).pk != opened.pk


def test_two_parcels_of_one_line_are_two_problems(desk: Desk, agent: Asker) -> None:
    ship(desk)
    ship(desk, "s-3")
    first, second = (escalate(agent, a_problem(line_id="", parcel_id=each, reason="lost")) for each in ("s-2", "s-3"))
    assert first.subject != second.subject


def test_what_is_over_can_be_taken_up_again(opened: Escalation, agent: Asker) -> None:
    Escalation.objects.update(state="closed")
    assert escalate(agent, a_problem()).pk != opened.pk


def test_a_form_that_is_sent_twice_is_one(desk: Desk, agent: Asker) -> None:
    problem = a_problem()
    assert escalate(agent, problem) == escalate(agent, problem)


@pytest.mark.parametrize("other", [{"reason": "lost"}, {"line_id": "1"}, {"text": "Other words."}, {"severity": "low"}])
def test_a_key_stands_for_one_problem(desk: Desk, agent: Asker, other: dict[str, str]) -> None:
    escalate(agent, a_problem(key="k"))
    with pytest.raises(KeyUsed):
        escalate(agent, a_problem(**({"key": "k"} | other)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"order_id": "o-404"}, {"line_id": "9"}, {"print_job_id": "j-404"}, {"parcel_id": "s-404"},
        {"line_id": "1", "printer_id": "nowhere"}, {"order_id": "", "printer_id": "nowhere"},
    ],
)  # fmt: skip
def test_what_is_not_there(desk: Desk, agent: Asker, wrong: dict[str, str]) -> None:
    with pytest.raises(NotThere):
        escalate(agent, a_problem(**wrong))
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": ""}, "reason"), ({"reason": "boredom"}, "reason"), ({"severity": "awful"}, "severity"),
        ({"key": ""}, "key"), ({"key": "k" * 101}, "key"), ({"text": "a\0b"}, "text"), ({"text": "\ud800"}, "text"),
        ({"text": "x" * 10_001}, "text"), ({"line_id": "a\nb"}, "line_id"), ({"order_id": "\ud800"}, "order_id"),
        ({"order_id": ""}, "order_id"), ({"line_id": "1", "print_job_id": "j-2"}, "print_job_id"),
        ({"printer_id": "lille"}, "printer_id"), ({"line_id": "1", "parcel_id": "s-2"}, "parcel_id"),
    ],
)  # fmt: skip
def test_what_cannot_be(desk: Desk, agent: Asker, wrong: dict[str, Any], field: str) -> None:
    ship(desk)
    with pytest.raises(Invalid) as found:
        escalate(agent, a_problem(**wrong))
    assert list(found.value.errors) == [field]
    assert not Escalation.objects.exists()


def test_a_printer_is_liable_until_the_carrier_has_it(desk: Desk, agent: Asker) -> None:
    assert escalate(agent, a_problem(reason="late")).party == "printer"


def test_a_printer_is_taken_up_without_an_order(desk: Desk, agent: Asker) -> None:
    problem = Problem(printer_id="koeln", reason="colour", key="k")
    made = escalate(agent, problem)
    assert (made.order_id, made.printer_id, made.party) == ("", "koeln", "printer")
    with pytest.raises(AlreadyOpen):
        escalate(agent, Problem(printer_id="koeln", reason="colour", key="other"))


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN, Role.AUDITOR])
def test_who_may_not(desk: Desk, staff: Staff, role: Role) -> None:
    with pytest.raises(NotAllowed):
        escalate(staff(role), a_problem())


def test_a_program_with_the_scope_may(desk: Desk, db: None) -> None:
    token = create_token("shop", Role.AGENT, scopes=[Permission.ESCALATE])[0]
    made = escalate(Asker.program(token), a_problem())
    assert (made.owner, made.token) == (None, token)


def _click(asker: Asker, problem: Problem, together: Barrier) -> str:
    together.wait()
    try:
        return f"made {escalate(asker, problem).pk}"
    except AlreadyOpen as found:
        return f"shown {found.existing.pk}"
    except Busy:
        return "busy"
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("named", [{"line_id": "2"}, {"line_id": "", "printer_id": "koeln", "order_id": ""}])
def test_twelve_people_at_once_take_it_up_once(desk: Desk, staff: Staff, named: dict[str, str]) -> None:
    people, together = [staff(Role.SENIOR) for _ in range(12)], Barrier(12)
    with ThreadPoolExecutor(12) as pool:
        clicks = [pool.submit(_click, person, a_problem(**named), together) for person in people]
        came = [done.result() for done in clicks]
    assert Counter(each.partition(" ")[0] for each in came)["made"] == 1
    assert len({each.partition(" ")[2] for each in came} - {""}) == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_once_is_one(desk: Desk, agent: Asker) -> None:
    problem, together = a_problem(), Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        clicks = [pool.submit(_click, agent, problem, together) for _ in range(2)]
        assert len({done.result() for done in clicks}) == 1
    assert Escalation.objects.count() == 1
