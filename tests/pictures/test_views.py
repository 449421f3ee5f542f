"""The addresses of the sheets: whose pictures they give, to whom, and for how long."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from django.test import Client
from PIL import Image

from dashboard.permissions import MAY, Permission
from dashboard.roles import Role
from orders.story import OrderStory
from support.pictures import ACROSS, CELL
from tests.pictures.conftest import BOOK, FAILED_PAGES, put
from tests.pictures.test_blurred import Hanging
from tests.web import stories
from tests.web.conftest import SignIn, Told

ORDER = f"/orders/{stories.ORDER_ID}/"
LINES = f"{ORDER}pictures/"
PAGES = f"{ORDER}renders/{stories.FAILED.render_id}/pictures/"


def _addresses(client: Client) -> set[str]:
    body = client.get(ORDER).content.decode()
    return {found.replace("&amp;", "&") for found in re.findall(r'(?:href|src)="([^"]*/pictures/[^"]*)"', body)}


def test_the_page_asks_for_all_of_its_first_view_at_once(agent: Client, pictures: None) -> None:
    lines, pages = sorted(_addresses(agent))
    assert lines.startswith(LINES)
    assert pages.startswith(PAGES)


def test_a_sheet_is_kept_under_an_address_that_changes_with_it(agent: Client, pictures: None, told: Told) -> None:
    before = _addresses(agent)
    for address in before:
        answer = agent.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["Cache-Control"] == "private, max-age=300"
    assert told.order is not None
    mended = replace(told.order.snapshot.renders[1], preview_keys=BOOK.previews())
    snapshot = replace(told.order.snapshot, renders=(stories.READY, mended))
    told.order = replace(told.order, snapshot=snapshot)
    assert before.isdisjoint(_addresses(agent))
    assert all("max-age=10" in agent.get(address)["Cache-Control"] for address in before)


def test_the_pages_of_an_attempt(agent: Client, pictures: None) -> None:
    with Image.open(io.BytesIO(agent.get(PAGES).content)) as shown:
        assert shown.size == (ACROSS * CELL, 4 * CELL)


def test_a_page_at_fault_far_down_is_on_the_sheet(agent: Client, told: Told, story: OrderStory) -> None:
    failure = replace(stories.FAILED.failure, page=90)  # type: ignore[type-var]
    far = replace(stories.FAILED, failure=failure, preview_keys=FAILED_PAGES * 2)
    told.order = replace(story, snapshot=replace(story.snapshot, renders=(far,)))
    assert "Pages 49–96 of 96" in agent.get(ORDER).content.decode()


def test_no_key_is_taken_from_the_client(agent: Client, story: OrderStory, bucket: None) -> None:
    put("secret", b"x")
    plain = agent.get(LINES)
    assert agent.get(f"{LINES}?key=secret&cover_key=secret&v=secret").content == plain.content


@pytest.mark.parametrize("render_id", ["r-of-another-order", "r-22aa/../r-71c0", "%00"])
def test_a_render_of_another_order_is_404(agent: Client, story: OrderStory, render_id: str) -> None:
    answer = agent.get(f"{ORDER}renders/{render_id}/pictures/")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


def test_an_unknown_order_is_404(agent: Client, story: OrderStory) -> None:
    assert agent.get("/orders/none/pictures/").status_code == 404
    assert agent.get("/orders/none/renders/r-71c0/pictures/").status_code == 404


@pytest.mark.parametrize("address", [LINES, PAGES])
def test_what_is_not_there_is_a_picture_too(agent: Client, story: OrderStory, bucket: None, address: str) -> None:
    answer = agent.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "image/webp")
    assert answer["Cache-Control"] == "private, max-age=10"
    Image.open(io.BytesIO(answer.content)).load()


def test_some_missing(agent: Client, story: OrderStory, bucket: None) -> None:
    put(BOOK.cover_key, BOOK.cover.draw())
    answer = agent.get(LINES)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, max-age=10"


def test_s3_is_away(agent: Client, story: OrderStory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.pictures.SECONDS", 0.1)
    monkeypatch.setattr("orders.cloud.s3", Hanging)
    answer = agent.get(LINES)
    assert (answer.status_code, answer["Content-Type"]) == (503, "image/webp")


@pytest.mark.parametrize("address", [LINES, PAGES])
def test_who_may_not_see_orders_sees_no_pictures(
    sign_in: SignIn, pictures: None, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    client = sign_in(Role.AUDITOR)
    assert client.get(address).status_code == 200
    few = {**MAY, Permission.VIEW_ORDER: frozenset({Role.AGENT})}
    monkeypatch.setattr("dashboard.permissions.MAY", few)
    assert client.get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_only_reading(agent: Client, story: OrderStory) -> None:
    assert agent.post(LINES).status_code == 405


def test_hostile_keys(agent: Client, told: Told, story: OrderStory, bucket: None) -> None:
    nasty = ('"><script>alert(1)</script>', "../../x", "\x00", "k" * 5000)
    prints = {"p1": replace(story.snapshot.prints["p1"], cover_key=nasty[0])}
    renders = (replace(stories.FAILED, preview_keys=nasty * 3),)
    told.order = replace(story, snapshot=replace(story.snapshot, prints=prints, renders=renders))
    assert "<script>alert" not in agent.get(ORDER).content.decode()
    assert {agent.get(address).status_code for address in _addresses(agent)} == {404}
