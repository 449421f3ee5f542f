"""The tasks: a run asks for the next, a double does not, the keeper asks for what stands still."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from orders import tasks
from orders.projections import keys
from orders.projections.standing import begin, feed, note_audited, switch
from orders.projections.tables import create_projection
from orders.store import Store
from orders.streams.engine import Engine
from orders.streams.lease import EXPIRY_SECONDS, Seen, acquire
from orders.streams.pump import SLOTS

Asked = list[tuple[Any, ...]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Asked:
    """The runs that were asked for, instead of asking Celery for them."""
    settings.PUMP_SECONDS = 0.3
    made: Asked = []
    monkeypatch.setattr(tasks.pump, "apply_async", made.append)
    monkeypatch.setattr(tasks.resync, "apply_async", lambda **_: None)
    return made


def test_a_run_asks_for_the_next(engine: Engine, asked: Asked) -> None:
    tasks.pump(0)
    assert [slot for slot, *_ in asked] == [0]
    tasks.pump(*asked.pop())
    assert [slot for slot, *_ in asked] == [0]


def test_runs_asked_for_at_once_do_not_live_on_one_after_the_other(engine: Engine, asked: Asked) -> None:
    """Where one process takes them all, each finds the slot free."""
    for _ in range(3):
        tasks.keeper()
    doubles = asked[:]
    asked.clear()
    for double in doubles:
        tasks.pump(*double)
    assert len(doubles) == 3
    assert len(asked) == 1


def test_a_double_asks_for_nothing(engine: Engine, asked: Asked) -> None:
    acquire(engine.control, (SLOTS, "0"), "another", Seen("", 0, 0))
    tasks.pump(0)
    assert asked == []


def test_the_keeper_gives_a_silent_owner_its_time(
    engine: Engine, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquire(engine.control, (SLOTS, "0"), "silent", Seen("", 0, 0))
    for second in (0, 5, EXPIRY_SECONDS):
        monkeypatch.setattr(tasks, "time", SimpleNamespace(monotonic=lambda at=second: float(at)))
        assert asked == []
        tasks.keeper()
    assert asked == [(0, "silent", 1, 1)]


def test_a_slot_that_is_no_more_leaves_the_pages_of_today(engine: Engine, asked: Asked) -> None:
    """Though the keeper's process has not looked for a while which projection they read."""
    tasks.pump(0)
    engine.control.put({"pk": SLOTS, "sk": "7", "holder": "", "epoch": 1, "hb": 1})
    standing = feed(engine.control, begin(engine.control))
    create_projection(standing.beside)
    note_audited(engine.control, standing)
    live = Store(switch(engine.control).live, engine.control.client)
    live.update(keys.FRESHNESS, put={"slot7": "2026-11-20T09:00:00+00:00"})
    tasks.keeper()
    assert "slot7" not in (live.get(keys.FRESHNESS) or {})
