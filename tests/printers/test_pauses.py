"""Pausing a printer here, resuming it, and what a pause keeps from being asked for."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dashboard.roles import Role
from orders.contract.model import CommandKind
from support.audit.types import sentence
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.refusals import Invalid, NotAllowed, NotThere, Refused
from support.models import AuditEvent
from support.notices.models import Notice
from support.printers.models import PrinterPause
from support.printers.pauses import pause, paused, resume
from support.printers.refusals import NotPaused, PausedAlready
from support.tasks import end_pauses
from tests.commands.conftest import a_reprint
from tests.printers.conftest import Desk, Plant, Staff, later

WHY = "the binding comes loose"


def the_pause() -> PrinterPause:
    """The one that there is."""
    return PrinterPause.objects.get()


def test_a_pause_is_in_force_until_it_is_resumed(plant: Plant, ops: Asker) -> None:
    plant.printer()
    pause(ops, "koeln", reason=WHY)
    assert set(paused()) == {"koeln"}
    resume(ops, "koeln", reason="mended")
    assert not paused()


def test_both_ends_are_in_the_audit_with_their_words(plant: Plant, ops: Asker) -> None:
    plant.printer()
    pause(ops, "koeln", reason=WHY)
    resume(ops, "koeln", reason="mended")
    begun, ended = AuditEvent.objects.order_by("number")
    assert sentence(begun) == "paused printer koeln here: no new work until somebody resumes it"
    assert sentence(ended) == "gave printer koeln new work again"
    assert (begun.reason.text, ended.reason.text) == (WHY, "mended")


def test_one_query_says_which_are_paused(plant: Plant, ops: Asker, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    plant.printer()
    plant.printer("lille")
    pause(ops, "koeln", reason=WHY)
    pause(ops, "lille", reason=WHY, until=later(days=1))
    with django_assert_num_queries(1):
        assert [each.by.first_name for each in paused().values()] == ["Ana", "Ana"]


def test_a_second_pause_is_refused_and_leaves_no_trace(plant: Plant, ops: Asker) -> None:
    plant.printer()
    pause(ops, "koeln", reason=WHY)
    with pytest.raises(PausedAlready):
        pause(ops, "koeln", reason="again")
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_pause_at_once_one_does(plant: Plant, ops: Asker) -> None:
    plant.printer()
    ends: list[str] = []

    def try_it() -> None:
        try:
            pause(ops, "koeln", reason=WHY)
            ends.append("paused")
        except PausedAlready:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["paused"] + ["refused"] * 5
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OPS}))
def test_nobody_else_may(plant: Plant, staff: Staff, role: Role) -> None:
    plant.printer()
    with pytest.raises(NotAllowed):
        pause(staff(role), "koeln", reason=WHY)
    with pytest.raises(NotAllowed):
        resume(staff(role), "koeln", reason=WHY)


@pytest.mark.parametrize("printer_id", ["nowhere", "", "\0", "\ud800", "x" * 900])
def test_a_printer_that_is_not_there(plant: Plant, ops: Asker, printer_id: str) -> None:
    with pytest.raises(NotThere):
        pause(ops, printer_id, reason=WHY)
    with pytest.raises((NotThere, NotPaused)):
        resume(ops, printer_id, reason=WHY)


@pytest.mark.parametrize(
    ("field", "about"),
    [
        ("reason", {"reason": " \n"}),
        ("until", {"reason": WHY, "until": timezone.now() - timedelta(seconds=1)}),
        ("until", {"reason": WHY, "until": timezone.now() + timedelta(days=400)}),
    ],
)
def test_what_is_missing_is_said_by_field(plant: Plant, ops: Asker, field: str, about: dict[str, object]) -> None:
    plant.printer()
    with pytest.raises(Invalid) as refused:
        pause(ops, "koeln", **about)  # type: ignore[arg-type]
    assert set(refused.value.errors) == {field}
    assert not AuditEvent.objects.exists()


def test_those_who_print_and_managers_are_told_but_not_who_did_it(plant: Plant, ops: Asker, staff: Staff) -> None:
    plant.printer()
    told = [staff(role).person for role in (Role.OPS, Role.SENIOR, Role.MANAGER)]
    staff(Role.AGENT), staff(Role.AUDITOR)
    pause(ops, "koeln", reason=WHY)
    resume(ops, "koeln", reason="mended")
    assert {notice.person for notice in Notice.objects.all()} == set(told)
    assert Notice.objects.count() == 6
    assert not Notice.objects.filter(text__contains=WHY).exists()


def run_out(found: PrinterPause) -> None:
    """Let its time be over."""
    PrinterPause.objects.filter(pk=found.pk).update(until=timezone.now() - timedelta(seconds=1))


def test_a_pause_whose_time_is_over_does_not_hold(plant: Plant, ops: Asker) -> None:
    plant.printer()
    run_out(pause(ops, "koeln", reason=WHY, until=later(hours=1)))
    assert not paused()
    with pytest.raises(NotPaused):
        resume(ops, "koeln", reason="mended")


def test_the_task_closes_it_once_and_tells_everybody(plant: Plant, ops: Asker, staff: Staff) -> None:
    plant.printer(name="Köln Druck")
    run_out(pause(ops, "koeln", reason=WHY, until=later(hours=1)))
    end_pauses()
    end_pauses()
    assert the_pause().ended_at is not None
    assert [notice.text for notice in Notice.objects.filter(person=ops.person)] == [
        "Köln Druck gets new work again: the time of its pause is over"
    ]
    assert AuditEvent.objects.filter(type="printer.pause_ran_out").count() == 1


def test_one_whose_time_is_over_makes_room_for_the_next(plant: Plant, ops: Asker) -> None:
    plant.printer()
    run_out(pause(ops, "koeln", reason=WHY, until=later(hours=1)))
    pause(ops, "koeln", reason="again")
    assert PrinterPause.objects.count() == 2
    assert len(paused()) == 1


def test_the_task_leaves_those_that_hold(plant: Plant, ops: Asker) -> None:
    plant.printer()
    pause(ops, "koeln", reason=WHY, until=later(hours=1))
    end_pauses()
    assert set(paused()) == {"koeln"}


def test_a_paused_printer_takes_no_reprint_and_says_until_when(desk: Desk, staff: Staff) -> None:
    until = timezone.now().replace(month=12, day=31, hour=14, minute=5)
    pause(staff(Role.OPS), "koeln", reason=WHY, until=until)
    with pytest.raises(Refused, match=r"Koeln is paused here until \w+ 31 Dec.*, 14:05 UTC. Choose another printer."):
        ask(staff(Role.SENIOR), a_reprint())


def test_nor_a_reroute(desk: Desk, staff: Staff) -> None:
    pause(staff(Role.OPS), "lille", reason=WHY)
    with pytest.raises(Refused, match="Lille is paused here until somebody resumes it"):
        ask(staff(Role.SENIOR), a_reprint(kind=CommandKind.REROUTE, printer_id="lille"))


def test_resumed_it_takes_both(desk: Desk, staff: Staff) -> None:
    ops = staff(Role.OPS)
    pause(ops, "koeln", reason=WHY)
    resume(ops, "koeln", reason="mended")
    assert ask(staff(Role.SENIOR), a_reprint()).printer_id == "koeln"
