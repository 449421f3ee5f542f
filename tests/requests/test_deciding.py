"""A request becomes a command by a second person, once, as it was asked for, or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from pytest_django import Settings

from dashboard.models import ApiToken, SetLimit
from dashboard.permissions import Permission
from dashboard.roles import Role
from dashboard.tokens import create_token
from orders.contract.model import CommandKind
from support.audit.chain import faults
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.people import asked_by
from support.commands.refusals import AboveLimit, Invalid, KeyUsed, NotAllowed, NotThere, Refused, Stale, UnderWay
from support.commands.states import State
from support.models import AuditEvent
from support.notices.models import Notice
from support.requests.ask import ask_for
from support.requests.decide import approve, decline, withdraw
from support.requests.expire import expire
from support.requests.models import Request, RequestState
from support.requests.refusals import AskerGone, Changed, Closed
from tests.commands.conftest import ORDER, Desk, Staff, a_reprint, ago, job, told
from tests.requests.conftest import a_wish
from tests.streams import backend

pytestmark = pytest.mark.django_db


def state(request: Request) -> str:
    return str(Request.objects.values_list("state", flat=True).get(pk=request.pk))


def test_a_request_is_written_and_audited_and_nothing_is_sent(asked: Request) -> None:
    assert (asked.state, asked.cost, asked.currency, asked.print_job_id) == ("open", 1200, "EUR", "j-2")
    event = AuditEvent.objects.get()
    assert (event.type, event.details["digest"], event.reason.text) == (
        "request.asked", asked.digest, "the spine is broken",
    )  # fmt: skip
    assert not Command.objects.exists()


@pytest.mark.parametrize("role", [Role.SENIOR, Role.OPS, Role.MANAGER])
def test_somebody_else_approves_and_it_is_a_command(asked: Request, agent: Asker, staff: Staff, role: Role) -> None:
    command = approve(staff(role), asked.pk, version=None, words="fine")
    assert (told(command)["print_job_id"], told(command)["cause"], command.cost) == ("j-2", "damaged", 1200)
    assert state(asked) == "approved"
    assert command.key == asked.pk
    assert asked_by(command) == "Ana L., approved by Ana L."
    assert Notice.objects.get().person == agent.person
    assert [event.type for event in AuditEvent.objects.order_by("number")] == [
        "request.asked", "command.reprint", "request.approved",
    ]  # fmt: skip
    assert list(faults()) == []


def test_elsewhere_too(agent: Asker, staff: Staff) -> None:
    asked = ask_for(agent, a_wish(kind=CommandKind.REROUTE, printer_id="lille"))
    assert told(approve(staff(Role.OPS), asked.pk, version=None))["printer_id"] == "lille"


@pytest.mark.parametrize("roles", [(Role.SENIOR,), (Role.MANAGER,), (Role.OPS, Role.MANAGER)])
def test_nobody_approves_their_own_whatever_else_they_are(desk: Desk, staff: Staff, roles: tuple[Role, ...]) -> None:
    both = staff(Role.AGENT, *roles)
    asked = ask_for(both, a_wish())
    for decide in (
        lambda: approve(both, asked.pk, version=None),
        lambda: decline(both, asked.pk, "no"),
    ):
        with pytest.raises(NotAllowed):
            decide()
    assert state(asked) == "open"


def test_the_database_refuses_it_too(asked: Request) -> None:
    for decided in (RequestState.APPROVED, RequestState.DECLINED):
        with pytest.raises(IntegrityError, match=r"four_eyes|is_a_command"), transaction.atomic():
            Request.objects.update(state=decided, decided_by=asked.asked_by, decided_at=Now())
    other = User.objects.create_user("other")
    with pytest.raises(IntegrityError, match="is_a_command"), transaction.atomic():
        Request.objects.update(state=RequestState.APPROVED, decided_by=other, decided_at=Now())


@pytest.mark.parametrize("role", list(Role))
def test_no_program_asks_or_decides(asked: Request, role: Role) -> None:
    token, _ = create_token("a program", role)
    ApiToken.objects.update(scopes=list(Permission))
    program = Asker.program(ApiToken.objects.get(pk=token.pk))
    for act in (
        lambda: ask_for(program, a_wish()),
        lambda: approve(program, asked.pk, version=None),
        lambda: decline(program, asked.pk, "no"),
        lambda: withdraw(program, asked.pk),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert state(asked) == "open"


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMIN, Role.AUDITOR])
def test_only_who_may_decides(asked: Request, staff: Staff, role: Role) -> None:
    with pytest.raises(NotAllowed):
        approve(staff(role), asked.pk, version=None)


@pytest.mark.parametrize("role", [Role.SENIOR, Role.OPS, Role.MANAGER, Role.ADMIN, Role.AUDITOR])
def test_only_agents_ask(desk: Desk, staff: Staff, role: Role) -> None:
    with pytest.raises(NotAllowed):
        ask_for(staff(role), a_wish())


def test_a_role_that_was_lost_meanwhile_decides_nothing(asked: Request, staff: Staff) -> None:
    senior = staff(Role.SENIOR)
    assert senior.person is not None
    senior.person.groups.clear()
    with pytest.raises(NotAllowed):
        approve(Asker.staff(User.objects.get(pk=senior.person.pk)), asked.pk, version=None)


def test_what_somebody_asked_who_may_no_more_is_not_approved(asked: Request, staff: Staff) -> None:
    asked.asked_by.groups.clear()
    with pytest.raises(AskerGone):
        approve(staff(Role.OPS), asked.pk, version=None)
    decline(staff(Role.OPS), asked.pk, "she has left")
    assert state(asked) == "declined"


def test_a_decider_s_own_limit_holds(desk: Desk, agent: Asker, staff: Staff, settings: Settings) -> None:
    desk.put("print_jobs", job(cost=20_000))
    asked = ask_for(agent, a_wish())
    with pytest.raises(AboveLimit):
        approve(staff(Role.SENIOR), asked.pk, version=None)
    assert state(asked) == "open"
    SetLimit.objects.create(role=Role.MANAGER, name="reprint_cost", currency="EUR", amount=19_999)
    with pytest.raises(AboveLimit):
        approve(staff(Role.MANAGER), asked.pk, version=None)
    assert approve(staff(Role.OPS), asked.pk, version=None).cost == 20_000


@pytest.mark.parametrize(
    "change", [{"cost": 1201}, {"currency": "USD"}, {"printer_id": "lille"}], ids=["cost", "currency", "printer"]
)
def test_a_request_that_would_be_another_command_now_is_refused(
    desk: Desk, asked: Request, staff: Staff, change: dict[str, Any]
) -> None:
    desk.put("print_jobs", job(**change))
    with pytest.raises(Changed):
        approve(staff(Role.OPS), asked.pk, version=None)
    assert not Command.objects.exists()
    assert state(asked) == "open"
    assert AuditEvent.objects.count() == 1


def test_so_are_other_files(desk: Desk, asked: Request, staff: Staff) -> None:
    newer = {"line_id": "2", "print_id": "p2", "attempt": 2, "finished_at": ago(hours=1)}
    desk.put("renders", backend.render("r-3", ORDER, **newer))
    with pytest.raises(Changed):
        approve(staff(Role.OPS), asked.pk, version=None)


@pytest.mark.parametrize(
    "edit", [{"cost": 1}, {"cause": "lost"}, {"digest": "0" * 64}, {"kind": "reroute", "printer_id": "lille"}]
)
def test_nothing_is_edited_between_the_wish_and_the_approval(
    asked: Request, staff: Staff, edit: dict[str, object]
) -> None:
    Request.objects.update(**edit)
    with pytest.raises(Changed):
        approve(staff(Role.OPS), asked.pk, version=None)
    assert not Command.objects.exists()


def test_a_page_that_is_stale_decides_nothing(desk: Desk, asked: Request, staff: Staff) -> None:
    with pytest.raises(Stale):
        approve(staff(Role.OPS), asked.pk, version=desk.version() - 1)
    assert state(asked) == "open"


def test_after_its_time_it_is_over(asked: Request, staff: Staff) -> None:
    Request.objects.update(expires_at=Now())
    with pytest.raises(Closed, match="expired"):
        approve(staff(Role.OPS), asked.pk, version=None)
    assert state(asked) == "expired"
    assert not Command.objects.exists()
    assert "nobody decided in time" in Notice.objects.get().text


def test_the_tick_ends_only_those_whose_time_is_over(desk: Desk, asked: Request, agent: Asker) -> None:
    expire()
    assert state(asked) == "open"
    Request.objects.update(expires_at=Now() - timedelta(seconds=1))
    expire()
    expire()
    assert state(asked) == "expired"
    assert AuditEvent.objects.filter(type="request.expired").count() == 1
    assert ask_for(agent, a_wish()).state == "open"


def test_its_time_is_looked_at_under_the_lock_too(
    asked: Request, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("support.requests.decide.expire_one", lambda _: None)
    Request.objects.update(expires_at=Now())
    with pytest.raises(Closed, match="expired"):
        approve(staff(Role.OPS), asked.pk, version=None)


def test_who_may_approve_may_not_ask_for_the_command_alone(desk: Desk, staff: Staff) -> None:
    with pytest.raises(NotAllowed):
        ask(staff(Role.MANAGER), a_reprint())


def test_what_is_decided_stays_decided(asked: Request, agent: Asker, staff: Staff) -> None:
    decline(staff(Role.OPS), asked.pk, "the book is fine in the picture")
    for again in (
        lambda: approve(staff(Role.OPS), asked.pk, version=None),
        lambda: decline(staff(Role.SENIOR), asked.pk, "no"),
        lambda: withdraw(agent, asked.pk),
    ):
        with pytest.raises(Closed, match="declined"):
            again()
    assert "declined by Ana L." in Notice.objects.get().text
    assert "picture" not in Notice.objects.get().text


def test_a_decline_needs_a_reason(asked: Request, staff: Staff) -> None:
    with pytest.raises(Invalid):
        decline(staff(Role.OPS), asked.pk, " ")


def test_only_who_asked_withdraws(asked: Request, agent: Asker, staff: Staff) -> None:
    with pytest.raises(NotAllowed):
        withdraw(staff(Role.AGENT), asked.pk)
    withdraw(agent, asked.pk)
    assert state(asked) == "withdrawn"
    assert not Notice.objects.exists()


def test_one_open_request_a_print_job_whoever_asks(asked: Request, agent: Asker, staff: Staff) -> None:
    for asker in (agent, staff(Role.AGENT)):
        with pytest.raises(UnderWay) as found:
            ask_for(asker, a_wish(kind=CommandKind.REROUTE, printer_id="lille"))
        assert (found.value.existing.kind, found.value.existing.id) == ("request", asked.pk)


def test_a_form_sent_twice_is_one_request(agent: Asker) -> None:
    wish = a_wish()
    assert ask_for(agent, wish).pk == ask_for(agent, wish).pk
    with pytest.raises(KeyUsed):
        ask_for(agent, a_wish(key=wish.key, cause="lost"))


def test_what_is_under_way_is_neither_asked_for_nor_approved(asked: Request, agent: Asker, staff: Staff) -> None:
    command = ask(staff(Role.SENIOR), a_reprint())
    with pytest.raises(UnderWay):
        approve(staff(Role.OPS), asked.pk, version=None)
    withdraw(agent, asked.pk)
    with pytest.raises(UnderWay) as found:
        ask_for(agent, a_wish())
    assert found.value.existing.id == command.pk


def test_an_approved_command_ends_as_every_other(asked: Request, agent: Asker, staff: Staff) -> None:
    approve(staff(Role.OPS), asked.pk, version=None).move(State.REFUSED)
    again = ask_for(agent, a_wish())
    assert approve(staff(Role.OPS), again.pk, version=None).pk != asked.command_id


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"kind": CommandKind.RENDER, "line_id": "1", "cause": "asset_missing"}, Invalid),
        ({"kind": CommandKind.CANCEL_PRINT_JOB}, Invalid),
        ({"words": " "}, Invalid),
        ({"cause": "nonsense"}, Invalid),
        ({"overrides": "j-3"}, Invalid),
        ({"print_job_id": "j-404"}, NotThere),
        ({"cause": "render_fault"}, Refused),
        ({"kind": CommandKind.REROUTE, "printer_id": "wien"}, Refused),
        ({"kind": CommandKind.REROUTE, "printer_id": "koeln"}, Refused),
    ],
)
def test_what_makes_no_sense_is_not_asked_for(agent: Asker, wish: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        ask_for(agent, a_wish(**wish))
    assert not Request.objects.exists()


@pytest.mark.parametrize("request_id", ["r-404", "\0", "x" * 5000])
def test_what_is_not_there_is_not_decided(desk: Desk, staff: Staff, request_id: str) -> None:
    with pytest.raises(NotThere):
        approve(staff(Role.OPS), request_id, version=None)


def test_a_limited_role_asks_alone_up_to_its_own_number_only(desk: Desk, staff: Staff) -> None:
    desk.put("print_jobs", job(cost=20_000))
    both = staff(Role.SENIOR, Role.MANAGER)
    with pytest.raises(AboveLimit):
        ask(both, a_reprint())
