"""One shard being read: from its checkpoint to its end, record by record, in order."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from botocore.exceptions import ClientError

from orders.changes import Change, parse_or_keep
from orders.contract.tables import SOURCE_TABLES, SourceTable
from orders.store import Row
from orders.streams.lease import HEARTBEAT_SECONDS, Lease
from orders.streams.pacing import FULL_PAGE, Pacing

EMPTY_KEPT = 2
"""Two empty fetches in a row say that a shard is read to its end; DynamoDB may give one in between."""
OUTCOMES = ("applied", "fenced", "unchanged", "quarantined")


class Trimmed(Exception):
    """Records after our checkpoint are gone from the stream: they can only be had by a resync."""


class Vanished(Exception):
    """The stream says that it has no such shard."""


@dataclass(slots=True)
class Shard:
    """A shard whose lease is ours. ``sequence`` is the last one applied; "" before the first record."""

    lease: Lease
    table: SourceTable
    arn: str
    shard_id: str
    stream_epoch: int
    sequence: str
    pacing: Pacing = field(default_factory=Pacing)
    ended: bool = False
    taken: bool = False
    fetched_at: datetime | None = None
    """When the last fetch began, perhaps by another run: losses are counted from there."""
    applied_to: datetime | None = None
    """Every change up to this moment is applied: of the last record, or of the fetch that found no more."""
    pending: list[Change] = field(default_factory=list)
    _iterator: str | None = None
    _empty: list[datetime] = field(default_factory=list)
    _told: float = field(default_factory=time.monotonic)
    _said_idle: bool = False

    @classmethod
    def of(cls, row: Row, lease: Lease) -> Shard:
        """The shard of a lease row."""
        return cls(
            lease=lease,
            table=SOURCE_TABLES[row["table"]],
            arn=row["arn"],
            shard_id=row["shard"],
            stream_epoch=row["stream_epoch"],
            sequence=row.get("sequence", ""),
            fetched_at=datetime.fromisoformat(row["fetched"]) if row.get("fetched") else None,
        )

    def fetch(self, streams: Any) -> None:
        """Read the next page into ``pending``. Raises Trimmed where the stream no longer goes back so far, and
        Vanished where there is no such shard.

        An iterator that has expired costs nothing: a new one starts after the checkpoint.
        """
        began = datetime.now(UTC)
        try:
            answer = self._get_records(streams)
        except ClientError as error:
            match error.response["Error"]["Code"]:
                case "TrimmedDataAccessException":
                    raise Trimmed(self.shard_id) from error
                case "ResourceNotFoundException":
                    raise Vanished(self.shard_id) from error
            raise
        self._iterator = answer.get("NextShardIterator")
        self.pending = [parse_or_keep(record, self.table, self.stream_epoch) for record in answer["Records"]]
        self.ended = self._iterator is None
        self.fetched_at = began
        self._empty = [] if self.pending else [*self._empty, began][-EMPTY_KEPT:]
        self.pacing.fetched(len(self.pending), time.monotonic())

    def settle(self, tally: Counter[tuple[str, str]], work: Mapping[str, int] = MappingProxyType({})) -> None:
        """Everything pending is applied or set aside, durably: only now may the checkpoint move. ``work`` is what
        the batch took in transactions and conflicts, told by one of its shards.
        """
        self.applied_to = self.pending[-1].at if self.pending else self.fetched_at
        if self.pending:
            last = self.pending[-1]
            counted = {outcome: tally[self.table.name, outcome] for outcome in OUTCOMES}
            counted = {name: count for name, count in [*counted.items(), *work.items()] if count}
            received = {"received": len(self.pending)}
            self.pending = []
            self.taken = not self.lease.checkpoint(
                last.fence, received | counted, sequence=last.sequence, reached=last.at.isoformat(), **self.status()
            )
            self.sequence = last.sequence
            self._told = time.monotonic()
        elif self._is_idle != self._said_idle or time.monotonic() - self._told >= 1:
            self.tell()

    def forget(self) -> None:
        """Drop what was fetched and could not be applied; it is read again from the checkpoint."""
        self.pending = []
        self._iterator = None
        self.pacing.failed(time.monotonic())

    def tell(self) -> None:
        """Renew the lease, with how the shard stands."""
        self._told = time.monotonic()
        self._said_idle = self._is_idle
        self.taken = self.taken or not self.lease.renew(**self.status())

    def tell_if_due(self) -> None:
        """Renew the lease where that was not done lately; safe to call from the heartbeat's thread."""
        if time.monotonic() - self._told >= HEARTBEAT_SECONDS:
            self.tell()

    def status(self) -> dict[str, str | bool]:
        """For ``stream_status``: the last fetch, the two latest empty ones, the oldest record not yet applied."""
        empty = [when.isoformat() for when in self._empty]
        pending = self.pending  # looked at by two threads
        return {
            "fetched": self.fetched_at.isoformat() if self.fetched_at else "",
            "behind": bool(pending) or len(empty) == 0,
            "empty_before": empty[0] if self._is_idle else "",
            "oldest": pending[0].at.isoformat() if pending else "",
        }

    @property
    def _is_idle(self) -> bool:
        return len(self._empty) == EMPTY_KEPT

    def restart(self) -> None:
        """Begin again with the oldest record there is."""
        self.sequence, self._iterator = "", None

    def _get_records(self, streams: Any) -> Any:
        try:
            return streams.get_records(ShardIterator=self._iterator or self._start(streams), Limit=FULL_PAGE)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExpiredIteratorException":
                raise
        self._iterator = None
        return streams.get_records(ShardIterator=self._start(streams), Limit=FULL_PAGE)

    def _start(self, streams: Any) -> str:
        where = {"ShardIteratorType": "TRIM_HORIZON"}
        if self.sequence:
            where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": self.sequence}
        answer = streams.get_shard_iterator(StreamArn=self.arn, ShardId=self.shard_id, **where)
        return str(answer["ShardIterator"])
