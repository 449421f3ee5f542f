"""Asking: what becomes a command, and what is refused with which words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from dashboard.permissions import Permission
from dashboard.roles import Role
from orders.contract.model import CommandKind
from support.audit.chain import faults
from support.audit.record import Actor, Target, record
from support.audit.types import REPLAYED, sentence
from support.commands.ask import ask
from support.commands.models import Command
from support.commands.refusals import Invalid, KeyUsed, NotAllowed, NotThere, Refused, Stale, UnderWay
from support.commands.states import State
from support.models import AuditEvent
from tests.commands.conftest import ORDER, Desk, Staff, a_cancellation, a_render, a_reprint, ago, failed, job, told
from tests.streams import backend

pytestmark = pytest.mark.usefixtures("desk")


def test_a_render_is_asked_for_in_the_backends_words(staff: Staff) -> None:
    agent = staff(Role.AGENT)
    command = ask(agent, a_render())
    assert (
        told(command).items()
        >= {
            "command_id": command.pk,
            "kind": "COMMAND_KIND_RENDER",
            "order_id": ORDER,
            "line_id": "1",
            "render_id": "r-1",
            "cause": "asset_missing",
            "requested_by": agent.actor.id,
        }.items()
    )
    assert command.state == State.REQUESTED


def test_it_is_in_the_audit_with_its_reason(staff: Staff) -> None:
    command = ask(staff(Role.AGENT), a_render(words="Mrs B. called twice"))
    event = AuditEvent.objects.get(order_id=ORDER)
    assert event == command.event
    assert event.reason.text == "Mrs B. called twice"
    assert sentence(event) == "asked for line 1 to be rendered again (asset_missing)"
    assert list(faults()) == []


def test_the_same_key_is_the_same_wish(staff: Staff) -> None:
    agent, wish = staff(Role.AGENT), a_render()
    assert ask(agent, wish) == ask(agent, wish)
    assert Command.objects.count() == 1


@pytest.mark.parametrize("other", [{"cause": "font_missing"}, {"line_id": "2"}, {"order_id": "o-2"}])
def test_the_same_key_and_another_wish_are_refused(desk: Desk, staff: Staff, other: dict[str, Any]) -> None:
    desk.put("orders", backend.order("o-2", state="preparing"))
    agent, wish = staff(Role.AGENT), a_render()
    ask(agent, wish)
    with pytest.raises(KeyUsed):
        ask(agent, replace(wish, **other))
    assert Command.objects.count() == 1


def test_what_cannot_be_audited_is_not_done(staff: Staff) -> None:
    agent = staff(Role.AGENT)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE support_auditevent ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    with pytest.raises(IntegrityError), transaction.atomic():
        ask(agent, a_render())
    assert not Command.objects.exists()


def test_a_second_wish_is_shown_the_first(staff: Staff) -> None:
    first = ask(staff(Role.AGENT), a_render())
    with pytest.raises(UnderWay) as found:
        ask(staff(Role.OPS), a_render())
    assert (found.value.existing.id, found.value.existing.by) == (first.pk, "Ana L.")
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("state", ["queued", "rendering", "preflight"])
def test_a_line_that_is_being_rendered_is_left_alone(desk: Desk, staff: Staff, state: str) -> None:
    desk.put("renders", backend.render("r-3", ORDER, attempt=2, state=state))
    with pytest.raises(UnderWay) as found:
        ask(staff(Role.AGENT), a_render())
    assert found.value.existing.id == "r-3"


def test_a_stale_page_is_told_the_version(desk: Desk, staff: Staff) -> None:
    seen = desk.version()
    desk.put("renders", failed(renderer_version="10"))
    with pytest.raises(Stale) as found:
        ask(staff(Role.AGENT), a_render(version=seen))
    assert found.value.version == desk.version()
    assert ask(staff(Role.AGENT), a_render(version=desk.version())).state == State.REQUESTED


def test_agents_render_an_order_a_few_times(staff: Staff, settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"renders_an_order": {"agent": 1}}
    Command.objects.filter(pk=ask(staff(Role.AGENT), a_render()).pk).update(state=State.FAILED)
    with pytest.raises(Refused, match="your limit"):
        ask(staff(Role.AGENT), a_render())
    assert ask(staff(Role.SENIOR), a_render()).state == State.REQUESTED


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.AGENT, {"render"}),
        (Role.SENIOR, {"render", "reprint", "reroute", "cancel_print_job"}),
        (Role.OPS, {"render", "reprint", "reroute", "cancel_print_job"}),
        (Role.MANAGER, set()),
        (Role.ADMIN, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_each_role_may_ask_for_its_own_kinds(desk: Desk, staff: Staff, role: Role, kinds: set[str]) -> None:
    asker, allowed = staff(role), set()
    desk.put("print_jobs", job("j-3", state="submitted"))
    wishes = {
        "render": a_render(),
        "reprint": a_reprint(),
        "reroute": a_reprint(kind=CommandKind.REROUTE, printer_id="lille", print_job_id="j-3"),
        "cancel_print_job": a_cancellation(print_job_id="j-3"),
    }
    for kind, wish in wishes.items():
        try:
            allowed.add(ask(asker, wish).kind)
        except NotAllowed:
            continue
        assert kind in allowed
    assert allowed == kinds
    assert Command.objects.count() == len(kinds)


def test_a_reprint_names_render_job_and_printer(staff: Staff) -> None:
    command = ask(staff(Role.SENIOR), a_reprint())
    sent = told(command)
    assert (sent["render_id"], sent["print_job_id"], sent["printer_id"]) == ("r-2", "j-2", "koeln")
    assert (command.cost, command.currency) == (1200, "EUR")


def test_a_reprint_of_a_line_is_of_the_job_that_counts(staff: Staff) -> None:
    assert told(ask(staff(Role.OPS), a_reprint(print_job_id="", line_id="2")))["print_job_id"] == "j-2"


def test_a_job_that_the_backend_replaced_itself_is_not_replaced_again(desk: Desk, staff: Staff) -> None:
    desk.put("print_jobs", job("j-9", reprint_of="j-2", state="in_production"))
    with pytest.raises(UnderWay) as found:
        ask(staff(Role.OPS), a_reprint())
    assert found.value.existing.id == "j-9"
    desk.put("print_jobs", job("j-9", reprint_of="j-2", state="error"))
    assert ask(staff(Role.OPS), a_reprint()).state == State.REQUESTED


def test_a_second_replacement_is_a_seniors_and_names_the_first(staff: Staff) -> None:
    first = ask(staff(Role.OPS), a_reprint())
    with pytest.raises(NotAllowed) as refused:
        ask(staff(Role.OPS), a_reprint(overrides=first.pk))
    assert refused.value.args == (Permission.REPLACE_TWICE,)
    with pytest.raises(UnderWay):
        ask(staff(Role.SENIOR), a_reprint(overrides="another"))
    second = ask(staff(Role.SENIOR), a_reprint(overrides=first.pk))
    assert second.event.details["overrides"] == first.pk
    with pytest.raises(UnderWay):
        ask(staff(Role.SENIOR), a_reprint(overrides=first.pk))


def test_reprints_of_an_order_stay_below_a_seniors_limit(desk: Desk, staff: Staff, settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"reprint_cost": {"senior": {"EUR": 2000}}}
    desk.put("print_jobs", job("j-3"))
    ask(staff(Role.SENIOR), a_reprint())
    with pytest.raises(Refused, match="above your cost limit"):
        ask(staff(Role.SENIOR), a_reprint(print_job_id="j-3"))
    assert ask(staff(Role.OPS), a_reprint(print_job_id="j-3")).cost == 1200


@pytest.mark.parametrize(
    ("table", "row", "wish", "words"),
    [
        ("orders", backend.order(ORDER, state="cancelled"), a_render(), "cancelled"),
        ("prints", backend.design("p1", state="uploading"), a_render(), "not finished"),
        ("renders", failed(render_id="r-2", line_id="2"), a_reprint(), "no ready files"),
        (
            "renders",
            backend.render("r-2", ORDER, line_id="2", finished_at=ago(days=31)),
            a_reprint(),
            "older than 30 days",
        ),
        ("printers", {"printer_id": "koeln", "state": "paused"}, a_reprint(), "no new work"),
        ("prints", backend.design("p9"), a_reprint(cause="spelling"), "same fault"),
        ("prints", backend.design("p9"), a_reprint(kind=CommandKind.REROUTE, printer_id="wien"), "no new work"),
        ("prints", backend.design("p9"), a_reprint(kind=CommandKind.REROUTE, printer_id="tiles"), "does not make"),
        ("prints", backend.design("p9"), a_reprint(kind=CommandKind.REROUTE, printer_id="nobody"), "no such printer"),
        ("prints", backend.design("p9"), a_reprint(kind=CommandKind.REROUTE, printer_id="koeln"), "has the job"),
        ("prints", backend.design("p9"), a_cancellation(), "too late"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(
    desk: Desk, staff: Staff, table: str, row: dict[str, Any], wish: Any, words: str
) -> None:
    desk.put(table, row)
    with pytest.raises(Refused, match=words):
        ask(staff(Role.OPS), wish)
    assert not Command.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (a_render(cause=""), "cause"),
        (a_render(cause="because"), "cause"),
        (a_reprint(cause="asset_missing"), "cause"),
        (a_reprint(kind=CommandKind.REROUTE), "printer_id"),
        (a_render(line_id="\0"), "line_id"),
        (a_render(key=""), "key"),
    ],
)
def test_what_cannot_be_is_said_by_field(staff: Staff, wish: Any, field: str) -> None:
    with pytest.raises(Invalid) as found:
        ask(staff(Role.OPS), wish)
    assert set(found.value.errors) == {field}


@pytest.mark.parametrize("wish", [a_render(line_id="9"), a_reprint(print_job_id="j-404"), a_reprint(line_id="1")])
def test_what_is_not_there_is_not_found(staff: Staff, wish: Any) -> None:
    with pytest.raises(NotThere):
        ask(staff(Role.OPS), wish)


def test_without_a_state_machine_nothing_is_taken(staff: Staff, settings: Settings) -> None:
    settings.BACKEND_COMMANDS_STATE_MACHINE_ARN = ""
    with pytest.raises(Refused, match="not connected"):
        ask(staff(Role.AGENT), a_render())


def test_the_database_refuses_what_the_lock_would_let_through(staff: Staff) -> None:
    command = ask(staff(Role.AGENT), a_render())
    with transaction.atomic():
        command.event = record(Actor("staff:1", "agent"), REPLAYED, Target("command", "another"), details={"fate": ""})
    command.pk, command.key = "another", "another"
    with pytest.raises(IntegrityError, match="command_one_render_a_line"):
        command.save(force_insert=True)


def test_the_bytes_are_json_that_the_contract_reads(staff: Staff) -> None:
    command = ask(staff(Role.AGENT), a_render())
    assert json.loads(bytes(command.input))["requested_at"].endswith("Z")
