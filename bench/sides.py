"""The two sides of the comparison, each reading the same streams: the engine, and a loop without any logic."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from orders import cloud
from orders.changes import Change
from orders.contract.changelog import LoggedChange
from orders.contract.encode import spell_item
from orders.contract.source import Writer
from orders.contract.tables import SOURCE_TABLES
from orders.projections.apply import THREADS, Applier
from orders.projections.feeds import Feeds
from orders.projections.tables import source_name
from orders.projections.work import Outcome
from orders.store import Store
from orders.streams.engine import Engine
from orders.streams.pacing import FULL_PAGE
from orders.streams.pump import SLOTS

BARE_TABLE = "bare"
SENT = "bench_sent"
"""Attribute of a row that says when it was written, in seconds since 1970; the product does not know it."""


@dataclass(slots=True)
class Taken:
    """What a side did: records, orders and other aggregates applied (for the bare side: rows written), transactions,
    conflicts, CPU seconds, and the seconds from the writing of each record that says when it was, to its applying.
    """

    records: int = 0
    applied: int = 0
    transactions: int = 0
    conflicts: int = 0
    cpu: float = 0.0
    lags: list[float] = field(default_factory=list)

    def add(self, other: Taken) -> None:
        """Count more of it in."""
        self.records += other.records
        self.applied += other.applied
        self.transactions += other.transactions
        self.conflicts += other.conflicts
        self.cpu += other.cpu
        self.lags += other.lags


class Counting(Feeds):
    """What the pump applies to, counting."""

    taken = Taken()

    def apply(self, changes: Sequence[Change], *, alone: bool = False) -> Outcome:
        """As without counting."""
        outcome = super().apply(changes, alone=alone)
        now = time.time()
        lags = [now - float(change.new[SENT]["S"]) for change in changes if change.new and SENT in change.new]
        done = Taken(outcome.tally.total(), outcome.aggregates, outcome.transactions, outcome.conflicts, lags=lags)
        self.taken.add(done)
        return outcome


class Ours:
    """The engine of one process: pump, applier and checkpoints as in production."""

    def __init__(self, slot: int) -> None:
        engine = Engine.live()
        self.applier = engine.applier = Counting(engine.control, lambda table: Applier(Store(table, cloud.dynamodb())))
        self.engine, self.pump = engine, engine.pump()
        self.control, self.slot = engine.control, (SLOTS, str(slot))

    def live(self) -> None:
        """Say that this slot lives, so that the shards are shared."""
        self.control.update(self.slot, put={"holder": "bench"}, add={"hb": 1})

    def take(self) -> Taken:
        """Apply everything that is in the streams now."""
        self.applier.taken = taken = Taken()
        began = time.process_time()
        self.pump.catch_up()
        taken.cpu = time.process_time() - began
        return taken

    def run(self, seconds: float) -> Taken:
        """Work as a task of the pump does, for so long."""
        self.applier.taken = Taken()
        self.let_go()
        self.engine.pump().run(int(self.slot[1]), seconds)
        return self.applier.taken

    def let_go(self) -> None:
        """Let others have the shards and the slot."""
        self.pump.drain()
        self.control.update(self.slot, put={"holder": ""})


@dataclass(slots=True)
class Bare:
    """Reads streams from their beginning and writes one item a record, by as many threads as an applier has."""

    streams: Sequence[tuple[str, str]]
    _at: dict[str, str] = field(default_factory=dict)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS))

    def take(self, *, write: bool = True) -> Taken:
        """Write everything that is in the streams now; without ``write`` only pass it by."""
        taken, began = Taken(), time.process_time()
        while records := [record for page in self._threads.map(self._page, self.streams) for record in page]:
            taken.records += len(records)
            if write:
                taken.applied += sum(self._threads.map(_write, records))
        taken.cpu = time.process_time() - began
        return taken

    def _page(self, stream: tuple[str, str]) -> list[dict[str, Any]]:
        arn, shard = stream
        client = cloud.dynamodb_streams()
        if arn not in self._at:
            answer = client.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
            self._at[arn] = answer["ShardIterator"]
        answer = client.get_records(ShardIterator=self._at[arn], Limit=FULL_PAGE)
        self._at[arn] = answer["NextShardIterator"]
        return list(answer["Records"])


def _write(record: dict[str, Any]) -> int:
    image = record["dynamodb"]["NewImage"]
    key = record["dynamodb"]["Keys"]
    cloud.dynamodb().put_item(TableName=BARE_TABLE, Item={**image, "pk": next(iter(key.values()))})
    return 1


def streams(tables: Iterable[str]) -> list[tuple[str, str]]:
    """Stream and shard of each source table; the emulator's streams have one shard each."""
    client, found = cloud.dynamodb_streams(), []
    for table in tables:
        arn = client.list_streams(TableName=source_name(table))["Streams"][0]["StreamArn"]
        description = client.describe_stream(StreamArn=arn)["StreamDescription"]
        found.append((arn, description["Shards"][0]["ShardId"]))
    return found


def write_source(changes: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Play the backend: write rows to the source tables, each row's changes in order."""
    writer = Writer(cloud.dynamodb(), settings.SOURCE_TABLE_PREFIX)
    for table, row in changes:
        source = SOURCE_TABLES[table]
        writer.write(LoggedChange(0, source, row[source.key], spell_item(row)))
    writer.flush()
