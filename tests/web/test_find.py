"""Find: posted, masked, opened on Enter, and honest about what it tried."""

from __future__ import annotations

from django.test import Client

from dashboard.roles import Role
from orders.find.model import Found, Kind
from tests.web import stories
from tests.web.conftest import SignIn, Told, a_hit

PAGE = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
ELSEWHERE = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/orders/{stories.ORDER_ID}/"}


def _results(client: Client, words: str) -> str:
    """The page after Enter, as a browser without JavaScript gets it."""
    return client.post("/", {"q": words}, follow=True).content.decode()


def test_the_empty_page_says_what_can_be_asked(agent: Client) -> None:
    assert b"Paste or type anything" in agent.get("/").content


def test_results_without_javascript(agent: Client, told: Told) -> None:
    told.finds(a_hit(), a_hit(Kind.CUSTOMER, id="u-77", number="", order_id=""))
    body = _results(agent, " inge ")
    assert told.asked == ["inge", "inge"]
    assert f'href="/orders/{stories.ORDER_ID}/"' in body
    assert 'href="/customers/u-77/"' in body
    assert 'value="inge"' in body


def test_names_are_masked(agent: Client, told: Told) -> None:
    told.finds(a_hit())
    body = _results(agent, "x")
    assert "I••• B•••" in body
    assert "Brandt" not in body


def test_typing_brings_the_results_alone_and_says_how_many(agent: Client, told: Told) -> None:
    told.finds(a_hit())
    body = agent.post("/find/typing/", {"q": "x"}, headers=PAGE).content.decode()
    assert body.lstrip().startswith('<div id="found"')
    assert "1 match<" in body


def test_beside_another_page_they_come_as_a_panel(agent: Client, told: Told) -> None:
    told.finds(a_hit())
    body = agent.post("/find/typing/", {"q": "x"}, headers=ELSEWHERE).content.decode()
    assert '<div id="found" class="panel"' in body


def test_typing_never_opens_anything(agent: Client, told: Told) -> None:
    told.finds(a_hit(exact=True))
    answer = agent.post("/find/typing/", {"q": "x"}, headers=PAGE)
    assert answer.status_code == 200
    assert "HX-Redirect" not in answer


def test_enter_on_an_exact_number_opens_the_order(agent: Client, told: Told) -> None:
    told.finds(a_hit(exact=True), a_hit(Kind.CUSTOMER, id="u-9"))
    assert agent.post("/", {"q": "x"})["Location"] == f"/orders/{stories.ORDER_ID}/"
    assert agent.post("/", {"q": "x"}, headers=ELSEWHERE)["HX-Redirect"] == f"/orders/{stories.ORDER_ID}/"


def test_enter_on_a_parcel_opens_its_place_on_the_order(agent: Client, told: Told) -> None:
    told.finds(a_hit(Kind.PARCEL, id="s/5", exact=True))
    assert agent.post("/", {"q": "x"})["Location"] == f"/orders/{stories.ORDER_ID}/#parcel-s-5"


def test_two_exact_things_are_shown_not_opened(agent: Client, told: Told) -> None:
    told.finds(a_hit(exact=True), a_hit(id="o-2", order_id="o-2", exact=True))
    assert "/orders/o-2/" in _results(agent, "x")


def test_enter_on_a_printer_opens_its_page(agent: Client, told: Told) -> None:
    told.finds(a_hit(Kind.PRINTER, id="koeln", order_id="", exact=True))
    assert agent.post("/", {"q": "koeln"})["Location"] == "/printers/koeln/"


def test_an_exact_thing_without_a_page_is_shown(agent: Client, told: Told) -> None:
    told.finds(a_hit(Kind.PRINT, id="p-77", order_id="", exact=True))
    assert "p-77" in _results(agent, "p-77")


def test_nothing_found_says_what_was_tried(agent: Client, told: Told) -> None:
    body = _results(agent, "zzz")
    assert "Nothing found for “<bdi>zzz</bdi>”" in body
    assert "order number “x”" in body


def test_too_short_is_said(agent: Client, told: Told) -> None:
    told.found = Found(hits=(), tried=(), hint="Type one more letter.")
    assert b"Type one more letter." in agent.post("/find/typing/", {"q": "x"}, headers=PAGE).content


def test_no_words_are_no_search(agent: Client, told: Told) -> None:
    assert agent.post("/", {"q": " \0 "})["Location"] == "/"
    assert told.asked == []


def test_words_never_come_by_address(agent: Client, told: Told) -> None:
    agent.get("/", {"q": "inge"})
    assert told.asked == []


def test_an_id_may_hold_anything(agent: Client, told: Told) -> None:
    told.finds(a_hit(id="a/b?c#d é", order_id="x", exact=True))
    assert agent.post("/", {"q": "a/b"})["Location"] == "/orders/a/b%3Fc%23d%20%C3%A9/"


def test_the_address_leads_back_to_the_results_and_holds_no_words(agent: Client, told: Told) -> None:
    told.finds(a_hit())
    address = agent.post("/find/typing/", {"q": "inge"}, headers=PAGE)["HX-Replace-Url"]
    assert "inge" not in address
    assert 'value="inge"' in agent.get(address).content.decode()


def test_one_page_keeps_one_token(agent: Client, told: Told) -> None:
    first = agent.post("/find/typing/", {"q": "ing"}, headers=PAGE)["HX-Replace-Url"]
    there = PAGE | {"HX-Current-URL": f"http://testserver{first}"}
    assert agent.post("/find/typing/", {"q": "inge"}, headers=there)["HX-Replace-Url"] == first
    assert 'value="inge"' in agent.get(first).content.decode()


def test_a_token_is_worth_nothing_to_somebody_else(agent: Client, told: Told, sign_in: SignIn) -> None:
    address = agent.post("/", {"q": "inge"})["Location"]
    assert "inge" not in sign_in(Role.OPS).get(address).content.decode()


def test_without_redis_it_still_finds(agent: Client, told: Told, without_redis: None) -> None:
    told.finds(a_hit())
    assert b"1 match" in agent.post("/find/typing/", {"q": "inge"}, headers=PAGE).content
