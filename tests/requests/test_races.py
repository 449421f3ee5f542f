"""Two at once, on real connections: exactly one outcome, whoever is first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import connection
from django.db.models.functions import Now

from dashboard.roles import Role
from support.audit.chain import faults
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.refusals import Busy, UnderWay
from support.models import AuditEvent
from support.notices.models import Notice
from support.requests.ask import ask_for
from support.requests.decide import approve, decline, withdraw
from support.requests.expire import expire
from support.requests.models import Request
from support.requests.refusals import Closed
from tests.commands.conftest import Desk, Staff, a_reprint
from tests.requests.conftest import a_wish

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]


def together(*acts: Act) -> Counter[str]:
    """Everybody at once; what each came to."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> str:
        barrier.wait()
        try:
            act()
        except (Closed, UnderWay, Busy) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(done.result() for done in [pool.submit(run, act) for act in acts])


def once(kinds: str) -> None:
    """One end of the one request, told once, with a command only where it was approved."""
    request = Request.objects.get()
    assert request.state in kinds.split()
    assert Command.objects.count() == (request.state == "approved")
    assert AuditEvent.objects.filter(target_kind="request").count() == 2
    assert Notice.objects.count() == (request.state != "withdrawn")
    assert list(faults()) == []


def fresh(staff: Staff) -> tuple[Asker, Request]:
    agent = staff(Role.AGENT)
    return agent, ask_for(agent, a_wish())


@pytest.mark.parametrize("number", [2, 8])
def test_two_approve_at_once(desk: Desk, staff: Staff, number: int) -> None:
    _, request = fresh(staff)
    deciders = [staff(Role.OPS) for _ in range(number)]
    came = together(*(lambda who=who: approve(who, request.pk, version=None) for who in deciders))
    assert came["done"] == 1
    once("approved")


def test_one_approves_and_one_declines(desk: Desk, staff: Staff) -> None:
    _, request = fresh(staff)
    ops, senior = staff(Role.OPS), staff(Role.SENIOR)
    came = together(
        lambda: approve(ops, request.pk, version=None), lambda: decline(senior, request.pk, "it is worn, not broken")
    )
    assert came == {"done": 1, "Closed": 1}
    once("approved declined")


def test_approving_and_withdrawing(desk: Desk, staff: Staff) -> None:
    agent, request = fresh(staff)
    ops = staff(Role.OPS)
    came = together(lambda: approve(ops, request.pk, version=None), lambda: withdraw(agent, request.pk))
    assert came == {"done": 1, "Closed": 1}
    once("approved withdrawn")


def test_approving_and_its_time_running_out(desk: Desk, staff: Staff) -> None:
    _, request = fresh(staff)
    Request.objects.update(expires_at=Now())
    ops = staff(Role.OPS)
    together(lambda: approve(ops, request.pk, version=None), expire, expire)
    once("expired")


def test_its_time_runs_out_while_it_is_approved(desk: Desk, staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    _, request = fresh(staff)
    ops = staff(Role.OPS)

    def slowly(*about: object) -> Command:
        Request.objects.filter(pk=request.pk).update(expires_at=Now())
        sleep(0.2)
        return ask(*about)  # type: ignore[arg-type]

    def again_and_again() -> None:
        for _ in range(5):
            sleep(0.05)
            expire()

    monkeypatch.setattr("support.requests.decide.ask", slowly)
    together(lambda: approve(ops, request.pk, version=None), again_and_again)
    once("approved")


def test_approving_while_another_reprint_starts(desk: Desk, staff: Staff) -> None:
    _, request = fresh(staff)
    ops, senior = staff(Role.OPS), staff(Role.SENIOR)
    came = together(lambda: approve(ops, request.pk, version=None), lambda: ask(senior, a_reprint()))
    assert came == {"done": 1, "UnderWay": 1}
    assert Command.objects.count() == 1
    approved = Request.objects.get().state == "approved"
    assert Command.objects.get().key == request.pk if approved else Request.objects.get().state == "open"


def test_many_ask_at_once(desk: Desk, staff: Staff) -> None:
    agents = [staff(Role.AGENT) for _ in range(8)]
    came = together(*(lambda who=who: ask_for(who, a_wish()) for who in agents))
    assert came["done"] == 1
    assert Request.objects.count() == AuditEvent.objects.count() == 1
