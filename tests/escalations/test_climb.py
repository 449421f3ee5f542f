"""The ladder: who is told as a deadline comes near and passes, once a rung, whoever asks how often."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from dashboard.roles import Role
from support.audit.chain import faults
from support.commands.asker import Asker
from support.escalations.clock import set_clock
from support.escalations.models import Escalation, Step
from support.escalations.move import move
from support.models import AuditEvent
from support.notices.models import Notice
from support.tasks import climb_escalations
from tests.commands.conftest import Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(staff: Staff) -> Asker:
    """Who hears of what is due."""
    return staff(Role.SENIOR)


def told() -> Counter[str]:
    """How often each person was told."""
    return Counter(notice.person.username for notice in Notice.objects.select_related("person"))


def overdue(opened: Escalation, **values: object) -> Escalation:
    """As if it had come to its state two weeks ago, and nobody had been told since."""
    set_clock(opened, timezone.now() - timedelta(days=14))
    opened.save()
    Escalation.objects.filter(pk=opened.pk).update(**values)
    return Escalation.objects.get(pk=opened.pk)


def test_before_its_time_nobody_is_told(opened: Escalation, lead: Asker) -> None:
    climb_escalations()
    assert not Notice.objects.exists()


def test_the_owner_is_reminded_once(opened: Escalation, lead: Asker) -> None:
    Escalation.objects.filter(pk=opened.pk).update(rung_at=timezone.now())
    for _ in range(3):
        climb_escalations()
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (opened.owner, "escalation")
    assert notice.text == "Escalation due soon: print job j-2"
    now = Escalation.objects.get()
    assert now.rung == 1
    assert now.rung_at == now.due_at


def test_after_a_standstill_only_the_highest_rung_is_told(opened: Escalation, lead: Asker, staff: Staff) -> None:
    overdue(opened)
    manager = staff(Role.MANAGER)
    climb_escalations()
    climb_escalations()
    assert [notice.person for notice in Notice.objects.all()] == [manager.person]
    assert Notice.objects.get().text == "Escalation overdue: print job j-2"
    assert Escalation.objects.get().rung_at is None


def test_of_what_nobody_owns_the_seniors_are_told(opened: Escalation, lead: Asker) -> None:
    Escalation.objects.filter(pk=opened.pk).update(owner=None, rung_at=timezone.now())
    climb_escalations()
    assert Notice.objects.get().person == lead.person


def test_it_is_a_step_and_in_the_audit(opened: Escalation, lead: Asker) -> None:
    Escalation.objects.filter(pk=opened.pk).update(rung_at=timezone.now())
    climb_escalations()
    event = AuditEvent.objects.order_by("-number")[0]
    assert (event.type, event.actor, event.details) == (
        "escalation.reminded", "printdesk", {"who": "its owner", "how": "due soon"},
    )  # fmt: skip
    assert Step.objects.order_by("-pk")[0].event == event
    assert list(faults()) == []


def test_what_was_moved_begins_anew(opened: Escalation, agent: Asker, lead: Asker) -> None:
    overdue(opened)
    moved = move(agent, opened.pk, "sent_to_printer", "called")
    assert moved.rung == 0
    climb_escalations()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("state", ["resolved", "closed"])
def test_what_is_over_is_nobodys_worry(opened: Escalation, lead: Asker, state: str) -> None:
    overdue(opened, state=state, rung_at=timezone.now())
    climb_escalations()
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_tell_once(opened: Escalation, lead: Asker) -> None:
    Escalation.objects.filter(pk=opened.pk).update(rung_at=timezone.now())
    together = Barrier(8)

    def tick() -> None:
        together.wait()
        try:
            climb_escalations()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(tick) for _ in range(8)]:
            done.result()
    assert told() == {opened.owner.username: 1}  # type: ignore[union-attr]
    assert Step.objects.count() == 2
