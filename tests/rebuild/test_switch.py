"""Switching to another projection and back while pages are read: no empty answer, no half-built state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.management import call_command

from orders import alias, cloud
from orders.projections import keys
from orders.projections.standing import State, read_standing
from orders.read import load_story
from orders.store import live_store
from orders.streams import resync
from orders.streams.engine import Engine, control_store
from orders.streams.retire import retire
from tests.rebuild.rebuilding import beside, command, rebuild, same_content
from tests.streams import backend
from tests.streams.running import digest_of, pumping, resync_all


@contextmanager
def reading() -> Iterator[Counter[str]]:
    """A page being read in a loop: how often it told how many source rows."""
    told: Counter[str] = Counter()
    done = Event()

    def read() -> None:
        while not done.is_set():
            story = load_story("o1")
            told[f"{len(story.raw)} rows" if story else "nothing"] += 1

    thread = Thread(target=read)
    thread.start()
    try:
        yield told
    finally:
        done.set()
        thread.join()


def test_pages_answer_throughout(pumped: Engine) -> None:
    with reading() as told:
        rebuild(lambda *_: None).run()
        for step in ("switch", "back"):
            command(step)
            until = datetime.now(UTC) + timedelta(seconds=0.5)
            while datetime.now(UTC) < until:
                assert load_story("o1") is not None
    assert set(told) == {"7 rows"}


def test_both_are_fed_after_a_switch(engine: Engine) -> None:
    fed_and_switched(engine)
    backend.put("orders", backend.order(total=7))
    engine.applier.look_around()
    engine.pump().drain()
    assert same_content()
    command("back")
    assert live_table() == "printdesk_projection"
    assert digest_of(engine, "--table", beside().table) == digest_of(engine)


def fed_and_switched(engine: Engine) -> None:
    with pumping(engine):
        rebuild(lambda *_: None).run()
    command("switch")


def test_a_former_projection_given_up_at_once_is_read_by_nobody(engine: Engine, settings: Any) -> None:
    settings.ALIAS_SECONDS = 1
    with pumping(engine):
        rebuild(lambda *_: None).run()
    assert load_story("o1") is not None
    command("switch")
    command("abandon")
    assert load_story("o1") is not None


def live_table() -> str:
    return read_standing(control_store()).live


def test_a_resync_mends_both(engine: Engine) -> None:
    fed_and_switched(engine)
    for store in (beside(), live_store()):
        store.delete(("O#o1", keys.facet_sk("renders", "r1")))
    assert resync_all(engine, "renders") == 2
    assert same_content()


def test_the_former_projection_is_dropped_after_its_time(engine: Engine) -> None:
    fed_and_switched(engine)
    now = datetime.now(UTC)
    assert not retire(control_store(), now + timedelta(hours=23))
    assert read_standing(control_store()).state is State.FORMER
    assert retire(control_store(), now + timedelta(hours=25))
    assert read_standing(control_store()).beside == ""
    assert "printdesk_projection" not in cloud.dynamodb().list_tables()["TableNames"]
    assert control_store().query_all("REBUILD#printdesk_projection_2") != []
    backend.put("orders", backend.order(total=7))
    engine.pump().drain()  # a run that began before it was dropped
    assert read_standing(control_store()).state is State.NONE
    assert load_story("o1") is not None


def test_a_page_costs_no_call_for_the_name(cloud: str, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    look = alias.Alias.look

    def counting(known: alias.Alias) -> str:
        asked.append(1)
        return look(known)

    monkeypatch.setattr(alias.Alias, "look", counting)
    monkeypatch.setattr("django.conf.settings.ALIAS_SECONDS", 60)
    for _ in range(50):
        live_store()
    assert len(asked) == 1


def test_a_name_that_cannot_be_read_stays(cloud: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = live_store().table

    def gone() -> str:
        raise EndpointConnectionError(endpoint_url="nowhere")

    monkeypatch.setattr(alias.live, "look", gone)
    monkeypatch.setattr("django.conf.settings.ALIAS_SECONDS", 0)
    assert live_store().table == name


def test_a_resync_may_be_asked_for(pumped: Engine) -> None:
    for table in resync.needed(pumped.control):
        assert resync.Resync(pumped, table).run()
    call_command("resync", "renders", "orders")
    assert sorted(resync.needed(pumped.control)) == ["orders", "renders"]
