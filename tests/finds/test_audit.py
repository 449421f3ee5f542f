"""The audit knows who searched by what and when, once a search, and never for what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from support.finds.asked import SETTLED, digest_of, kinds_of, settle
from support.models import AuditEvent, Search
from tests.finds.conftest import PAGE, types
from tests.web.conftest import Told, a_hit


def later() -> None:
    """Nothing was typed for a while."""
    Search.objects.update(at=timezone.now() - SETTLED - timedelta(seconds=1))


def told_of() -> list[tuple[str, str]]:
    """What the audit knows, once all is settled: by what, and the keyed hash."""
    settle()
    return [(event.details["kinds"], event.target_id) for event in AuditEvent.objects.order_by("number")]


def test_a_burst_of_typing_is_one_search(agent: Client) -> None:
    types(agent, "b", "bau", "Baumg", "baumgart")
    assert told_of() == []
    later()
    assert [digest for _, digest in told_of()] == [digest_of("baumgart")]
    assert AuditEvent.objects.count() == 1


def test_another_word_is_another_search(agent: Client) -> None:
    types(agent, "baumg", "inge")
    later()
    assert {digest for _, digest in told_of()} == {digest_of("baumg"), digest_of("inge")}


def test_enter_settles_what_was_typed(agent: Client) -> None:
    types(agent, "inge@exa")
    agent.post("/", {"q": "inge@example.com"}, headers=PAGE)
    assert [digest for _, digest in told_of()] == [digest_of("inge@example.com")]


def test_a_pause_parts_two_searches(agent: Client) -> None:
    types(agent, "inge")
    later()
    types(agent, "inge brandt")
    later()
    assert len(told_of()) == 2


def test_it_tells_who_and_how_many_were_found_and_no_words(agent: Client, told: Told) -> None:
    told.finds(a_hit(), a_hit(id="o-2"))
    agent.post("/", {"q": "Inge Brandt"})
    settle()
    event = AuditEvent.objects.get()
    assert event.actor.startswith("staff:")
    assert event.details["found"] == 2
    assert not {"inge", "brandt"} & set(str([event.details, event.target_id]).casefold().split())


@pytest.mark.parametrize(
    ("words", "kind"),
    [("inge@example.com", "e-mail"), ("Inge", "name"), ("53111 brandt", "postcode"), ("PX-1", "number")],
)
def test_the_kind_of_what_was_asked(words: str, kind: str) -> None:
    assert kind in kinds_of(words).split(", ")


def test_settling_twice_tells_once(agent: Client) -> None:
    agent.post("/", {"q": "inge"})
    assert (settle(), settle()) == (1, 0)


def test_nothing_typed_is_no_search(agent: Client) -> None:
    types(agent, "", "  ", "\0")
    assert Search.objects.count() == 0


def test_half_characters_are_no_error(agent: Client) -> None:
    form = "application/x-www-form-urlencoded"
    assert agent.post("/find/typing/", "q=%ED%A0%80abc%00", form, headers=PAGE).status_code == 200
