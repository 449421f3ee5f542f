"""The audit where it is needed: an order leads to its own, a customer's page tells what colleagues did."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dashboard.roles import Role
from orders.contract.model import CommandKind
from support.audit.record import Target
from support.audit.types import EventType
from support.commands.kinds import ACTS
from tests.audit.conftest import SEEN, Write
from tests.web import stories
from tests.web.conftest import SignIn, Told, told

__all__ = ["told"]
RENDER = ACTS[CommandKind.RENDER].event
NOTED = EventType("note.tried", "wrote a note")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN, Role.AUDITOR])
def test_an_order_leads_to_its_audit(sign_in: SignIn, told: Told, role: Role) -> None:
    body = sign_in(role).get(f"/orders/{stories.ORDER_ID}/").content.decode()
    assert f'href="/audit/?order={stories.ORDER_ID}"' in body


def test_an_order_leads_nobody_else_there(sign_in: SignIn, told: Told) -> None:
    assert "/audit/" not in sign_in(Role.AGENT).get(f"/orders/{stories.ORDER_ID}/").content.decode()


def before(client: Client) -> str:
    """The card of what colleagues did."""
    body = client.get(f"/customers/{stories.USER_ID}/").content.decode()
    return body.partition("What colleagues did before")[2].partition("</section>")[0]


def order_of_theirs(told: Told) -> str:
    """An order that the customer's page shows."""
    assert told.customer is not None
    return (*told.customer.open_orders, *told.customer.past_orders)[0].order_id


def test_a_customer_s_page_tells_what_colleagues_did(sign_in: SignIn, told: Told, write: Write, ana: User) -> None:
    order = order_of_theirs(told)
    write(RENDER, order, actor=f"staff:{ana.pk}", reason="they were cross", line="2", cause="asset_missing")
    card = before(sign_in(Role.AGENT))
    assert "Ana L." in card
    assert "asked for line 2 to be rendered again" in card
    assert "they were cross" not in card


def test_it_tells_neither_reveals_nor_other_orders(sign_in: SignIn, told: Told, write: Write) -> None:
    write(SEEN, order_of_theirs(told))
    write(NOTED, "another")
    write(SEEN, target=Target("customer", stories.USER_ID))
    assert before(sign_in(Role.AGENT)) == ""


def test_it_tells_the_last_ten(sign_in: SignIn, told: Told, write: Write) -> None:
    for _ in range(14):
        write(NOTED, order_of_theirs(told))
    card = before(sign_in(Role.AGENT))
    assert card.count("<li ") == 10
    assert 'id="act-14"' in card
