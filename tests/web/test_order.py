"""The order page on stories made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from orders.contract.model import OrderLine
from tests.web import stories
from tests.web.conftest import Told

URL = f"/orders/{stories.ORDER_ID}/"
LIVE = f"{URL}live/"
HTMX = {"HX-Request": "true"}


def _body(client: Client, url: str = URL, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_answers_first(agent: Client) -> None:
    body = _body(agent)
    assert "The move is ours" in body
    assert body.index("Where it is") < body.index("Items") < body.index("Timeline")


def test_the_page_at_fault_is_marked(agent: Client) -> None:
    assert "page 7, at fault" in _body(agent)


def test_steps_come_from_the_rows(agent: Client) -> None:
    body = _body(agent)
    assert '<li class="bad"><b>Render failed</b>' in body
    assert '<li class="now"><b>In transit</b>' in body


def test_personal_data_is_masked(agent: Client) -> None:
    body = _body(agent)
    for secret in ("Inge", "Brandt", "inge@example.com", "555 0194", "Bonn", "53111", "Ligurien"):
        assert secret not in body, secret


def test_every_event_can_be_linked_to(agent: Client) -> None:
    body = _body(agent)
    assert 'id="render-r-71c0-failed"' in body
    assert 'href="?event=render-r-71c0-failed#render-r-71c0-failed"' in body


def test_an_event_far_down_is_found_by_its_link(agent: Client, told: Told) -> None:
    assert told.order is not None
    renders = tuple(replace(stories.READY, render_id=f"r-{n}", attempt=n) for n in range(40))
    told.order = replace(told.order, snapshot=replace(told.order.snapshot, renders=renders))
    assert 'id="order-o-4821-0773-placed"' not in _body(agent)
    assert 'id="order-o-4821-0773-placed"' in _body(agent, f"{URL}?event=order-o-4821-0773-placed")


def test_a_long_order_is_shown_in_pages(agent: Client, told: Told) -> None:
    assert told.order is not None
    told.order = replace(told.order, snapshot=replace(told.order.snapshot, order=stories.an_order(150)))
    assert _body(agent).count('<article class="line"') == 20
    assert "141–150 of 150" in _body(agent, f"{URL}?lines=8")


def test_many_source_rows_are_shown_in_pages_and_found_from_their_events(agent: Client, told: Told) -> None:
    assert told.order is not None
    more = tuple(replace(told.order.raw[0], key=f"r-{n}", table="x") for n in range(30))
    told.order = replace(told.order, raw=(*more, *told.order.raw))
    body = _body(agent)
    assert 'href="?rows=2#raw-renders-r-71c0"' in body
    assert 'id="raw-renders-r-71c0"' not in body
    assert 'id="raw-renders-r-71c0"' in _body(agent, f"{URL}?rows=2")


def test_a_row_of_thousands_of_scans_is_cut(agent: Client, told: Told) -> None:
    assert told.order is not None
    image = {"scans": {"L": [{"M": {"code": {"S": "ES_PCZ"}}} for _ in range(2000)]}}
    told.order = replace(told.order, raw=(replace(told.order.raw[0], table="shipments", image=image),))
    body = _body(agent)
    assert "The rest is left out here" in body
    assert len(body) < 100_000


def test_nonsense_in_the_address_is_the_first_page(agent: Client) -> None:
    assert _body(agent, f"{URL}?lines=%00&events=-1&event=%F0").count('<article class="line"') == 2


def test_what_is_missing_is_said(agent: Client, told: Told) -> None:
    assert told.order is not None
    bare = replace(told.order.snapshot, order=None)
    told.order = replace(
        told.order, snapshot=bare, incomplete=True, quarantined=("total: not a number",), customer=None
    )
    body = _body(agent)
    assert "the order itself has not" in body
    assert "still being written" in body
    assert "total: not a number" in body


def test_an_order_without_lines(agent: Client, told: Told) -> None:
    assert told.order is not None
    assert told.order.snapshot.order is not None
    empty = replace(told.order.snapshot, order=replace(told.order.snapshot.order, lines=()), renders=(), print_jobs=())
    told.order = replace(told.order, snapshot=replace(empty, parcels=()))
    assert "No items have been heard of" in _body(agent)


def test_a_line_without_anything(agent: Client, told: Told) -> None:
    assert told.order is not None
    assert told.order.snapshot.order is not None
    order = replace(told.order.snapshot.order, lines=(OrderLine(),))
    told.order = replace(told.order, snapshot=replace(told.order.snapshot, order=order, prints={}))
    _body(agent)


def test_unknown_is_404_with_the_search_box(agent: Client) -> None:
    answer = agent.get("/orders/no-such/")
    assert answer.status_code == 404
    assert b'id="find-box"' in answer.content


@pytest.mark.parametrize("path", ["/orders/%00/", "/orders/%ED%A0%80/", "/orders/" + "x" * 601 + "/", "/orders/../"])
def test_ids_that_cannot_be_are_404(agent: Client, path: str) -> None:
    assert agent.get(path).status_code == 404


def test_only_reading(agent: Client) -> None:
    answer = agent.post(URL)
    assert answer.status_code == 405
    assert b'id="find-box"' in answer.content


def test_polling_says_nothing_while_nothing_changes(agent: Client) -> None:
    answer = agent.get(_poll(_body(agent)), headers=HTMX)
    assert answer.status_code == 204
    assert answer["X-As-Of"]


def test_polling_brings_the_parts_anew_after_a_change(agent: Client, told: Told) -> None:
    url = _poll(_body(agent))
    assert told.order is not None
    told.order = replace(told.order, version=13)
    body = _body(agent, url, **HTMX)
    assert "<html" not in body
    assert 'id="order-answer"' in body
    assert "v=13-" in body


def test_polling_holds_no_input(agent: Client) -> None:
    body = _body(agent, f"{LIVE}?v=1-1-1", **HTMX)
    assert "<input" not in body
    assert "<textarea" not in body


def test_nonsense_about_what_was_seen_brings_everything(agent: Client) -> None:
    assert 'id="order-answer"' in _body(agent, f"{LIVE}?v=x", **HTMX)


def test_the_live_address_opened_as_a_page_is_the_page(agent: Client) -> None:
    assert agent.get(LIVE)["Location"] == URL


def test_polling_an_order_that_is_gone(agent: Client, told: Told) -> None:
    told.order = None
    assert agent.get(LIVE, headers=HTMX).status_code == 404


def _poll(body: str) -> str:
    start = body.index('hx-get="', body.index('id="live"')) + len('hx-get="')
    return body[start : body.index('"', start)].replace("&amp;", "&")


def test_a_print_job_leads_to_its_printer(agent: Client) -> None:
    page = agent.get(URL).content.decode()
    assert 'id="print_job-j-9-printer" href="/printers/koeln-druck/"' in page
