"""Sharp pictures and printable files: for whom the order is revealed to, by a link of a minute, of keys of ours."""

from __future__ import annotations

import urllib.request
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from orders.story import OrderStory
from support.models import Reveal
from tests.pictures.conftest import BOOK, FAILED_PAGES, bucket, pictures, put, story
from tests.reveals.conftest import ASKED, ORDER
from tests.web import stories
from tests.web.conftest import Told

__all__ = ["bucket", "pictures", "story"]

COVER = f"{ORDER}prints/p1/cover/"
PAGE = f"{ORDER}renders/{stories.FAILED.render_id}/pages/7/"


@pytest.fixture
def revealed(agent: Client, pictures: None, story: OrderStory) -> Client:
    """An agent to whom the order is revealed."""
    agent.post(f"{ORDER}reveal/", ASKED)
    return agent


def test_a_link_of_a_minute_to_the_picture_itself(revealed: Client) -> None:
    link = revealed.get(COVER)["Location"]
    asked = parse_qs(urlsplit(link).query)
    assert (asked["X-Amz-Expires"], asked["response-cache-control"]) == (["60"], ["no-store"])
    with urllib.request.urlopen(link) as answer:  # noqa: S310 a link of our own emulator
        assert answer.read() == BOOK.cover.draw()
        assert answer.headers["Content-Type"] == "image/png"


def test_the_page_shows_them_sharp(revealed: Client) -> None:
    body = revealed.get(ORDER).content.decode()
    assert f'src="{COVER}"' in body
    assert f'src="{PAGE}"' in body
    assert "/pictures/" not in body


def test_a_printable_file_is_saved_under_a_name_of_ours(revealed: Client, told: Told, story: OrderStory) -> None:
    ready = replace(stories.READY, pdf_key="files/r-22aa.pdf")
    told.order = replace(story, snapshot=replace(story.snapshot, renders=(ready,)))
    address = f"{ORDER}renders/{ready.render_id}/file/"
    assert f'href="{address}"' in revealed.get(ORDER).content.decode()
    asked = parse_qs(urlsplit(revealed.get(address)["Location"]).query)
    assert asked["response-content-disposition"] == ['attachment; filename="r-22aa.pdf"']


def test_a_page_is_the_one_of_its_number(revealed: Client) -> None:
    assert urlsplit(revealed.get(PAGE)["Location"]).path.endswith(FAILED_PAGES[6])


@pytest.mark.parametrize("address", [COVER, PAGE, f"{ORDER}renders/{stories.FAILED.render_id}/file/"])
def test_without_a_reveal_there_is_no_link(agent: Client, pictures: None, address: str) -> None:
    assert agent.get(address)["Location"] == f"{ORDER}reveal/"
    agent.post(f"{ORDER}reveal/", ASKED)
    Reveal.objects.all().delete()
    assert agent.get(address)["Location"] == f"{ORDER}reveal/"


@pytest.mark.parametrize(
    "address",
    [
        f"{ORDER}prints/another/cover/",
        f"{ORDER}renders/another/pages/1/",
        f"{ORDER}renders/{stories.FAILED.render_id}/pages/0/",
        f"{ORDER}renders/{stories.FAILED.render_id}/pages/{'9' * 400}/",
        f"{ORDER}renders/{stories.FAILED.render_id}/file/",
        "/orders/none/prints/p1/cover/",
    ],
)
def test_what_the_order_does_not_have_is_404(revealed: Client, address: str) -> None:
    assert revealed.get(address).status_code == 404


def test_no_key_is_taken_from_the_client(revealed: Client) -> None:
    put("secret", b"x")
    link = revealed.get(f"{COVER}?key=secret&cover_key=secret")["Location"]
    assert "secret" not in link
    assert revealed.post(COVER).status_code == 405
