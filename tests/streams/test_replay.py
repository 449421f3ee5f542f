"""Replaying a change log into the source tables."""

from __future__ import annotations

import json
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from orders import cloud as clouds
from orders.read import load_story
from orders.streams.engine import Engine
from orders.streams.status import stream_status
from tests.streams import backend


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
