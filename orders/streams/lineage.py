"""Which streams and shards there are, as rows of the control table.

``TABLES / table`` has the stream's ARN, its epoch (it grows when a stream is switched on again, and compares
before the sequence number) and whether the table must be resynced. ``SHARDS / table#epoch#shard`` is a shard's
lease, with its position, its parent, its state and what was counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from orders.contract.tables import SOURCE_TABLES
from orders.projections.tables import source_name
from orders.store import Condition, Conflict, Key, Row, Store

TABLES, SHARDS = "TABLES", "SHARDS"
READY, DONE = "ready", "done"
NEEDED = "needed"
"""Of a table: what its streams tell now does not follow on what the projection holds."""


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
        """Look at every table's stream once."""
        for table in SOURCE_TABLES:
            self.sync_table(table)

    def sync_table(self, table: str) -> None:
        """Take note of a table's stream, and of every shard that is not known yet."""
        arn = self.dynamodb.describe_table(TableName=source_name(table))["Table"].get("LatestStreamArn", "")
        if not arn:
            return
        epoch = self._epoch(table, arn)
        for shard in self.shards(arn):
            self.add(table, epoch, arn, shard)

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

    def _epoch(self, table: str, arn: str) -> int:
        """The epoch of a stream. A stream nobody has read before begins with a resync: what its table held
        before the stream was switched on is in no record.
        """
        known = self.control.get((TABLES, table))
        if known is not None and known["arn"] == arn:
            return int(known["stream_epoch"])
        epoch = int(known["stream_epoch"]) + 1 if known else 1
        row: Row = {"pk": TABLES, "sk": table, "arn": arn, "stream_epoch": epoch, "resync": NEEDED}
        expected = (
            Condition("arn = :arn", {":arn": known["arn"]}) if known else Condition("attribute_not_exists(pk)", {})
        )
        try:
            self.control.put(row, expected)
        except Conflict:
            return self._epoch(table, arn)
        return epoch


def readable(shards: list[Row]) -> list[Row]:
    """The shards that may be read now: not done, and their parent done or gone."""
    by_id = {(row["table"], row["stream_epoch"], row["shard"]): row for row in shards}
    return [
        row
        for row in shards
        if row["state"] == READY
        and by_id.get((row["table"], row["stream_epoch"], row["parent"]), {"state": DONE})["state"] == DONE
    ]
