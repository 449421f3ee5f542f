"""Timing pages as a browser asks for them, and the DynamoDB calls behind them alone."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import urllib3
from django.contrib.auth.models import Group, User

from bench import content
from orders.find.plan import plan
from orders.find.search import ask_all
from orders.projections import keys
from orders.projections.tables import create_tables
from orders.store import live_store

ROUNDS = 100
WARM_UP = 20
CLIENTS = (1, 8)
SIZES = (1, 10)
Ask = Callable[[str], None]

PASSWORD = "bench password 2026"  # noqa: S105  of an account that lives as long as the run


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; times in milliseconds."""

    size: int
    clients: int
    page: str
    p50: float
    p95: float
    bare_p50: float
    bare_p95: float

    @property
    def ratio(self) -> float:
        """How many times the bare calls a page takes, at the median."""
        return self.p50 / self.bare_p50 if self.bare_p50 else math.nan


def measure(url: str) -> Iterator[Figure]:
    """Fill the projection to each size, and time each page by each number of clients; prints as it goes."""
    create_tables()
    _account()
    session = _Session(url)
    asked = content.asked(ROUNDS + WARM_UP)
    loaded = 0
    print(f"{'size':>5}{'clients':>8}  {'page':16}{'p50':>8}{'p95':>8}{'bare p50':>10}{'bare p95':>10}{'ratio':>7}")
    for size in SIZES:
        content.load(live_store(), range(loaded, size))
        loaded = size
        for clients in CLIENTS:
            for page, ask, bare, values in _questions(session, asked):
                own, alone = _time(ask, values, clients), _time(bare, values, clients)
                figure = Figure(size, clients, page, *own, *alone)
                print(_line(figure), flush=True)
                yield figure


def _questions(
    session: _Session, asked: content.Asked
) -> list[tuple[str, Callable[[str], Any], Callable[[str], Any], list[str]]]:
    searches = {"number": asked.numbers, "e-mail prefix": asked.emails, "name word": asked.names}
    searches["tracking number"] = asked.tracking
    each = [(f"find {name}", session.find, _bare_find, values) for name, values in searches.items()]
    return [*each, ("order page", session.order, _bare_order, asked.orders)]


def _time(ask: Ask, values: Sequence[str], clients: int) -> tuple[float, float]:
    """p50 and p95 of one call for each value, by so many at once."""

    def timed(value: str) -> float:
        began = time.perf_counter()
        ask(value)
        return (time.perf_counter() - began) * 1000

    with ThreadPoolExecutor(clients) as threads:
        list(threads.map(timed, values[:WARM_UP]))
        taken = sorted(threads.map(timed, values[WARM_UP:]))
    return tuple(taken[math.ceil(p * len(taken)) - 1] for p in (0.5, 0.95))  # type: ignore[return-value]


def _bare_find(words: str) -> None:
    ask_all(plan(words).lookups, live_store())


def _bare_order(order_id: str) -> None:
    store = live_store()
    rows = store.query_all(f"O#{order_id}")
    around = [(f"P#{row['sk']}", row["sk"]) for row in rows[:3]]  # as many keys as a page asks for
    store.get_many([keys.FRESHNESS, *around])


class _Session:
    """An agent's browser, as far as it asks for pages."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = urllib3.PoolManager(maxsize=max(CLIENTS))
        page = self.http.request("GET", f"{url}/sign-in/")
        self.headers = {"Cookie": _cookies(page), "Origin": url, "Referer": f"{url}/"}
        form = {"username": "bench", "password": PASSWORD, "csrfmiddlewaretoken": _token(page)}
        answer = self.http.request(
            "POST", f"{url}/sign-in/", fields=form, headers=self.headers, encode_multipart=False, redirect=False
        )
        if answer.status != 302:  # noqa: PLR2004
            raise SystemExit(f"could not sign in: {answer.status}")
        self.headers["Cookie"] = _cookies(answer)
        self.headers["X-CSRFToken"] = _token(self.http.request("GET", f"{url}/", headers=self.headers))

    def find(self, words: str) -> None:
        """What is found as somebody types."""
        headers = {**self.headers, "HX-Request": "true"}
        self._ok(
            self.http.request(
                "POST", f"{self.url}/find/typing/", fields={"q": words}, headers=headers, encode_multipart=False
            )
        )

    def order(self, order_id: str) -> None:
        """The order page, whole."""
        self._ok(self.http.request("GET", f"{self.url}/orders/{order_id}/", headers=self.headers))

    def _post(self, path: str, form: dict[str, str], headers: dict[str, str]) -> Any:
        return self.http.request(
            "POST", self.url + path, fields=form, headers=headers, encode_multipart=False, redirect=False
        )

    @staticmethod
    def _ok(answer: Any) -> None:
        if answer.status != 200:  # noqa: PLR2004
            raise SystemExit(f"{answer.status} from {answer.geturl()}")


def _account() -> None:
    user = User.objects.create_user("bench", password=PASSWORD)
    user.groups.add(Group.objects.get(name="agent"))


def _cookies(answer: Any) -> str:
    return "; ".join(cookie.split(";")[0] for cookie in answer.headers.getlist("Set-Cookie"))


def _token(answer: Any) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', answer.data)
    if found is None:
        raise SystemExit("no form with a token on the page")
    return found[1].decode()


def _line(figure: Figure) -> str:
    times = f"{figure.p50:8.1f}{figure.p95:8.1f}{figure.bare_p50:10.1f}{figure.bare_p95:10.1f}{figure.ratio:7.1f}"
    return f"{figure.size:>4}x{figure.clients:>8}  {figure.page:16}{times}"
