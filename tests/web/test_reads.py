"""What a page asks of DynamoDB, counted at the client, on rows that came through the streams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client

from dashboard.roles import Role
from orders import cloud
from orders.streams.engine import drain
from tests.streams import backend
from tests.web.conftest import SignIn

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
MOST_LOOKUPS = 10


@pytest.fixture
def client(cloud: str, sign_in: SignIn) -> Client:
    """An agent, with one order in the tables."""
    for table, row in (
        ("users", backend.user()),
        ("prints", backend.design()),
        ("orders", backend.order()),
        ("renders", backend.render()),
        ("print_jobs", backend.job()),
        ("shipments", backend.parcel()),
    ):
        backend.put(table, row)
    drain()
    return sign_in(Role.AGENT)


@pytest.fixture
def asked(client: Client) -> Iterator[Counter[str]]:
    """The operations asked of DynamoDB from here on."""
    operations: Counter[str] = Counter()

    def note(model: object, **_: object) -> None:
        operations[model.name] += 1  # type: ignore[attr-defined]

    events = cloud.dynamodb().meta.events
    events.register("before-call.dynamodb", note)
    yield operations
    events.unregister("before-call.dynamodb", note)


def test_the_order_page(client: Client, asked: Counter[str]) -> None:
    body = client.get("/orders/o1/").content.decode()
    assert "PX-o1" in body
    assert asked == {"Query": 1, "BatchGetItem": 1}


def test_polling_while_nothing_changes(client: Client, asked: Counter[str]) -> None:
    body = client.get("/orders/o1/").content.decode()
    url = body.partition('id="live"')[2].partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    asked.clear()
    assert client.get(url, headers=HTMX).status_code == 204
    assert asked == {"BatchGetItem": 1}


@pytest.mark.parametrize("words", ["PX-o1", "ines", "ines@example.com", "TNs1", "53111 ines", "x" * 200, "a b c d e f"])
def test_find_is_one_wave(client: Client, asked: Counter[str], words: str) -> None:
    assert client.post("/find/typing/", {"q": words}, headers=HTMX).status_code == 200
    assert set(asked) <= {"Query"}
    assert asked["Query"] <= MOST_LOOKUPS


def test_enter_on_the_number_opens_the_order(client: Client) -> None:
    assert client.post("/", {"q": "px o1"})["Location"] == "/orders/o1/"


def test_the_customer_page(client: Client, asked: Counter[str]) -> None:
    assert "PX-o1" in client.get("/customers/u1/").content.decode()
    assert asked.total() <= 4


def test_everything_of_the_order_is_masked(client: Client) -> None:
    body = client.get("/orders/o1/").content.decode() + client.get("/customers/u1/").content.decode()
    for secret in ("Ines", "Berger", "ines@example.com", "53111", "Summer"):
        assert secret not in body, secret
