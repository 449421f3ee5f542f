"""Which streams and shards there are, as rows of the control table.

``TABLES / table`` has the stream's ARN, its epoch (it grows when a stream is switched on again, and compares
before the sequence number) and whether the table must be resynced. ``SHARDS / table#epoch#shard`` is a shard's
lease, with its position, its parent, its state and what was counted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from orders.contract.tables import SOURCE_TABLES
from orders.projections.tables import source_name
from orders.refusals import name_of
from orders.store import Condition, Conflict, Key, Row, Store

TABLES, SHARDS = "TABLES", "SHARDS"
COUNTS = ("received", "applied", "fenced", "unchanged", "quarantined")
"""What is counted of the records: everything received became one of the others."""
WORK = ("transactions", "conflicts")
"""What applying took, counted beside the records."""
READY, DONE = "ready", "done"
NEEDED = "needed"
"""Of a table: what its streams tell now does not follow on what the projection holds."""

KEPT = timedelta(hours=23)
"""A stream keeps a record for a day; what was not read for almost as long may be gone in part."""


log = logging.getLogger(__name__)


def shard_key(table: str, epoch: int, shard_id: str) -> Key:
    """The lease of a shard."""
    return SHARDS, f"{table}#{epoch:04d}#{shard_id}"


class Lineage:
    """Keeps the control table's list of shards up to date. Every step may be repeated."""

    def __init__(self, control: Store, dynamodb: Any, streams: Any) -> None:
        self.control = control
        self.dynamodb = dynamodb
        self.streams = streams

    def sync(self) -> None:
        """Look at every table's stream once. One that AWS refuses to tell of keeps no other waiting; the first refusal
        is raised in the end.
        """
        refused: list[ClientError] = []
        for table in SOURCE_TABLES:
            try:
                self.sync_table(table)
            except ClientError as error:
                log.error("stream not looked at", extra={"table": table, "error": name_of(error)})
                refused.append(error)
        if refused:
            raise refused[0]

    def sync_table(self, table: str) -> None:
        """Take note of a table's stream, and of every shard that is not known yet."""
        arn = self.dynamodb.describe_table(TableName=source_name(table))["Table"].get("LatestStreamArn", "")
        if not arn:
            return
        epoch = self._epoch(table, arn)
        listed = {shard["ShardId"]: shard for shard in self.shards(arn)}
        rows = self._known(table)
        known = {row["shard"] for row in rows if row["stream_epoch"] == epoch}
        for shard_id in listed.keys() - known:
            self.add(table, epoch, arn, listed[shard_id])
            parent = listed[shard_id].get("ParentShardId", "")
            if known and parent and parent not in known | listed.keys():
                self._note_loss(table, rows)  # a whole shard came and went while nobody looked
        waiting = {row["parent"] for row in rows if not row.get("fetched")}
        for row in rows:
            gone = row["stream_epoch"] < epoch or row["shard"] not in listed
            if gone and row["state"] == DONE and row["shard"] not in waiting:
                self._retire(row)

    def shards(self, arn: str) -> Iterator[dict[str, Any]]:
        """Every shard of a stream, page by page."""
        arguments = {"StreamArn": arn}
        while True:
            answer = self.streams.describe_stream(**arguments)["StreamDescription"]
            yield from answer["Shards"]
            last = answer.get("LastEvaluatedShardId")
            if not last:
                return
            arguments["ExclusiveStartShardId"] = last

    def exists(self, arn: str, shard_id: str) -> bool:
        """Whether a stream still has a shard."""
        try:
            return any(shard["ShardId"] == shard_id for shard in self.shards(arn))
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            return False

    def add(self, table: str, epoch: int, arn: str, shard: dict[str, Any]) -> None:
        """Make a shard's lease, unless it is there. It begins at the oldest record."""
        pk, sk = shard_key(table, epoch, shard["ShardId"])
        row: Row = {
            "pk": pk,
            "sk": sk,
            "table": table,
            "arn": arn,
            "stream_epoch": epoch,
            "shard": shard["ShardId"],
            "parent": shard.get("ParentShardId", ""),
            "state": READY,
            "holder": "",
            "epoch": 0,
            "hb": 0,
        }
        try:
            self.control.put(row, Condition("attribute_not_exists(pk)", {}))
        except Conflict:
            return  # known already

    def children(self, table: str, epoch: int, arn: str, shard_id: str) -> None:
        """Add the children of a shard that has ended, before it is marked done."""
        for shard in self.shards(arn):
            if shard.get("ParentShardId") == shard_id:
                self.add(table, epoch, arn, shard)

    def ask_for_resync(self, table: str, since: str, until: str) -> None:
        """Note that changes between two times are lost; an earlier loss that is not mended yet stays within."""
        lost = {"resync": NEEDED, "lost": until}
        try:
            self.control.update(
                (TABLES, table),
                put={**lost, "gap_from": since},
                add={"losses": 1},
                condition=Condition("attribute_not_exists(gap_from) OR gap_from > :since", {":since": since}),
            )
        except Conflict:
            self.control.update((TABLES, table), put=lost, add={"losses": 1})

    def may_have_lost(self, row: Row, shards: list[Row], now: datetime) -> bool:
        """Whether older records of a shard that is read from its beginning may be gone: for a day, nobody has read
        it, or its parent where it is new. After a checkpoint the stream says so itself.
        """
        parent = next((each for each in shards if each["shard"] == row["parent"]), {})
        read = row.get("fetched") or parent.get("fetched", "")
        return bool(read) and not row.get("sequence") and now - datetime.fromisoformat(read) > KEPT

    def _known(self, table: str) -> list[Row]:
        return self.control.query_all(SHARDS, prefix=f"{table}#", consistent=True)

    def _note_loss(self, table: str, rows: list[Row]) -> None:
        """Ask for a resync of what came since the stream was last read."""
        now = datetime.now(UTC).isoformat()
        self.ask_for_resync(table, max((row.get("fetched", "") for row in rows), default="") or now, now)

    def _retire(self, row: Row) -> None:
        """Forget a shard that is done and gone; what was counted of it stays counted."""
        try:
            self.control.delete((row["pk"], row["sk"]), Condition("attribute_exists(pk)", {}))
        except Conflict:
            return
        counted = {name: row[name] for name in (*COUNTS, *WORK) if name in row}
        if counted:
            self.control.update((TABLES, row["table"]), add=counted)

    def _epoch(self, table: str, arn: str) -> int:
        """The epoch of a stream. A stream nobody has read before begins with a resync: what its table held
        before the stream was switched on is in no record. A row without a stream was left by a process that told of a
        loss just when the tables had been made anew.
        """
        known = self.control.get((TABLES, table)) or {}
        before = known.get("arn")
        if before == arn:
            return int(known["stream_epoch"])
        epoch = int(known.get("stream_epoch", 0)) + 1
        expected = Condition("arn = :arn", {":arn": before}) if before else Condition("attribute_not_exists(arn)", {})
        if before:
            self._note_loss(table, self._known(table))
        try:
            self.control.update(
                (TABLES, table), put={"arn": arn, "stream_epoch": epoch, "resync": NEEDED}, condition=expected
            )
        except Conflict:
            return self._epoch(table, arn)
        return epoch


def losses(control: Store) -> int:
    """How often records were lost, over all tables and time."""
    return sum(int(row.get("losses", 0)) for row in control.query_all(TABLES, consistent=True))


def readable(shards: list[Row]) -> list[Row]:
    """The shards that may be read now: not done, and their parent done or gone."""
    by_id = {(row["table"], row["stream_epoch"], row["shard"]): row for row in shards}
    return [
        row
        for row in shards
        if row["state"] == READY
        and by_id.get((row["table"], row["stream_epoch"], row["parent"]), {"state": DONE})["state"] == DONE
    ]
