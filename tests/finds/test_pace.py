"""So many searches a minute, and when it goes on."""

from __future__ import annotations

import pytest
from django.test import Client

from dashboard.models import SetLimit
from dashboard.roles import Role
from tests.finds.conftest import PAGE, types
from tests.web import stories
from tests.web.conftest import SignIn, Told

ELSEWHERE = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/orders/{stories.ORDER_ID}/"}


@pytest.fixture(autouse=True)
def _two_a_minute(agent: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.finds.pace.time.time", lambda: 1_764_000_030.0)
    SetLimit.objects.create(role=Role.AGENT, name="finds_a_minute", amount=2)


def test_above_the_limit_it_says_when_to_go_on(agent: Client) -> None:
    assert types(agent, "a", "ab", "abc") == [200, 200, 429]
    body = agent.post("/find/typing/", {"q": "abcd"}, headers=PAGE).content.decode()
    assert 'id="found"' in body
    assert "Go on at 16:01:00 UTC" in body


def test_enter_counts_too_and_a_page_answers(agent: Client) -> None:
    types(agent, "a", "ab")
    answer = agent.post("/", {"q": "PX-4821-0773"})
    assert (answer.status_code, b"<h1>Find</h1>" in answer.content) == (429, True)
    assert int(answer["Retry-After"]) >= 1


def test_the_panel_is_seen(agent: Client) -> None:
    types(agent, "a", "ab")
    body = agent.post("/find/typing/", {"q": "abc"}, headers=ELSEWHERE).content.decode()
    assert "hidden>" not in body.partition("Go on at")[0]


def test_the_next_minute_it_goes_on(agent: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    types(agent, "a", "ab")
    monkeypatch.setattr("support.finds.pace.time.time", lambda: 1_764_000_065.0)
    assert types(agent, "abc") == [200]


def test_each_has_their_own_count(agent: Client, sign_in: SignIn, told: Told) -> None:
    types(agent, "a", "ab", "abc")
    assert types(sign_in(Role.SENIOR), "abc") == [200]


def test_without_redis_all_find(agent: Client, without_redis: None) -> None:
    assert types(agent, "a", "ab", "abc", "abcd") == [200] * 4
