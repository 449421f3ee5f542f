"""The tasks: a run asks for the next, a double does not, the keeper asks for what stands still."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from orders import tasks
from orders.streams.engine import Engine
from orders.streams.lease import EXPIRY_SECONDS, Seen, acquire
from orders.streams.pump import SLOTS

Asked = list[tuple[Any, ...]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Asked:
    """The runs that were asked for, instead of asking Celery for them."""
    settings.PUMP_SECONDS = 0.3
    made: Asked = []
    monkeypatch.setattr(tasks.pump, "apply_async", lambda arguments, expires: made.append((*arguments, expires)))
    return made


def test_a_run_asks_for_the_next(engine: Engine, asked: Asked) -> None:
    tasks.pump(0)
    assert asked == [(0, EXPIRY_SECONDS)]


def test_a_double_asks_for_nothing(engine: Engine, asked: Asked) -> None:
    acquire(engine.control, (SLOTS, "0"), "another", Seen("", 0, 0))
    tasks.pump(0)
    assert asked == []


def test_the_keeper_gives_a_silent_owner_its_time(
    engine: Engine, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquire(engine.control, (SLOTS, "0"), "silent", Seen("", 0, 0))
    monkeypatch.setattr(tasks.resync, "apply_async", lambda **_: None)
    for second in (0, 5, EXPIRY_SECONDS):
        monkeypatch.setattr(tasks, "time", SimpleNamespace(monotonic=lambda at=second: float(at)))
        assert asked == []
        tasks.keeper()
    assert asked == [(0, "silent", 1, 1, EXPIRY_SECONDS)]
