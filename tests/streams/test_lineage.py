"""Shards that split, close, show up late, are trimmed or vanish: every one is finished, and no loss is quiet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from botocore.exceptions import ClientError

from orders.streams import lineage
from orders.streams.lineage import COUNTS, Lineage
from tests.fakes.backend import BackendClient
from tests.fakes.errors import refusal
from tests.fakes.wire import Wire
from tests.streams import backend
from tests.streams.world import World


@pytest.fixture
def world() -> Iterator[World]:
    """One worker that nothing happens to, with every shard read once."""
    made = World(Random(0), workers=1, faults={})
    made.calm = True
    made.service.repeats = made.service.short = 0
    with made.time():
        made.settle()
        for table in made.backend.rows:
            made.plain_control.update((lineage.TABLES, table), put={"resync": ""})
        yield made


def users(world: World, count: int, start: int = 0) -> None:
    for number in range(start, start + count):
        world.backend.put("users", backend.user(f"u{number}"))


def about_users(world: World) -> dict[str, str]:
    return world.plain_control.get((lineage.TABLES, "users")) or {}


def shards_of_users(world: World) -> list[dict[str, str]]:
    return world.plain_control.query_all(lineage.SHARDS, prefix="users#")


def test_more_shards_than_a_page_tells_are_all_read(world: World) -> None:
    stream = world.backend.streams["users"]
    stream.split(stream.open[0], pieces=250)
    users(world, 300)
    world.settle()
    assert len(shards_of_users(world)) == 251
    assert len(world.contents().facets) == 300


def test_a_chain_of_splits_is_read_to_its_end_with_empty_shards_on_the_way(world: World) -> None:
    stream = world.backend.streams["users"]
    for generation in range(6):
        users(world, 5 if generation % 2 else 0, start=5 * generation)
        stream.split(stream.open[generation % len(stream.open)])
    users(world, 5, start=100)
    world.settle()
    states = [row["state"] for row in shards_of_users(world)]
    assert (states.count(lineage.DONE), states.count(lineage.READY)) == (6, 7)
    assert len(world.contents().facets) == 20


def test_children_that_show_up_late_are_read_when_they_do(world: World) -> None:
    stream = world.backend.streams["users"]
    stream.split(stream.open[0], visible=world.clock.now + 40)
    users(world, 10)
    world.run()
    assert len(world.contents().facets) == 0
    world.clock.sleep(40)
    world.settle()
    assert len(world.contents().facets) == 10


def test_a_worker_that_dies_at_a_shards_end_leaves_its_children_to_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = world.backend.streams["users"]
    stream.split(stream.open[0])
    users(world, 10)
    with monkeypatch.context() as dying:
        dying.setattr(Lineage, "children", lambda *_: world.workers[0].wire.__setattr__("dead", True))
        world.run()
    world.clock.sleep(20)
    world.settle()
    assert len(world.contents().facets) == 10


def test_an_expired_iterator_costs_nothing(world: World) -> None:
    for number in range(5):
        users(world, 3, start=3 * number)
        world.run()
        world.service.expire_iterators()
        world.clock.sleep(20 * 60)
    world.settle()
    assert world.counted()["received"] == world.counted()["applied"] == 15


def test_records_trimmed_after_the_checkpoint_are_loud(world: World) -> None:
    users(world, 3)
    world.settle()
    users(world, 3, start=3)
    world.backend.streams["users"].open[0].trim(5)
    world.settle()
    assert about_users(world)["resync"] == lineage.NEEDED
    assert about_users(world)["gap_from"] <= about_users(world)["lost"]


def test_records_trimmed_before_the_first_was_read_are_loud(world: World) -> None:
    """The stream does not say so: a shard is read from whatever its oldest record is."""
    users(world, 3)
    world.backend.streams["users"].open[0].trim(2)
    long_ago = (datetime.now(UTC) - timedelta(hours=30)).isoformat()
    (row,) = shards_of_users(world)
    world.plain_control.update((row["pk"], row["sk"]), put={"fetched": long_ago})
    world.settle()
    assert (about_users(world)["resync"], about_users(world)["gap_from"]) == (lineage.NEEDED, long_ago)


def test_a_shard_that_came_and_went_unseen_is_loud(world: World) -> None:
    stream = world.backend.streams["users"]
    (unseen,) = stream.split(stream.open[0], pieces=1)
    users(world, 3)
    stream.split(unseen, pieces=1)
    stream.vanish(unseen)
    world.settle()
    assert about_users(world)["resync"] == lineage.NEEDED


def test_a_stream_that_was_switched_on_again_is_loud_and_its_records_are_newer(world: World) -> None:
    users(world, 1)
    world.settle()
    world.backend.switch_again("users")
    world.backend.put("users", backend.user("u0", name="Later"))
    world.settle()
    assert about_users(world)["resync"] == lineage.NEEDED
    assert world.contents().digest() == world.folded().digest()


def test_a_second_loss_keeps_the_beginning_of_the_first(world: World) -> None:
    chart = Lineage(world.plain_control, world.backend.client(Wire()), world.service.client(Wire()))
    chart.ask_for_resync("users", "2026-11-01", "2026-11-02")
    chart.ask_for_resync("users", "2026-11-03", "2026-11-04")
    assert (about_users(world)["gap_from"], about_users(world)["lost"]) == ("2026-11-01", "2026-11-04")


def test_a_shard_that_is_done_and_gone_is_forgotten_and_stays_counted(world: World) -> None:
    stream = world.backend.streams["users"]
    users(world, 4)
    first = stream.open[0]
    stream.split(first, pieces=1)
    world.settle()
    stream.vanish(first)
    users(world, 1, start=4)
    world.settle()
    world.run()
    assert len(shards_of_users(world)) == 1
    assert {name: world.counted()[name] for name in COUNTS[:2]} == {"received": 5, "applied": 5}
    assert about_users(world)["resync"] == ""


def test_a_table_that_is_refused_keeps_no_other_waiting(world: World) -> None:
    class Refusing(BackendClient):
        def describe_table(self, **asked: str) -> dict[str, Any]:
            if asked["TableName"] == "users":
                raise refusal("ResourceNotFoundException", "DescribeTable")
            return super().describe_table(**asked)

    stream = world.backend.streams["renders"]
    stream.split(stream.open[0])
    chart = Lineage(world.plain_control, Refusing(world.backend, Wire()), world.service.client(Wire(), "chart"))
    with pytest.raises(ClientError, match="ResourceNotFound"):
        chart.sync()
    assert len(world.plain_control.query_all(lineage.SHARDS, prefix="renders#")) == 3
