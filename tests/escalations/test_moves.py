"""From state to state: every way there is and is not, who may go it, with what words, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from dashboard.permissions import Permission
from dashboard.roles import Role
from support.audit.chain import faults
from support.commands.asker import Asker
from support.commands.refusals import Busy, Invalid, NotAllowed, NotThere, Refused
from support.escalations.change import assign, rate, say
from support.escalations.escalate import escalate
from support.escalations.models import CLOSED, Escalation, EscalationState, Step
from support.escalations.move import move
from support.escalations.moves import WAYS
from support.escalations.refusals import AlreadyOpen, Changed, NotFromHere
from support.models import AuditEvent
from support.notices.models import Notice
from tests.commands.conftest import Desk, Staff
from tests.escalations.conftest import a_problem

pytestmark = pytest.mark.django_db
S = EscalationState
EVERY = [(was, to) for was in S for to in S]


def in_state(escalation: Escalation, state: EscalationState) -> Escalation:
    """The same, as if it had come so far."""
    Escalation.objects.filter(pk=escalation.pk).update(state=state)
    return Escalation.objects.get(pk=escalation.pk)


def test_every_way_there_is_and_no_other(opened: Escalation, senior: Asker) -> None:
    for was, to in EVERY:
        at = in_state(opened, was)
        if (was, to) in WAYS:
            assert move(senior, opened.pk, to, "words", at.changes).state == to
        else:
            with pytest.raises(NotFromHere):
                move(senior, opened.pk, to, "words", at.changes)
    assert list(faults()) == []


@pytest.mark.parametrize(("was", "to"), [pair for pair, way in WAYS.items() if way.words])
def test_words_where_they_are_needed(
    opened: Escalation, senior: Asker, was: EscalationState, to: EscalationState
) -> None:
    in_state(opened, was)
    with pytest.raises(Invalid):
        move(senior, opened.pk, to, "  ")
    assert Step.objects.count() == 1


@pytest.mark.parametrize(("was", "to"), [pair for pair, way in WAYS.items() if way.lead])
def test_an_agent_gives_nothing_up_alone(
    opened: Escalation, agent: Asker, was: EscalationState, to: EscalationState
) -> None:
    in_state(opened, was)
    with pytest.raises(NotAllowed) as refused:
        move(agent, opened.pk, to, "words")
    assert refused.value.args == (Permission.LEAD_ESCALATIONS,)


def test_a_state_is_left_and_reached_from_every_other() -> None:
    for state in S:
        assert {was for was, _ in WAYS if was is state}
        assert state is S.OPEN or {to for _, to in WAYS if to is state}


def test_a_move_is_a_step_with_words_and_an_audit_row_without(opened: Escalation, agent: Asker) -> None:
    moved = move(agent, opened.pk, "sent_to_printer", "Called the carrier, case 77.", opened.changes)
    step, event = Step.objects.order_by("-pk")[0], AuditEvent.objects.order_by("-number")[0]
    assert (step.was, step.now, step.text, step.event) == (
        "open",
        "sent_to_printer",
        "Called the carrier, case 77.",
        event,
    )
    assert event.details == {"was": "open", "now": "sent_to_printer"}
    assert "77" not in f"{event.details} {getattr(event, 'reason', '')}"
    assert (moved.changes, moved.rung) == (opened.changes + 1, 0)
    assert moved.due_at > opened.due_at  # type: ignore[operator]


def test_the_end_and_the_way_back(opened: Escalation, agent: Asker) -> None:
    ended = move(agent, opened.pk, "resolved", "A new copy is on its way.")
    assert ended.closed_at is not None
    assert (ended.due_at, ended.rung_at) == (None, None)
    closed = move(agent, opened.pk, "closed")
    assert closed.closed_at == ended.closed_at
    back = move(agent, opened.pk, "open", "It broke again.")
    assert back.closed_at is None
    assert back.due_at is not None


def test_what_was_taken_up_anew_is_not_reopened(opened: Escalation, agent: Asker) -> None:
    move(agent, opened.pk, "resolved", "done")
    anew = escalate(agent, a_problem())
    with pytest.raises(AlreadyOpen) as found:
        move(agent, opened.pk, "open", "again")
    assert found.value.existing == anew


def test_a_stale_page_changes_nothing(opened: Escalation, agent: Asker) -> None:
    move(agent, opened.pk, "awaiting_evidence", "photo", opened.changes)
    acts: tuple[Callable[[], Escalation], ...] = (
        lambda: move(agent, opened.pk, "sent_to_printer", "x", opened.changes),
        lambda: rate(agent, opened.pk, "low", opened.changes),
        lambda: say(agent, opened.pk, "x", opened.changes),
        lambda: assign(agent, opened.pk, agent.person.pk, opened.changes),  # type: ignore[union-attr]
    )
    for act in acts:
        with pytest.raises(Changed) as found:
            act()
    assert found.value.now.state == "awaiting_evidence"
    assert Step.objects.count() == 2


def test_another_agent_may_add_words_and_no_more(opened: Escalation, staff: Staff) -> None:
    other = staff(Role.AGENT)
    acts: tuple[Callable[[], Escalation], ...] = (
        lambda: move(other, opened.pk, "awaiting_evidence", "x"),
        lambda: rate(other, opened.pk, "low"),
        lambda: assign(other, opened.pk, other.person.pk),  # type: ignore[union-attr]
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    say(other, opened.pk, "The customer called again.")
    assert Step.objects.order_by("-pk")[0].text == "The customer called again."


@pytest.mark.parametrize("role", [Role.SENIOR, Role.OPS, Role.MANAGER])
def test_who_leads_moves_anybodys_and_its_owner_is_told(opened: Escalation, staff: Staff, role: Role) -> None:
    move(staff(role), opened.pk, "awaiting_evidence", "A photo of the label.")
    notice = Notice.objects.get()
    assert notice.person == opened.owner
    assert notice.text == "Ana L. moved an escalation of yours to “Awaiting evidence”: print job j-2"
    assert notice.address == f"/escalations/{opened.pk}/"


def test_an_auditor_and_an_admin_may_not(opened: Escalation, staff: Staff) -> None:
    for role in (Role.AUDITOR, Role.ADMIN):
        with pytest.raises(NotAllowed):
            move(staff(role), opened.pk, "awaiting_evidence", "x")


def test_it_is_given_to_a_colleague_who_is_told(opened: Escalation, agent: Asker, staff: Staff) -> None:
    other = staff(Role.AGENT)
    assert assign(agent, opened.pk, other.person.pk).owner == other.person  # type: ignore[union-attr]
    assert Notice.objects.get().person == other.person
    move(other, opened.pk, "awaiting_evidence", "now mine")
    with pytest.raises(NotAllowed):
        move(agent, opened.pk, "open")


def test_what_is_nobodys_anybody_takes(opened: Escalation, staff: Staff) -> None:
    other = staff(Role.AGENT)
    Escalation.objects.update(owner=None)
    assert assign(other, opened.pk, other.person.pk).owner == other.person  # type: ignore[union-attr]


def test_nobody_gives_it_to_who_may_not_move_it(opened: Escalation, agent: Asker, staff: Staff) -> None:
    for person in (staff(Role.AUDITOR).person, staff().person):
        with pytest.raises(Invalid):
            assign(agent, opened.pk, person.pk)  # type: ignore[union-attr]


def test_worse_is_due_sooner(opened: Escalation, agent: Asker) -> None:
    worse = rate(agent, opened.pk, "urgent")
    assert worse.due_at < opened.due_at  # type: ignore[operator]
    assert worse.moved_at == opened.moved_at
    assert rate(agent, opened.pk, "urgent").changes == worse.changes


@pytest.mark.parametrize("wrong", ["", "nowhere", "OPEN"])
def test_no_such_state(opened: Escalation, agent: Asker, wrong: str) -> None:
    with pytest.raises(Invalid):
        move(agent, opened.pk, wrong, "x")


@pytest.mark.parametrize("escalation_id", ["", "nowhere", "a\0b", "x" * 5_000])
def test_no_such_escalation(desk: Desk, senior: Asker, escalation_id: str) -> None:
    with pytest.raises(NotThere):
        move(senior, escalation_id, "resolved", "x")


def test_it_is_sent_to_somebody_who_is_known(desk: Desk, agent: Asker) -> None:
    nobody = escalate(agent, a_problem(line_id="1", reason="colour"))
    assert nobody.printer_id == ""
    with pytest.raises(Refused, match="not known which printer"):
        move(agent, nobody.pk, "sent_to_printer", "x")


def _move(asker: Asker, escalation: Escalation, to: str, together: Barrier) -> str:
    together.wait()
    try:
        move(asker, escalation.pk, to, "words", escalation.changes)
        return "moved"
    except (Changed, NotFromHere):
        return "late"
    except Busy:
        return "busy"
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_move_it_at_once_one_does(opened: Escalation, staff: Staff) -> None:
    together, ways = Barrier(10), ["awaiting_evidence", "sent_to_printer", "resolved"]
    people = [staff(Role.OPS) for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        clicks = [pool.submit(_move, each, opened, ways[n % 3], together) for n, each in enumerate(people)]
        came = Counter(done.result() for done in clicks)
    assert came["moved"] == 1
    assert Step.objects.count() == AuditEvent.objects.count() == 2
    assert list(faults()) == []


def test_closed_states_are_those_of_the_database() -> None:
    assert set(CLOSED) == {S.RESOLVED, S.CLOSED}
