"""Personal data is shown for a while, to one person, with a reason, within a limit a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from dashboard.models import SetLimit
from dashboard.roles import Role
from support.models import AuditEvent, Reveal
from tests.reveals.conftest import ASKED, CUSTOMER, ORDER, PERSONAL, shown
from tests.web.conftest import SignIn, Told

HTMX = {"HX-Request": "true"}


def test_an_order_shows_it_after_a_reason_is_given(agent: Client) -> None:
    assert shown(agent) == set()
    answer = agent.post(f"{ORDER}reveal/", ASKED)
    assert (answer.status_code, answer["Location"]) == (302, ORDER)
    assert shown(agent) == set(PERSONAL)


def test_a_customer_shows_who_they_are_and_nobody_else(agent: Client) -> None:
    agent.post(f"{CUSTOMER}reveal/", ASKED)
    assert shown(agent, CUSTOMER) == {"Inge Brandt", "inge@example.com", "+49 228 555 0194"}
    assert "Inge B<" not in agent.get(CUSTOMER).content.decode()
    assert shown(agent) == set()


def test_the_audit_names_fields_and_keeps_the_reason(agent: Client) -> None:
    agent.post(f"{ORDER}reveal/", ASKED)
    event = AuditEvent.objects.get(type="personal.revealed")
    assert {"users.email", "orders.ship_to.line1", "prints.title", "pictures"} <= set(
        event.details["fields"].split(", ")
    )
    assert event.reason.text == ASKED["words"]
    assert not any(value in str(event.details) for value in PERSONAL)


@pytest.mark.parametrize(
    ("asked", "field"),
    [({}, "kind"), ({"kind": "nosiness", "words": "x"}, "kind"), ({"kind": "identify", "words": " "}, "words")],
)
def test_without_a_reason_nothing_is_shown(agent: Client, asked: dict[str, str], field: str) -> None:
    answer = agent.post(f"{ORDER}reveal/", asked)
    assert answer.status_code == 422
    assert f'href="#reveal-{field}"' in answer.content.decode()
    assert (shown(agent), Reveal.objects.count()) == (set(), 0)


def test_it_says_until_when_and_can_be_hidden(agent: Client) -> None:
    agent.post(f"{ORDER}reveal/", ASKED)
    assert "Personal data is shown to you until" in agent.get(ORDER).content.decode()
    assert agent.post(f"{ORDER}hide/").status_code == 302
    assert shown(agent) == set()


def test_what_is_shown_is_not_asked_for_again(agent: Client) -> None:
    for _ in range(2):
        agent.post(f"{ORDER}reveal/", ASKED)
    assert Reveal.objects.count() == 1


def test_nobody_else_sees_it(agent: Client, sign_in: SignIn) -> None:
    agent.post(f"{ORDER}reveal/", ASKED)
    assert shown(sign_in(Role.SENIOR)) == set()


def test_a_role_that_was_taken_away_counts_at_once(agent: Client) -> None:
    agent.post(f"{ORDER}reveal/", ASKED)
    person = User.objects.get()
    person.groups.set(Group.objects.filter(name=Role.OPS))
    assert shown(agent) == set()
    assert agent.get(f"{ORDER}reveal/").status_code == 403


@pytest.mark.parametrize("role", [Role.OPS, Role.MANAGER, Role.ADMIN, Role.AUDITOR])
def test_who_may_not_is_not_offered_it(sign_in: SignIn, told: Told, role: Role) -> None:
    client = sign_in(role)
    assert "Show personal data" not in client.get(ORDER).content.decode()
    assert client.post(f"{ORDER}reveal/", ASKED).status_code == 403
    assert Reveal.objects.count() == 0


def test_an_open_page_learns_when_it_is_over(agent: Client) -> None:
    agent.post(f"{ORDER}reveal/", ASKED)
    page = agent.get(ORDER).context["page"]
    asks = f"{ORDER}live/?v={page.live.seen}&shown={page.reveal.id}"
    assert agent.get(asks, headers=HTMX).status_code == 204
    Reveal.objects.update(until=timezone.now() - timedelta(seconds=1))
    body = agent.get(asks, headers=HTMX).content.decode()
    assert "I••• B•••" in body
    assert not any(value in body for value in PERSONAL)


def test_an_open_customer_page_learns_it_too(agent: Client) -> None:
    agent.post(f"{CUSTOMER}reveal/", ASKED)
    asks = f"{CUSTOMER}who/?shown={Reveal.objects.get().pk}"
    assert agent.get(asks, headers=HTMX).status_code == 204
    agent.post(f"{CUSTOMER}hide/")
    body = agent.get(asks, headers=HTMX).content.decode()
    assert 'id="customer-name" hx-swap-oob="true"><bdi>I••• B•••' in body


def test_above_the_limit_it_says_whom_to_ask(agent: Client) -> None:
    SetLimit.objects.create(role=Role.AGENT, name="reveals_a_day", amount=1)
    agent.post(f"{CUSTOMER}reveal/", ASKED)
    agent.post(f"{CUSTOMER}hide/")
    answer = agent.post(f"{ORDER}reveal/", ASKED)
    assert answer.status_code == 429
    assert "an admin to raise your limit" in answer.content.decode()
    assert (shown(agent), AuditEvent.objects.filter(type="personal.revealed").count()) == (set(), 1)


def test_tomorrow_it_begins_anew(agent: Client) -> None:
    SetLimit.objects.create(role=Role.AGENT, name="reveals_a_day", amount=1)
    agent.post(f"{CUSTOMER}reveal/", ASKED)
    Reveal.objects.update(at=timezone.now() - timedelta(days=1), until=timezone.now() - timedelta(days=1))
    assert agent.post(f"{ORDER}reveal/", ASKED).status_code == 302


@pytest.mark.parametrize("address", ["/orders/none/", "/customers/none/", "/orders/a%00b/"])
def test_what_is_not_there_is_404(agent: Client, address: str) -> None:
    for action in ("reveal", "hide"):
        assert agent.post(f"{address}{action}/", ASKED).status_code == 404
    assert Reveal.objects.count() == 0


def test_hostile_words(agent: Client) -> None:
    form = "application/x-www-form-urlencoded"
    assert agent.post(f"{ORDER}reveal/", "kind=identify&words=a%00%ED%A0%80<script>", form).status_code == 302
    assert agent.post(f"{ORDER}reveal/", {"kind": "x" * 999_000, "words": "w"}).status_code == 422
