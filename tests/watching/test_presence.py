"""Who looks at an order is seen there by the others, for a few seconds, and only while Redis is there."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dashboard.roles import Role
from support.watching import presence
from support.watching.presence import leave, look
from tests.commands.conftest import ORDER
from tests.watching.conftest import Somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_empty")]
PATH = f"/orders/{ORDER}/presence/"


def test_others_are_seen_and_oneself_is_not(somebody: Somebody) -> None:
    ana, sander = somebody("Ana"), somebody("Sander")
    assert look(ORDER, ana) == ()
    assert look(ORDER, sander) == ("Ana L.",)
    assert look(ORDER, ana) == ("Sander L.",)
    assert look("o-2", ana) == ()


def test_two_tabs_are_one_person(somebody: Somebody) -> None:
    ana, sander = somebody("Ana"), somebody("Sander")
    look(ORDER, ana)
    look(ORDER, ana)
    assert look(ORDER, sander) == ("Ana L.",)


def test_whoever_leaves_is_gone(somebody: Somebody) -> None:
    ana, sander = somebody("Ana"), somebody("Sander")
    look(ORDER, ana)
    leave(ORDER, ana)
    assert look(ORDER, sander) == ()


def test_whoever_is_silent_is_gone(somebody: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, sander = somebody("Ana"), somebody("Sander")
    monkeypatch.setattr(presence, "SECONDS", 0)
    look(ORDER, ana)
    monkeypatch.setattr(presence, "SECONDS", 25)
    assert look(ORDER, sander) == ()


def test_redis_keeps_it_for_seconds_and_names_no_order(somebody: Somebody) -> None:
    look(ORDER, somebody())
    redis = presence._client(os.getpid())
    (key,) = redis.keys("printdesk:presence:*")
    assert 0 < redis.ttl(key) <= presence.SECONDS
    assert ORDER not in key.decode()


def test_one_round_trip_and_no_sql(somebody: Somebody, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ana, redis = somebody(), presence._client(os.getpid())
    look(ORDER, ana)
    before = redis.info("commandstats")["cmdstat_eval"]["calls"]
    with django_assert_num_queries(0):
        look(ORDER, ana)
    assert redis.info("commandstats")["cmdstat_eval"]["calls"] == before + 1


def test_without_redis_nobody_is_seen_and_it_is_said_once(
    somebody: Somebody, no_redis: None, caplog: pytest.LogCaptureFixture
) -> None:
    ana = somebody()
    for _ in range(5):
        assert look(ORDER, ana) == ()
        leave(ORDER, ana)
    assert len(caplog.records) == 1


def test_the_page_says_it_and_is_silent_while_nothing_changes(
    somebody: Somebody, browser_of: Callable[[User], Client]
) -> None:
    ana, sander = browser_of(somebody("Ana")), browser_of(somebody("Sander"))
    assert ana.post(f"{PATH}?shown=0").status_code == 204
    told = sander.post(f"{PATH}?shown=0").content.decode()
    assert "<bdi>Ana L.</bdi> is looking at this order" in told
    again = told.partition('hx-post="')[2].partition('"')[0]
    assert sander.post(again).status_code == 204
    ana.post(f"{PATH}leave/")
    assert "looking" not in sander.post(again).content.decode()


def test_three_are_told_in_words(somebody: Somebody, browser_of: Callable[[User], Client]) -> None:
    for name in ("Ana", "Bo", "Cy"):
        look(ORDER, somebody(name))
    told = browser_of(somebody("Sander")).post(PATH).content.decode()
    assert "<bdi>Ana L.</bdi>, <bdi>Bo L.</bdi> and <bdi>Cy L.</bdi> are looking at this order" in told


def test_a_name_stays_a_name(somebody: Somebody, browser_of: Callable[[User], Client]) -> None:
    look(ORDER, somebody("<i>A b"))
    assert "&lt;i&gt;A b L." in browser_of(somebody()).post(PATH).content.decode()


def test_an_auditor_is_never_seen(somebody: Somebody, browser_of: Callable[[User], Client]) -> None:
    auditor = browser_of(somebody(role=Role.AUDITOR))
    assert auditor.post(PATH).status_code == 403
    page = auditor.get(f"/orders/{ORDER}/").content.decode()
    assert "presence" not in page.partition("<main")[2].replace("order-presence", "")
    assert look(ORDER, somebody("Sander")) == ()


def test_without_redis_the_page_and_the_call_answer(
    somebody: Somebody, browser_of: Callable[[User], Client], no_redis: None
) -> None:
    ana = browser_of(somebody())
    assert ana.get(f"/orders/{ORDER}/").status_code == 200
    assert ana.post(f"{PATH}?shown=0").status_code == 204
    assert ana.post(f"{PATH}leave/").status_code == 204
