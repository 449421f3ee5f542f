"""From the backend's tables through their streams: the balance, waiting, fair shares."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from orders.read import load_story
from orders.streams import lineage
from orders.streams.engine import Engine, drain
from orders.streams.pump import Pump, one_a_table
from orders.streams.status import stream_status
from tests.streams import backend
from tests.streams.running import pumping


def test_every_table_arrives_on_the_orders_page(cloud: str) -> None:
    backend.fill()
    drain()
    story = load_story("o1")
    assert story is not None
    assert story.customer is not None
    assert story.customer.name == "Ines Berger"
    assert story.printers["koeln"].name == "Köln Druck"
    assert story.snapshot.prints["p1"].title == "Summer"
    assert (len(story.snapshot.renders), len(story.snapshot.print_jobs), len(story.snapshot.parcels)) == (1, 1, 1)


def test_the_counts_balance_and_a_second_drain_finds_nothing(cloud: str) -> None:
    backend.fill()
    backend.put("orders", backend.order(total="much"))
    drain()
    drain()
    status = stream_status()
    assert (status.received, status.applied, status.quarantined) == (8, 7, 1)
    assert status.balanced


def test_a_row_written_again_without_change_is_no_record(cloud: str) -> None:
    backend.put("orders", backend.order())
    backend.put("orders", backend.order())
    drain()
    assert stream_status().received == 1


def test_waiting_ends_when_all_is_applied(engine: Engine) -> None:
    with pumping(engine):
        backend.put("orders", backend.order())
        call_command("stream_status", "--wait", "30", stdout=StringIO())
    assert load_story("o1") is not None


def test_waiting_in_vain_says_so(engine: Engine) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("stream_status", "--wait", "0.3", stdout=out, stderr=out)
    assert ended.value.code == 1
    assert "Not caught up within 0.3 s." in out.getvalue()


def test_the_status_is_json_for_programs(engine: Engine) -> None:
    backend.fill()
    engine.pump().drain()
    out = StringIO()
    call_command("stream_status", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["received"], told["applied"], told["balanced"], told["quarantine"]) == (7, 7, True, [])


def test_two_shards_of_one_table_balance(engine: Engine) -> None:
    row = next(row for row in engine.control.query_all(lineage.SHARDS) if row["table"] == "users")
    engine.control.put({**row, "sk": f"{row['sk']}-double"})  # the emulator has one shard: read it twice
    backend.put("users", backend.user())
    engine.pump().drain()
    status = stream_status()
    assert (status.received, status.applied + status.fenced) == (2, 2)


def test_a_batch_has_one_shard_of_a_table(engine: Engine) -> None:
    pump = engine.pump()
    hold(pump)
    twice = [*pump.shards, *pump.shards[:2]]
    assert [len(batch) for batch in one_a_table(twice)] == [len(pump.shards), 2]


def test_pumps_share_the_shards_fairly(engine: Engine) -> None:
    first, second = engine.pump(), engine.pump()
    for slot, pump in enumerate((first, second)):
        assert pump._take_slot(slot, None) is not None
    hold(first)
    hold(second)
    hold(first)
    hold(second)
    assert sorted((len(first.shards), len(second.shards))) == [3, 4]


def hold(pump: Pump) -> None:
    pump._balance(every=0.0)
