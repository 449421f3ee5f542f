"""The customer page on stories made by hand."""

from __future__ import annotations

from dataclasses import replace

from django.test import Client

from orders.answer.model import Tone
from tests.web import stories
from tests.web.conftest import Told

URL = f"/customers/{stories.USER_ID}/"
HTMX = {"HX-Request": "true"}


def test_open_orders_come_worst_first(agent: Client) -> None:
    body = agent.get(URL).content.decode()
    assert body.index("PX-0000-0002") < body.index("PX-0000-0001") < body.index("PX-0000-0010")


def test_a_late_order_is_marked_late(agent: Client, told: Told) -> None:
    assert told.customer is not None
    told.customer = replace(told.customer, open_orders=(stories.a_summary(9, promise=stories.ago(days=1)),))
    assert '<span class="badge warn">Late</span>' in agent.get(URL).content.decode()


def test_personal_data_is_masked(agent: Client) -> None:
    body = agent.get(URL).content.decode()
    assert "i•••@e•••.com" in body
    for secret in ("Inge", "Brandt", "inge@example.com", "0194"):
        assert secret not in body


def test_other_accounts_are_linked(agent: Client) -> None:
    assert b'href="/customers/u-78/"' in agent.get(URL).content


def test_more_is_a_link_and_a_fragment(agent: Client) -> None:
    link = f"{URL}?after=more%3D%3D"
    assert f'href="{link}"' in agent.get(URL).content.decode()
    fragment = agent.get(link, headers=HTMX).content.decode()
    assert fragment.lstrip().startswith("<li")
    assert "<html" in agent.get(link).content.decode()


def test_an_erased_customer_keeps_their_orders(agent: Client, told: Told) -> None:
    assert told.customer is not None
    told.customer = replace(told.customer, customer=None, other_accounts=())
    body = agent.get(URL).content.decode()
    assert "missing or was erased" in body
    assert "PX-0000-0002" in body


def test_a_customer_without_orders(agent: Client, told: Told) -> None:
    assert told.customer is not None
    told.customer = replace(told.customer, open_orders=(), past_orders=(), next_cursor="")
    body = agent.get(URL).content.decode()
    assert "Nothing is open" in body
    assert "None yet" in body


def test_unknown_is_404_with_the_search_box(agent: Client) -> None:
    answer = agent.get("/customers/no-such/")
    assert answer.status_code == 404
    assert b'id="find-box"' in answer.content


def test_a_cursor_that_is_none_is_400(agent: Client) -> None:
    answer = agent.get(f"{URL}?after=bad")
    assert answer.status_code == 400
    assert b'id="find-box"' in answer.content


def test_only_reading(agent: Client) -> None:
    assert agent.post(URL).status_code == 405


def test_problems_leave_out_the_order_they_are_shown_beside(agent: Client) -> None:
    body = agent.get(f"{URL}problems/?beside=o-1").content.decode()
    assert "PX-0000-0002" in body
    assert "PX-0000-0001" not in body
    assert "PX-0000-0002" not in agent.get(f"{URL}problems/?beside=o-2").content.decode()


def test_no_problems_no_banner(agent: Client, told: Told) -> None:
    assert told.customer is not None
    told.customer = replace(told.customer, open_orders=(stories.a_summary(1, tone=Tone.OK),))
    assert b"banner" not in agent.get(f"{URL}problems/").content
