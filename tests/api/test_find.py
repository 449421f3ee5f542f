"""``GET find``: the box, for programs."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.api.conftest import Program
from tests.find.data import hostile_strings


@pytest.mark.parametrize(
    ("query", "kind", "target"),
    [
        ("px48210773", "order", "o-4821"),
        ("o-4821", "order", "o-4821"),
        ("0034 0434 1610 9404 2557", "parcel", "s-5"),
        ("kd-job-88", "print_job", "job-88"),
        ("R-71C0", "render", "r-71c0"),
        ("inge", "customer", "u-77"),
        ("inge.bran", "customer", "u-77"),
        ("0228 5550194", "customer", "u-77"),
        ("53111 brandt", "order", "o-4821"),
    ],
)
def test_finds(desk: str, program: Program, query: str, kind: str, target: str) -> None:
    told = program().get("/api/v1/find", {"q": query}).json()
    best = told["results"][0]
    assert (best["kind"], best["id"]) == (kind, target)
    assert set(best) >= {"title", "detail", "url", "matched_on"}
    page = "http://testserver/customers/u-77/" if kind == "customer" else "http://testserver/orders/o-4821/"
    assert best["url"].partition("#")[0] == page


def test_nothing_found_says_what_was_tried(cloud: str, program: Program) -> None:
    told = program().get("/api/v1/find", {"q": "pxfoo"}).json()
    assert told["results"] == []
    assert any("pxfoo" in tried for tried in told["tried"])


def test_a_name_is_masked(desk: str, program: Program) -> None:
    hit = program().get("/api/v1/find", {"q": "inge"}).json()["results"][0]
    assert (hit["title"], hit["detail"]) == ("I••• B•••", "DE")


@pytest.mark.parametrize("query", [{}, {"q": "x" * 201}, {"q": "x" * 100_000}])
def test_no_or_too_long_a_query_is_refused(cloud: str, program: Program, query: dict[str, str]) -> None:
    answer = program().get("/api/v1/find", query)
    assert answer.status_code == 400
    assert "q" in answer.json()["errors"]


def test_hostile_queries_answer_normally(cloud: str, program: Program, calls: Counter[str]) -> None:
    client = program()
    for query in [*hostile_strings(), "\x00", "\ud800", "\u202eabc", "a\x00b", "%00", "' OR 1=1 --"]:
        calls.clear()
        answer = client.get("/api/v1/find", {"q": query.encode("utf-8", "replace").decode()})
        assert answer.status_code == (200 if len(query) <= 200 else 400), query
        assert calls["Query"] <= 10, query
