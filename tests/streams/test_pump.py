"""From the backend's tables through their streams: leases, checkpoints, the balance, waiting, resyncs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command

from orders import cloud as clouds
from orders.projections import keys
from orders.read import load_customer, load_story
from orders.store import Put
from orders.streams import lineage, resync
from orders.streams.engine import Engine, drain
from orders.streams.lease import EXPIRY_SECONDS, Seen, Watch, acquire, seen
from orders.streams.pump import SLOTS, Pump, keep, one_a_table
from orders.streams.status import caught_up, stream_status, wait
from tests.streams import backend
from tests.streams.backend import record


@pytest.fixture
def engine(cloud: str) -> Iterator[Engine]:
    made = Engine.live()
    made.chart.sync()
    with made.applier:
        yield made


def fill() -> None:
    backend.put("users", backend.user())
    backend.put("prints", backend.design())
    backend.put("orders", backend.order())
    backend.put("renders", backend.render())
    backend.put("print_jobs", backend.packed("print_jobs", backend.job()))
    backend.put("shipments", backend.parcel())
    backend.put("printers", {"printer_id": "koeln", "name": "Köln Druck", "country": "DE", "state": "active"})


@contextmanager
def pumping(engine: Engine) -> Iterator[None]:
    """A pump at work beside the test."""
    done = Event()

    def work() -> None:
        while not done.is_set():
            engine.pump().run(0, 1.5)

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_every_table_arrives_on_the_orders_page(cloud: str) -> None:
    fill()
    drain()
    story = load_story("o1")
    assert story is not None
    assert story.customer is not None
    assert story.customer.name == "Ines Berger"
    assert story.printers["koeln"].name == "Köln Druck"
    assert story.snapshot.prints["p1"].title == "Summer"
    assert (len(story.snapshot.renders), len(story.snapshot.print_jobs), len(story.snapshot.parcels)) == (1, 1, 1)


def test_the_counts_balance_and_a_second_drain_finds_nothing(cloud: str) -> None:
    fill()
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
    fill()
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


# ---- leases -------------------------------------------------------------------------------------------------


def test_a_double_of_a_pump_goes_away(engine: Engine) -> None:
    acquire(engine.control, (SLOTS, "0"), "another", Seen("", 0, 0))
    assert engine.pump().run(0, 1.0) is False


def test_a_slot_that_stood_still_is_taken_with_its_shards(engine: Engine) -> None:
    acquire(engine.control, (SLOTS, "0"), "dead", Seen("", 0, 0))
    for row in engine.control.query_all(lineage.SHARDS):
        acquire(engine.control, (row["pk"], row["sk"]), "dead", seen(row))
    backend.put("orders", backend.order())
    assert engine.pump().run(0, 1.0, seen(engine.control.get((SLOTS, "0"))))
    assert load_story("o1") is not None


def test_a_lease_that_moved_since_is_not_taken(engine: Engine) -> None:
    lease = acquire(engine.control, (SLOTS, "0"), "alive", Seen("", 0, 0))
    assert lease is not None
    known = seen(engine.control.get((SLOTS, "0")))
    assert lease.renew()
    assert engine.pump().run(0, 1.0, known) is False


def test_a_zombies_checkpoint_is_refused(engine: Engine) -> None:
    row = engine.control.query_all(lineage.SHARDS)[0]
    key = (row["pk"], row["sk"])
    zombie = acquire(engine.control, key, "zombie", seen(row))
    acquire(engine.control, key, "heir", seen(engine.control.get(key)))
    assert zombie is not None
    assert not zombie.checkpoint("0001:9", {"received": 1})
    after = engine.control.get(key)
    assert after is not None
    assert "cp" not in after


def test_a_checkpoint_never_goes_back(engine: Engine) -> None:
    row = engine.control.query_all(lineage.SHARDS)[0]
    lease = acquire(engine.control, (row["pk"], row["sk"]), "me", seen(row))
    assert lease is not None
    assert lease.checkpoint("0001:9", {})
    assert not lease.checkpoint("0001:8", {})


def test_only_a_lease_that_stands_still_expires() -> None:
    watch, known = Watch(), Seen("owner", 1, 5)
    assert not watch.expired(("a", "b"), known, 100.0)
    assert not watch.expired(("a", "b"), known, 100.0 + EXPIRY_SECONDS - 1)
    assert watch.expired(("a", "b"), known, 100.0 + EXPIRY_SECONDS)
    assert not watch.expired(("a", "b"), Seen("owner", 1, 6), 200.0)


def test_the_keeper_asks_for_free_slots_and_for_those_that_stand_still(engine: Engine) -> None:
    asked: list[tuple[int, Seen | None]] = []
    acquire(engine.control, (SLOTS, "1"), "dead", Seen("", 0, 0))
    acquire(engine.control, (SLOTS, "2"), "alive", Seen("", 0, 0))
    keep(engine.control, 3, lambda slot, _: slot == 1, lambda slot, known: asked.append((slot, known)))
    assert asked == [(0, None), (1, Seen("dead", 1, 1))]


def test_a_pump_lets_go_of_everything_when_its_run_ends(engine: Engine) -> None:
    engine.pump().run(0, 0.5)
    rows = engine.control.query_all(lineage.SHARDS) + engine.control.query_all(SLOTS)
    assert {row["holder"] for row in rows} == {""}


# ---- resync -------------------------------------------------------------------------------------------------


def resync_all(engine: Engine, *tables: str) -> int:
    """Run the resyncs of some tables, or every one that is needed, beside a pump; how many rows were mended."""
    mended = 0
    with pumping(engine):
        for table in tables or resync.needed(engine.control):
            run = resync.Resync(engine, table)
            assert run.run()
            mended += run.mended
    return mended


def test_a_first_day_begins_with_a_resync_that_finds_nothing_to_mend(engine: Engine) -> None:
    fill()
    assert len(resync.needed(engine.control)) == 7
    assert resync_all(engine) == 0
    assert resync.needed(engine.control) == []
    assert stream_status().applied == 7


def test_a_resync_mends_what_no_record_tells(engine: Engine) -> None:
    fill()
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
    fill()
    pump = engine.pump()
    pump.drain()
    resync_all(engine)
    row = next(row for row in engine.control.query_all(lineage.SHARDS) if row["table"] == "orders")
    lost = f"{1:030d}"
    engine.control.update((row["pk"], row["sk"]), put={"cp": f"0001:{lost:0>40}", "sequence": lost})
    engine.pump().drain()
    assert resync.needed(engine.control) == ["orders"]
    assert any("records were lost" in alarm for alarm in stream_status().alarms)
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
    fill()
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


# ---- digest and replay --------------------------------------------------------------------------------------


def digest_of(engine: Engine, *options: str) -> str:
    out = StringIO()
    with pumping(engine):
        try:
            call_command("projection_digest", *options, stdout=out, stderr=out)
        except CommandError as error:
            out.write(str(error))
    return out.getvalue()


def test_an_empty_projection_has_no_digest(engine: Engine) -> None:
    assert digest_of(engine) == "The projection is empty."


def test_a_corrupted_row_is_named(engine: Engine) -> None:
    fill()
    engine.pump().drain()
    store = engine.applier.store
    row = store.query(keys.fact("2026-11-20", "o1")[0]).rows[0]
    store.transact([Put(row | {"payload": b"j{}"})])
    told = digest_of(engine, "--against-source")
    assert f"{row['pk']} / o1: facts row says something else" in told
    assert "1 differences" in told


def test_a_row_set_aside_for_its_key_is_no_difference(engine: Engine) -> None:
    fill()
    backend.put("users", backend.user("u" * 700))
    engine.pump().drain()
    assert "agrees with the source" in digest_of(engine, "--against-source")


def test_a_missing_row_is_named(engine: Engine) -> None:
    fill()
    engine.pump().drain()
    engine.applier.store.delete(("O#o1", keys.facet_sk("renders", "r1")))
    told = digest_of(engine, "--against-source")
    assert "renders/r1: missing in the projection" in told


def changelog(folder: Path, *lines: object) -> Path:
    log = folder / "log.jsonl"
    log.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
    return log


def change(table: str, item: object, op: str = "put") -> dict[str, object]:
    return {"at": backend.at(0), "table": table, "op": op, "item": item}


def replay(log: Path, *options: str) -> str:
    out = StringIO()
    call_command("replay_changes", str(log), *options, stdout=out, stderr=out)
    return out.getvalue()


def test_a_replay_writes_the_source_tables(engine: Engine, tmp_path: Path) -> None:
    replay(changelog(tmp_path, change("orders", backend.order()), change("orders", backend.order(state="shipped"))))
    engine.pump().drain()
    story = load_story("o1")
    assert story is not None
    assert story.snapshot.order is not None
    assert story.snapshot.order.raw_state == "shipped"
    assert stream_status().received == 2


def test_a_replay_deletes_too(engine: Engine, tmp_path: Path) -> None:
    user = backend.user()
    replay(changelog(tmp_path, change("users", user), change("users", {"user_id": "u1"}, "delete")))
    assert "Item" not in clouds.dynamodb().get_item(TableName="users", Key={"user_id": {"S": "u1"}})


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "no JSON"),
        ("[" * 5000, "no JSON"),
        ("[]", "not an object"),
        ('{"table": "cats"}', "unknown table 'cats'"),
        ('{"table": []}', "unknown table []"),
        ('{"table": "users", "op": "put", "item": {"user_id": "u", "x": ' + "[" * 900 + "]" * 900 + "}}", "nested"),
        ('{"table": "users", "op": "eat", "item": {}}', "unknown op 'eat'"),
        ('{"table": "users", "op": "put", "item": {"name": "x"}}', "no key user_id"),
        ('{"table": "users", "op": "put", "item": {"user_id": "u", "x": NaN}}', "no JSON"),
    ],
)
def test_a_bad_line_is_named_and_stops_nothing(engine: Engine, tmp_path: Path, line: str, complaint: str) -> None:
    told = replay(changelog(tmp_path, line, change("users", backend.user())))
    assert f"line 1: {complaint}" in told
    assert "1 rows written" in told


def test_a_row_that_dynamodb_refuses_spoils_no_other(engine: Engine, tmp_path: Path) -> None:
    huge = backend.user("u2", name="x" * 500_000)
    told = replay(changelog(tmp_path, change("users", backend.user()), change("users", huge)))
    assert "line 2:" in told
    assert "1 rows written" in told


def test_a_replay_goes_on_where_it_stopped(engine: Engine, tmp_path: Path) -> None:
    log = changelog(tmp_path, change("users", backend.user("a")), change("users", backend.user("b")))
    assert "1 rows written" in replay(log, "--from-line", "2")


def test_a_rate_is_kept(engine: Engine, tmp_path: Path) -> None:
    log, began = changelog(tmp_path, *[change("users", backend.user(f"u{n}")) for n in range(10)]), time.monotonic()
    replay(log, "--rate", "20")
    assert time.monotonic() - began >= 0.5


def test_a_file_that_is_not_there_is_said(cloud: str) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        replay(Path("nowhere.jsonl"))


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
