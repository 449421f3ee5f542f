"""The Lambda on events in AWS's own form: success, first failure, repeats, and the same rows as the pump makes."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from orders import tasks
from orders.changes import Change, parse_or_keep
from orders.contract.encode import spell_item
from orders.projections.apply import Applier, ManyBroken
from orders.projections.digest import read_contents
from orders.projections.feeds import Feeds
from orders.projections.quarantine import every
from orders.read import load_story
from orders.store import Conflict, Store, live_store
from orders.streams import lambda_handler
from orders.streams.engine import control_store
from orders.streams.lambda_handler import UnknownStream, handler
from orders.streams.lineage import SHARDS, TABLES
from orders.streams.status import stream_status
from tests.streams import backend

EVENTS = Path(__file__).parent / "events"
STREAM = "arn:aws:dynamodb:eu-central-1:111111111111:table/{}/stream/2026-11-20T09:00:00.000"
Event = dict[str, list[dict[str, Any]]]


class Context:
    """What Lambda tells of the call: the time that is left."""

    def __init__(self, milliseconds: int = 60_000) -> None:
        self.milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


def recorded(name: str) -> Event:
    event: Event = json.loads((EVENTS / f"{name}.json").read_text())
    return event


def run(event: Event, context: Context | None = None) -> list[str]:
    """The failures that are answered."""
    answer = handler(event, context or Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@pytest.fixture(autouse=True)
def _known_streams(cloud: str) -> Iterator[None]:
    """The control table knows the streams of the events, in their second epoch."""
    for table in ("orders", "print_jobs"):
        row = {"pk": TABLES, "sk": table, "arn": STREAM.format(table), "stream_epoch": 2}
        control_store().put(row)
    lambda_handler._engine.cache_clear()
    yield
    lambda_handler._engine().applier.__exit__()
    lambda_handler._engine.cache_clear()


def failing_for(monkeypatch: pytest.MonkeyPatch, key: str, error: type[Exception] = Conflict) -> None:
    """Whatever holds a change of that row cannot be applied."""
    apply = Feeds.apply

    def sometimes(self: Feeds, changes: Sequence[Change], *, alone: bool = False) -> object:
        if any(change.key == key for change in changes):
            raise error
        return apply(self, changes, alone=alone)

    monkeypatch.setattr(Feeds, "apply", sometimes)


def test_a_batch_is_applied(cloud: str) -> None:
    assert run(recorded("plain")) == []
    story = load_story("o1")
    assert story is not None
    assert story.snapshot.order is not None
    assert story.snapshot.order.state == "in_production"
    assert [entry.key for entry in every(live_store())] == ["o3"]


def test_packed_rows_come_in_base64() -> None:
    assert run(recorded("packed")) == []
    story = load_story("o1")
    assert story is not None
    assert [job.state for job in story.snapshot.print_jobs] == ["in_production"]
    assert [entry.changed["state"][1] for entry in story.journal] == ["submitted", "accepted", "in_production"]


def test_nothing_is_a_success() -> None:
    assert run({"Records": []}) == []


def test_a_batch_that_comes_twice_changes_nothing() -> None:
    run(recorded("plain"))
    before = read_contents(live_store()).digest()
    assert run(recorded("plain")) == []
    assert read_contents(live_store()).digest() == before


def test_the_first_failure_is_named_and_all_before_it_is_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    failing_for(monkeypatch, "o3")
    event = recorded("plain")
    assert run(event) == [event["Records"][3]["dynamodb"]["SequenceNumber"]]
    story = load_story("o1")
    assert story is not None
    assert story.snapshot.order is not None
    assert story.snapshot.order.state == "in_production"


def test_what_failed_is_sent_again_and_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    event = recorded("plain")
    with monkeypatch.context() as failing:
        failing_for(failing, "o3")
        (sequence,) = run(event)
    left = [r for r in event["Records"] if int(r["dynamodb"]["SequenceNumber"]) >= int(sequence)]
    assert run({"Records": left}) == []
    pumped = digest_of_the_pump(event)
    assert read_contents(live_store()).digest() == pumped


def test_without_time_nothing_more_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    failing_for(monkeypatch, "o3")
    event = recorded("plain")
    assert run(event, Context(1_000)) == [event["Records"][0]["dynamodb"]["SequenceNumber"]]


def test_many_that_cannot_be_derived_fail_the_whole_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    failing_for(monkeypatch, "o3", ManyBroken)
    event = recorded("plain")
    assert run(event) == [event["Records"][0]["dynamodb"]["SequenceNumber"]]
    assert list(every(live_store())) == []


def test_a_record_without_a_key_is_set_aside() -> None:
    event = recorded("plain")
    event["Records"][1]["dynamodb"]["Keys"] = {}
    assert run(event) == []
    assert sorted(entry.key for entry in every(live_store())) == ["", "o3"]


def test_the_same_rows_as_the_pump_makes() -> None:
    plain, packed = recorded("plain"), recorded("packed")
    run(plain)
    run(packed)
    made = read_contents(live_store())
    assert made.counts()
    assert made.digest() == digest_of_the_pump(plain, packed)


def digest_of_the_pump(*events: Event) -> str:
    """The digest of what an applier makes of the same records as GetRecords gives them, in another projection."""
    changes = []
    for event in events:
        for record in event["Records"]:
            body = record["dynamodb"]
            images = {name: _bytes(body[name]) for name in ("OldImage", "NewImage") if name in body}
            table = lambda_handler.table_of(record["eventSourceARN"])
            changes.append(parse_or_keep({**record, "dynamodb": {**body, **images}}, table, 2))
    name = "projection_of_the_pump"
    live_store().client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": a, "AttributeType": "S"} for a in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    with Applier(Store(name, live_store().client)) as applier:
        applier.apply(changes)
        return read_contents(applier.store).digest()


def _bytes(image: dict[str, Any]) -> dict[str, Any]:
    return {name: {"B": base64.b64decode(value["B"])} if "B" in value else value for name, value in image.items()}


def test_a_stream_nobody_knows_is_refused() -> None:
    event = recorded("plain")
    event["Records"][0]["eventSourceARN"] = STREAM.format("orders").replace("2026", "2027")
    with pytest.raises(UnknownStream):
        run(event)


def test_an_older_stream_that_is_still_read_comes_before_the_newer(cloud: str) -> None:
    old = STREAM.format("orders").replace("2026", "2025")
    row = {"pk": SHARDS, "sk": "orders#0001#s", "table": "orders", "arn": old, "stream_epoch": 1, "shard": "s"}
    control_store().put({**row, "parent": "", "state": "done", "holder": "", "epoch": 0, "hb": 0})
    run(recorded("plain"))
    event = recorded("plain")
    event["Records"] = event["Records"][:1]
    event["Records"][0]["eventSourceARN"] = old
    event["Records"][0]["dynamodb"]["SequenceNumber"] = "9" * 30
    assert run(event) == []
    story = load_story("o1")
    assert story is not None
    assert story.snapshot.order is not None
    assert story.snapshot.order.state == "in_production"


def test_the_status_counts_what_lambda_did() -> None:
    run(recorded("plain"))
    status = stream_status()
    assert (status.received, status.quarantined, status.balanced) == (5, 1, True)
    assert status.transactions > 0


def test_with_a_prefix_the_table_is_found() -> None:
    with override_settings(SOURCE_TABLE_PREFIX="prod_"):
        assert lambda_handler.table_of(STREAM.format("prod_users")).name == "users"


@override_settings(STREAM_READER="lambda")
def test_where_lambda_reads_no_pump_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(tasks.pump, "apply_async", lambda *a, **_: asked.append(a))
    monkeypatch.setattr(tasks.resync, "apply_async", lambda *a, **_: asked.append(a))
    backend.put("orders", backend.order())
    tasks.shardsync()
    tasks.keeper()
    tasks.pump(0)
    assert asked == []
    assert load_story("o1") is None
    assert "a-resync-waits-for-the-pump" in {alarm.name for alarm in stream_status().alarms}


COLD = """
import json, sys
from orders.streams.lambda_handler import handler
event = json.loads(sys.stdin.read())
print(json.dumps(handler(event, None)))
from django.apps import apps
assert not apps.ready
assert not [name for name in sys.modules if name.startswith(("psycopg", "rest_framework", "django.db.backends.p"))]
"""


def test_a_cold_start_loads_no_application_and_no_database(cloud: str) -> None:
    kept = {"PATH": os.environ["PATH"], "CONTROL_TABLE": settings.CONTROL_TABLE}
    names = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "PROJECTION_TABLE")
    done = subprocess.run(
        [sys.executable, "-c", COLD],
        input=json.dumps(recorded("plain")),
        env=kept | {name: getattr(settings, name) for name in names},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == '{"batchItemFailures": []}', done.stderr
    assert done.returncode == 0, done.stderr
    assert load_story("o1") is not None


def test_events_are_spelt_as_dynamodb_spells_rows() -> None:
    """The recorded events agree with what our own writer of source rows makes."""
    image = recorded("plain")["Records"][0]["dynamodb"]["NewImage"]
    assert image["total"] == spell_item(backend.order())["total"]
