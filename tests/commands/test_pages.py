"""On pages: what is offered to whom, the form, and what shows afterwards. All of it without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db.models.functions import Now
from django.test import Client
from pytest_django import Settings

from dashboard.roles import Role
from support.commands import tracking
from support.commands.ask import ask
from support.commands.asker import Asker
from support.commands.models import Command
from support.commands.states import State
from support.models import AuditEvent
from tests.commands.conftest import ORDER, Desk, Staff, a_render, a_reprint, job
from tests.streams import backend

PAGE = f"/orders/{ORDER}/"
RENDER = f"{PAGE}lines/1/render/"
OTHER = f"{PAGE}lines/2/render/"
REPRINT = f"{PAGE}jobs/j-2/reprint/"
REROUTE = f"{PAGE}jobs/j-2/reroute/"
ASK_REPRINT, ASK_REROUTE = (f"{PAGE}jobs/j-2/ask-{what}/" for what in ("reprint", "reroute"))
HTMX = {"HX-Request": "true"}
SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(db: None, desk: Desk) -> SignIn:
    """Makes a browser signed in with roles."""

    def make(*roles: Role) -> Client:
        person = User.objects.create_user(f"p-{'-'.join(roles)}", first_name="Ana", last_name="Lopez")
        person.groups.set(Group.objects.filter(name__in=roles))
        client = Client()
        client.force_login(person)
        return client

    return make


def body(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def form(client: Client, path: str) -> dict[str, str]:
    """What a form of the page would send, its hidden fields and a cause."""
    page = body(client, path)
    hidden = dict(re.findall(r'type="hidden" name="(key|version)" value="([^"]+)"', page))
    return {**hidden, "cause": "damaged", "words": "the spine is broken"}


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.AGENT, {RENDER, OTHER, ASK_REPRINT, ASK_REROUTE}),
        (Role.SENIOR, {RENDER, OTHER, REPRINT, REROUTE}),
        (Role.OPS, {RENDER, OTHER, REPRINT, REROUTE}),
        (Role.MANAGER, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_only_what_makes_sense_and_is_allowed_is_offered(sign_in: SignIn, role: Role, offered: set[str]) -> None:
    found = set(re.findall(r'href="(/orders/o-1/(?:lines|jobs)/[^"]+)"', body(sign_in(role))))
    assert found == offered


def test_a_job_that_can_be_stopped_is_offered_to_be_stopped(desk: Desk, sign_in: SignIn) -> None:
    desk.put("print_jobs", job(state="submitted"))
    page = body(sign_in(Role.OPS))
    assert f"{PAGE}jobs/j-2/cancel/" in page
    assert REPRINT not in page


def test_without_a_state_machine_nothing_is_offered(sign_in: SignIn, settings: Settings) -> None:
    settings.BACKEND_COMMANDS_STATE_MACHINE_ARN = ""
    assert RENDER not in body(sign_in(Role.AGENT))


def test_the_cost_is_told_before_the_click(sign_in: SignIn) -> None:
    senior = sign_in(Role.SENIOR)
    assert "about €12.00" in body(senior)
    assert "Costs about <strong>€12.00</strong>" in body(senior, REPRINT)


def test_a_click_is_a_command_and_shows_on_the_order(sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    answer = agent.post(RENDER, form(agent, RENDER), follow=True)
    page = answer.content.decode()
    command = Command.objects.get()
    assert f'id="command-{command.pk}"' in page
    assert "Render requested by Ana L.: Damaged on the way (line 1)" in page
    assert RENDER not in page
    assert AuditEvent.objects.get().reason.text == "the spine is broken"


def test_htmx_is_sent_to_the_order(sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    answer = agent.post(RENDER, form(agent, RENDER), headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{PAGE}#order-commands")


def test_looking_at_a_form_changes_nothing(sign_in: SignIn) -> None:
    body(sign_in(Role.AGENT), RENDER)
    assert not Command.objects.exists()


def test_the_form_sent_twice_is_one_command(sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    sent = form(agent, RENDER)
    assert [agent.post(RENDER, sent).status_code for _ in range(2)] == [302, 302]
    assert Command.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_form_comes_back_fresh_with_what_was_typed(
    desk: Desk, sign_in: SignIn, headers: dict[str, str]
) -> None:
    agent = sign_in(Role.AGENT)
    sent = form(agent, RENDER)
    desk.put("orders", backend.order(ORDER, state="preparing", total=1, lines=[{"line_id": "1", "print_id": "p1"}]))
    answer = agent.post(RENDER, sent, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "has changed since you looked at it" in page
    assert "the spine is broken" in page
    assert '<option value="damaged" selected>' in page
    assert f'name="version" value="{desk.version()}"' in page
    assert not Command.objects.exists()
    again = sent | {"version": str(desk.version())}
    assert agent.post(RENDER, again).status_code == 302


def test_what_is_under_way_is_shown(sign_in: SignIn, staff: Staff) -> None:
    agent = sign_in(Role.AGENT)
    sent = form(agent, RENDER)
    first = ask(staff(Role.OPS), a_render())
    answer = agent.post(RENDER, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="{PAGE}#command-{first.pk}"' in page
    assert "Ana L." in page
    assert "<form" not in page.partition('id="order-act"')[2].partition("</section>")[0]


def test_a_senior_may_want_a_second_copy(sign_in: SignIn, staff: Staff) -> None:
    first = ask(staff(Role.OPS), a_reprint())
    senior = sign_in(Role.SENIOR)
    assert "A second copy is wanted" in body(senior, REPRINT)
    sent = form(senior, REPRINT) | {"overrides": first.pk}
    assert senior.post(REPRINT, sent).status_code == 302
    assert Command.objects.get(overrides=first.pk).kind == "reprint"
    assert "A second copy is wanted" not in body(sign_in(Role.OPS), REPRINT)


def test_a_missing_cause_is_said_at_its_field(sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    answer = agent.post(RENDER, form(agent, RENDER) | {"cause": ""})
    assert answer.status_code == 422
    assert 'href="#act-cause"' in answer.content.decode()


def test_printers_that_can_make_it_are_listed(sign_in: SignIn) -> None:
    page = body(sign_in(Role.SENIOR), REROUTE)
    assert re.findall(r'<option value="(koeln|lille|wien|tiles)"([^>]*)', page) == [
        ("lille", ""),
        ("wien", " disabled"),
    ]


def test_elsewhere_is_asked_for(sign_in: SignIn) -> None:
    ops = sign_in(Role.OPS)
    assert ops.post(REROUTE, form(ops, REROUTE) | {"printer_id": "lille"}).status_code == 302
    assert Command.objects.get().printer_id == "lille"


def test_words_of_others_stay_words(sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    answer = agent.post(RENDER, form(agent, RENDER) | {"cause": "<i>x", "words": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("path", [f"{PAGE}lines/9/render/", "/orders/o-404/lines/1/render/"])
def test_what_is_not_there_is_not_found(sign_in: SignIn, path: str) -> None:
    assert sign_in(Role.AGENT).get(path).status_code == 404


def test_an_open_page_is_told_of_each_step(sign_in: SignIn, staff: Staff, desk: Desk) -> None:
    agent = sign_in(Role.AGENT)
    live = re.findall(r'hx-get="(/orders/o-1/live/[^"]+)"', body(agent))[0].replace("&amp;", "&")
    assert agent.get(live, headers=HTMX).status_code == 204
    command = ask(staff(Role.OPS), a_render())
    for state, words in ((State.STARTED, "Render sent to the backend"), (State.OVERDUE, "Render overdue")):
        command.move(state)
        fresh = agent.get(live, headers=HTMX).content.decode()
        assert words in fresh
        assert "every 2s" in fresh
        live = re.findall(r'hx-get="(/orders/o-1/live/[^"]+)"', fresh)[0].replace("&amp;", "&")
        assert agent.get(live, headers=HTMX).status_code == 204


def test_an_overdue_command_is_given_up_for_a_reason(sign_in: SignIn, staff: Staff) -> None:
    command = ask(staff(Role.OPS), a_render())
    Command.objects.update(requested_at=Now() - timedelta(hours=1))
    tracking.note_overdue()
    ops, path = sign_in(Role.OPS), f"/commands/{command.pk}/give-up/"
    assert path in body(ops, "/commands/?state=overdue")
    ops.post(path, {"reason": ""})
    command.refresh_from_db()
    assert command.state == State.OVERDUE
    ops.post(path, {"reason": "the backend lost it"})
    command.refresh_from_db()
    assert command.state == State.REFUSED
    assert AuditEvent.objects.get(type="command.given_up").reason.text == "the backend lost it"
    ops.post(path, {"reason": "again"})
    assert AuditEvent.objects.filter(type="command.given_up").count() == 1


def test_what_is_being_sent_is_not_given_up(sign_in: SignIn, staff: Staff) -> None:
    command = ask(staff(Role.OPS), a_render())
    command.move(State.OVERDUE)
    Command.objects.update(claimed_until=Now() + timedelta(seconds=30))
    answer = sign_in(Role.OPS).post(f"/commands/{command.pk}/give-up/", {"reason": "too slow"}, follow=True)
    assert "It is being sent at this moment" in answer.content.decode()
    command.refresh_from_db()
    assert command.state == State.OVERDUE


def test_a_command_of_somebody_who_left_is_still_told(sign_in: SignIn) -> None:
    person = User.objects.create_user("leaver")
    person.groups.add(Group.objects.get(name=Role.AGENT))
    ask(Asker.staff(person), a_render())
    person.delete()
    assert "somebody who has left" in body(sign_in(Role.OPS))


def of_line(page: str, line_id: str) -> str:
    """What the page shows of one line."""
    return page.partition(f'<article class="line" id="line-{line_id}"')[2].partition("</article>")[0]


def test_a_line_says_what_was_asked_for_it_until_that_is_over(sign_in: SignIn) -> None:
    client = sign_in(Role.AGENT)
    client.post(RENDER, form(client, RENDER))
    command, page = Command.objects.get(), body(client)
    assert "Render asked for by <bdi>" in of_line(page, "1")
    assert f'href="#command-{command.pk}">its steps</a>' in of_line(page, "1")
    assert "its steps" not in of_line(page, "2")
    command.move(State.DONE)
    assert "its steps" not in body(client)
