"""Whether the pumps have passed a moment: all that was written before it is applied."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from orders.store import Row, Store
from orders.streams import lineage

POLL_SECONDS = 0.2

SLACK = timedelta(seconds=5)
"""A stream tells the time of its records in whole seconds, by a clock that is not ours."""


def await_passage(control: Store, table: str, meanwhile: Callable[[], object]) -> None:
    """Return when all that is written to a table now has come by its stream; ``meanwhile`` is called on the way."""
    since = datetime.now(UTC)
    while not passed(control, table, since):
        meanwhile()
        time.sleep(POLL_SECONDS)


def await_reading(control: Store, table: str, meanwhile: Callable[[], object]) -> None:
    """Return when every readable shard of a table was asked since the call: its tail is being read."""
    began = datetime.now(UTC).isoformat()
    while not all(row.get("fetched", "") > began for row in lineage.readable(_shards(control, table))):
        meanwhile()
        time.sleep(POLL_SECONDS)


def passed(control: Store, table: str, since: datetime) -> bool:
    """Whether each shard of a table was read to its end since, or up to a record that is surely later.

    The second is for streams that are never idle: they have no end to be read to.
    """
    shards = _shards(control, table)
    return bool(shards) and all(_has_passed(row, since) for row in shards if row["state"] != lineage.DONE)


def _has_passed(row: Row, since: datetime) -> bool:
    empty, reached = row.get("empty_before", ""), row.get("reached", "")
    if empty and datetime.fromisoformat(empty) > since:
        return True
    return bool(reached) and datetime.fromisoformat(reached) > since + SLACK


def _shards(control: Store, table: str) -> list[Row]:
    return [row for row in control.query_all(lineage.SHARDS, consistent=True) if row["table"] == table]
