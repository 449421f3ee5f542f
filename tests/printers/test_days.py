"""Each day is read once for everybody: how often, by whom, and what is shown while something is away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisGone

from support.printers import days
from support.printers.board import board
from support.printers.days import forget_here
from support.printers.figures import DAYS
from support.printers.open_jobs import open_jobs
from tests.commands.conftest import ago
from tests.fakes.wire import Fault
from tests.printers.conftest import Plant

pytestmark = pytest.mark.django_db
SHARDS = 4
LIST = 2
"""The list of printers: one Query and one batch read."""


class Clock:
    """A clock that is put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> Any:
        """As ``timezone.now``."""
        return self._real() + self.ahead

    _real = staticmethod(timezone.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Everybody's clock."""
    made = Clock()
    monkeypatch.setattr("django.utils.timezone.now", made.now)
    return made


@pytest.fixture
def calls(plant: Plant) -> Callable[[Callable[[], object]], int]:
    """How many calls of DynamoDB a look takes."""
    plant.printer()
    plant.job("j-1", "in_production", submitted_at=ago(days=2, hours=1))

    def counted(look: Callable[[], object]) -> int:
        before = plant.store.wire.calls
        look()
        return plant.store.wire.calls - before

    return counted


def test_the_first_look_reads_every_day_and_the_next_none(calls: Any) -> None:
    assert calls(board) == LIST + LIST + DAYS * SHARDS
    assert calls(board) == LIST


def test_another_process_reads_nothing_again(calls: Any) -> None:
    calls(board)
    forget_here()
    assert calls(board) == LIST
    assert calls(lambda: open_jobs("koeln")) == 0


def test_some_seconds_later_only_today_is_read(calls: Any, clock: Clock) -> None:
    calls(board)
    clock.ahead = timedelta(seconds=13)
    assert calls(board) == LIST + LIST + SHARDS


def test_earlier_days_are_read_the_seldomer_the_longer_they_are_gone(calls: Any, clock: Clock) -> None:
    calls(board)
    clock.ahead = timedelta(seconds=70)
    assert calls(board) == LIST + LIST + 3 * SHARDS
    clock.ahead += timedelta(seconds=days.OLDEST_SECONDS + 1)
    assert calls(board) == LIST + LIST + DAYS * SHARDS


def test_a_word_is_on_the_board_within_a_minute(plant: Plant, clock: Clock) -> None:
    plant.printer(updated_at=ago(days=9))
    assert board()[0].figures.open == 0
    plant.job("j-1", "in_production")
    clock.ahead = timedelta(seconds=30)
    assert board()[0].figures.open == 1


def test_while_somebody_reads_the_others_see_what_there_is(calls: Any, clock: Clock) -> None:
    calls(board)
    clock.ahead = timedelta(seconds=20)
    cache.add(days.LOCK, 1)
    assert calls(board) == LIST


def test_of_many_who_come_at_once_one_reads(plant: Plant) -> None:
    plant.printer()
    now, before = timezone.now(), plant.store.wire.calls
    threads = [threading.Thread(target=days.days, args=(now,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert plant.store.wire.calls - before == LIST + DAYS * SHARDS


@pytest.fixture
def without_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis does not answer while this test runs."""

    def gone(*_: object, **__: object) -> None:
        raise RedisGone("no Redis")

    monkeypatch.setattr("django.core.cache.backends.redis.RedisCacheClient.get_client", gone)


def test_without_redis_a_process_keeps_what_it_has_read(calls: Any, clock: Clock, without_redis: None) -> None:
    assert calls(board) == LIST + LIST + DAYS * SHARDS
    assert calls(board) == LIST
    assert calls(lambda: open_jobs("koeln")) == 0
    clock.ahead = timedelta(seconds=13)
    assert calls(board) == LIST + LIST + SHARDS


def test_while_dynamodb_is_away_the_last_days_are_shown(
    calls: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(board)
    clock.ahead = timedelta(hours=1)

    def away(*_: object) -> None:
        raise EndpointConnectionError(endpoint_url="http://nowhere")

    monkeypatch.setattr("support.printers.days.read_day", away)
    assert board()[0].figures.open == 1
    cache.clear()
    with pytest.raises(EndpointConnectionError):
        board()


def test_whoever_fails_lets_the_next_one_read(calls: Any, plant: Plant) -> None:
    plant.store.wire.choose = lambda name: Fault.THROTTLED if name == "query" else Fault.NONE
    with pytest.raises(ClientError):
        days.days(timezone.now())
    plant.store.wire.choose = lambda _: Fault.NONE
    assert cache.get(days.LOCK) is None
    assert len(days.days(timezone.now())) == DAYS


def test_open_jobs_are_those_that_can_be_moved_oldest_first(plant: Plant) -> None:
    plant.printer()
    plant.job("j-new", "submitted", submitted_at=ago(hours=1))
    plant.job("j-old", "in_production", submitted_at=ago(days=9))
    plant.job("j-other", "submitted", "lille")
    plant.job("j-copied", "accepted", submitted_at=ago(days=3))
    plant.job("j-copy", "accepted", "lille", reprint_of="j-copied")
    for state in ("dispatched", "rejected", "error", "file_error", "cancelled", "cancel_requested", "cancel_refused"):
        plant.job(f"j-{state}", state)
    found = open_jobs("koeln")
    assert [(one.order_id, one.line_id, one.print_job_id) for one in found] == [
        ("o-j-old", "1", "j-old"),
        ("o-j-new", "1", "j-new"),
    ]
