"""Resync: what no record tells is mended, and loss is loud."""

from __future__ import annotations

from datetime import UTC, datetime

from orders import cloud as clouds
from orders.projections import keys
from orders.read import load_customer, load_story
from orders.streams import lineage, resync
from orders.streams.engine import Engine
from orders.streams.status import caught_up, stream_status, wait
from tests.streams import backend
from tests.streams.backend import record
from tests.streams.running import digest_of, pumping, resync_all


def test_a_first_day_begins_with_a_resync_that_finds_nothing_to_mend(engine: Engine) -> None:
    backend.fill()
    assert len(resync.needed(engine.control)) == 7
    assert resync_all(engine) == 0
    assert resync.needed(engine.control) == []
    assert stream_status().applied == 7


def test_a_resync_mends_what_no_record_tells(engine: Engine) -> None:
    backend.fill()
    engine.pump().drain()
    lose_records(engine)
    assert resync_all(engine) == 3
    story = load_story("o1")
    assert story is not None
    assert story.snapshot.order is not None
    assert story.snapshot.order.total == 1
    assert story.snapshot.renders == ()
    assert [job.print_job_id for job in story.snapshot.print_jobs] == ["j1", "j2"]
    assert "agrees with the source" in digest_of(engine, "--against-source")


def lose_records(engine: Engine) -> None:
    """Change rows behind the streams' back, as when records are trimmed before they are read."""
    backend.put("orders", backend.order(total=1))
    backend.delete("renders", "r1")
    backend.put("print_jobs", backend.job("j2"))
    skip_to_the_end(engine)


def skip_to_the_end(engine: Engine) -> None:
    """Move every checkpoint past all records."""
    for row in engine.control.query_all(lineage.SHARDS):
        records = newest_sequence(row)
        if records:
            engine.control.update((row["pk"], row["sk"]), put={"cp": f"0001:{records:0>40}", "sequence": records})


def newest_sequence(row: dict[str, str]) -> str:
    streams = clouds.dynamodb_streams()
    start = streams.get_shard_iterator(StreamArn=row["arn"], ShardId=row["shard"], ShardIteratorType="TRIM_HORIZON")[
        "ShardIterator"
    ]
    records = streams.get_records(ShardIterator=start)["Records"]
    return records[-1]["dynamodb"]["SequenceNumber"] if records else ""


def test_trimmed_records_are_loud_and_end_in_a_resync(engine: Engine) -> None:
    backend.fill()
    pump = engine.pump()
    pump.drain()
    resync_all(engine)
    row = next(row for row in engine.control.query_all(lineage.SHARDS) if row["table"] == "orders")
    lost = f"{1:030d}"
    engine.control.update((row["pk"], row["sk"]), put={"cp": f"0001:{lost:0>40}", "sequence": lost})
    engine.pump().drain()
    assert resync.needed(engine.control) == ["orders"]
    assert any("records were lost" in alarm.text for alarm in stream_status().alarms)
    resync_all(engine)
    assert resync.needed(engine.control) == []
    story = load_story("o1")
    assert story is not None
    assert len(story.history_gaps) == 1


def test_a_resync_sets_aside_what_belongs_to_no_order(engine: Engine) -> None:
    backend.put("renders", backend.render(order_id=""))
    backend.put("users", backend.user("u" * 700))
    skip_to_the_end(engine)
    assert resync_all(engine, "renders", "users") == 2
    assert {entry.table for entry in stream_status().quarantine} == {"renders", "users"}
    assert resync_all(engine, "renders", "users") == 0


def test_a_resync_finds_a_row_in_its_former_order(engine: Engine) -> None:
    backend.put("print_jobs", backend.job(order_id="o1"))
    engine.pump().drain()
    backend.put("print_jobs", backend.job(order_id="o2"))
    skip_to_the_end(engine)
    assert resync_all(engine, "print_jobs") == 2
    stories = [load_story("o1"), load_story("o2")]
    assert [len(story.snapshot.print_jobs) for story in stories if story is not None] == [0, 1]


def test_a_resync_mends_a_facet_that_is_gone(engine: Engine) -> None:
    backend.fill()
    engine.pump().drain()
    engine.applier.store.delete(("O#o1", keys.facet_sk("renders", "r1")))
    Engine.live().applier.apply([record("orders", backend.order(total=2), 10**35)])
    backend.put("orders", backend.order(total=2))
    assert resync_all(engine, "renders") == 1
    assert "agrees with the source" in digest_of(engine, "--against-source")


def test_what_is_lost_while_a_resync_runs_asks_for_another(engine: Engine) -> None:
    table = (lineage.TABLES, "users")
    run = resync.Resync(engine, "users", lambda *_: lose(engine) if run.checked else None)
    backend.put("users", backend.user())
    with pumping(engine):
        assert run.run()
    assert (engine.control.get(table) or {})["resync"] == lineage.NEEDED


def lose(engine: Engine) -> None:
    engine.control.update((lineage.TABLES, "users"), put={"resync": lineage.NEEDED, "lost": backend.at(0)})


def test_a_shard_that_is_no_more_holds_up_nothing(engine: Engine) -> None:
    """Its children are read, waiting ends, and what it held is had by a resync."""
    row = next(row for row in engine.control.query_all(lineage.SHARDS) if row["table"] == "users")
    engine.control.update((row["pk"], row["sk"]), put={"parent": "gone"})
    arn = row["arn"].rpartition("/")[0] + "/2020-01-01T00:00:00.000"
    engine.chart.add("users", 1, arn, {"ShardId": "gone"})
    engine.control.update((lineage.TABLES, "users"), put={"resync": ""})
    backend.put("users", backend.user())
    engine.pump().drain()
    assert (engine.control.get(lineage.shard_key("users", 1, "gone")) or {})["state"] == lineage.DONE
    assert "users" in resync.needed(engine.control)
    assert load_customer("u1") is not None


def test_caught_up_needs_every_table(engine: Engine) -> None:
    assert not caught_up(engine.control, datetime.now(UTC))
    with pumping(engine):
        assert wait(30, engine.control)


def test_a_gap_before_an_order_was_placed_is_none_of_its_history(engine: Engine) -> None:
    backend.put("orders", backend.order(placed_at=backend.at(0)))
    engine.pump().drain()
    resync.note_gap(engine.applier.store, "2026-11-01T00:00:00+00:00", "2026-11-01T01:00:00+00:00")
    resync.note_gap(engine.applier.store, "2026-11-20T08:00:00+00:00", "2026-11-20T10:00:00+00:00")
    story = load_story("o1")
    assert story is not None
    assert [start.day for start, _ in story.history_gaps] == [20]
