"""DynamoDB Streams, in memory: shards that split, close, are trimmed and show up late, iterators that expire.

What the engine asks of the real one: DescribeStream, GetShardIterator, GetRecords. Each key's records keep their
order across splits: a shard's range of keys is divided among its children, which begin where it ended.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

from tests.fakes.clock import Clock
from tests.fakes.errors import refusal
from tests.fakes.wire import Wire

PAGE_OF_SHARDS = 100
PAGE_OF_RECORDS = 1_000
ITERATOR_SECONDS = 15 * 60
HASHES = 2**32
MOST_DIGITS = 40


@dataclass(slots=True, eq=False)
class FakeShard:
    """One shard: keys whose hash is in [low, high). ``cut`` of its records are trimmed; it shows up at ``visible``."""

    shard_id: str
    parent: str = ""
    low: int = 0
    high: int = HASHES
    visible: float = 0.0
    closed: bool = False
    cut: int = 0
    sequences: list[int] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)

    def trim(self, count: int) -> None:
        """Forget the oldest records."""
        count = min(count, len(self.records))
        del self.records[:count]
        self.cut += count

    def from_position(self, position: int, limit: int) -> list[dict[str, Any]]:
        """Records from a position on; positions count what was trimmed."""
        return self.records[position - self.cut : position - self.cut + limit]

    @property
    def end(self) -> int:
        """The position after the last record."""
        return self.cut + len(self.records)


@dataclass(slots=True, eq=False)
class FakeStream:
    """The stream of one table, as long as it is switched on. ``sequence`` is the last number given."""

    arn: str
    table: str
    sequence: int
    shards: dict[str, FakeShard] = field(default_factory=dict)
    open: list[FakeShard] = field(default_factory=list)
    """Those that take records."""
    _made: int = 0

    def add(self, parent: FakeShard | None, low: int, high: int, visible: float = 0.0) -> FakeShard:
        """A shard more."""
        self._made += 1
        shard_id = f"shardId-{self._made:020}-{zlib.crc32(self.arn.encode()):08x}"
        made = FakeShard(shard_id, parent.shard_id if parent else "", low, high, visible)
        self.shards[shard_id] = made
        self.open.append(made)
        return made

    def split(self, shard: FakeShard, pieces: int = 2, visible: float = 0.0) -> list[FakeShard]:
        """Close a shard and give its keys to children; one child is a shard that rolled over."""
        self.close(shard)
        bounds = [shard.low + (shard.high - shard.low) * n // pieces for n in range(pieces + 1)]
        return [self.add(shard, low, high, visible) for low, high in pairwise(bounds)]

    def close(self, shard: FakeShard) -> None:
        """Let a shard take no more records."""
        shard.closed = True
        self.open.remove(shard)

    def vanish(self, shard: FakeShard) -> None:
        """A closed shard is no more, a day after it was closed."""
        del self.shards[shard.shard_id]

    def write(self, key: str, record: dict[str, Any]) -> None:
        """Append a record of a key, under the next sequence number."""
        place = zlib.crc32(key.encode("utf-8", "surrogatepass"))
        shard = next(shard for shard in self.open if shard.low <= place < shard.high)
        self.sequence += 1
        shard.sequences.append(self.sequence)
        shard.records.append({**record, "dynamodb": {**record["dynamodb"], "SequenceNumber": str(self.sequence)}})

    def leap(self) -> None:
        """Let the next sequence number have a digit more, up to forty."""
        digits = len(str(self.sequence))
        if digits < MOST_DIGITS:
            self.sequence = max(self.sequence, 10**digits - 2)


class FakeStreams:
    """The service. ``repeats`` is the share of answers that tell again what was told before; ``short`` that of
    answers cut short, empty ones among them.
    """

    def __init__(self, clock: Clock, rng: Random, *, repeats: float = 0.0, short: float = 0.0) -> None:
        self.clock, self.rng = clock, rng
        self.repeats, self.short = repeats, short
        self.most_repeated = 20
        self.streams: dict[str, FakeStream] = {}
        self.told = self.repeated = 0
        self.oldest_iterator = 0
        self.readers: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._iterators = 0

    def switch_on(self, table: str, shards: int = 1) -> FakeStream:
        """A new stream of a table, its keys spread over shards; sequence numbers begin anew."""
        arn = f"arn:aws:dynamodb:eu-central-1:1:table/{table}/stream/{len(self.streams):04}"
        stream = self.streams[arn] = FakeStream(arn, table, 10**21 - 10)
        for number in range(shards):
            stream.add(None, HASHES * number // shards, HASHES * (number + 1) // shards)
        return stream

    def client(self, wire: Wire, name: str = "") -> StreamsClient:
        """The client of one process."""
        return StreamsClient(self, wire, name)

    def expire_iterators(self) -> None:
        """Every iterator that is out there is too old from now on."""
        self.oldest_iterator = self._iterators

    def describe(self, arn: str, after: str, limit: int) -> dict[str, Any]:
        """A page of the shards that show up by now."""
        seen = [s for _, s in sorted(self._stream(arn).shards.items()) if s.visible <= self.clock.now]
        page = [shard for shard in seen if shard.shard_id > after][:limit]
        answer: dict[str, Any] = {"StreamArn": arn, "Shards": [_described(shard) for shard in page]}
        if page and page[-1] is not seen[-1]:
            answer["LastEvaluatedShardId"] = page[-1].shard_id
        return {"StreamDescription": answer}

    def iterator(self, arn: str, shard_id: str, kind: str, sequence: str) -> dict[str, Any]:
        """An iterator before a shard's first record, at or after one, or after its last."""
        shard = self._shard(arn, shard_id, "GetShardIterator")
        match kind:
            case "TRIM_HORIZON":
                position = shard.cut
            case "LATEST":
                position = shard.end
            case "AFTER_SEQUENCE_NUMBER":
                position = bisect_right(shard.sequences, int(sequence))
            case _:
                position = bisect_left(shard.sequences, int(sequence))
        if sequence and shard.cut and int(sequence) <= shard.sequences[shard.cut - 1]:
            raise refusal("TrimmedDataAccessException", "GetShardIterator")
        return {"ShardIterator": self._spell(arn, shard_id, position)}

    def records(self, iterator: str, limit: int, reader: str) -> dict[str, Any]:
        """The records after an iterator, and the next one: None at the end of a closed shard."""
        arn, shard_id, position, number, made = json.loads(iterator)
        if number <= self.oldest_iterator or self.clock.now - made > ITERATOR_SECONDS:
            raise refusal("ExpiredIteratorException", "GetRecords")
        shard = self._shard(arn, shard_id, "GetRecords")
        self.readers[shard_id][reader] = self.clock.now
        if position < shard.cut:
            raise refusal("TrimmedDataAccessException", "GetRecords")
        found = shard.from_position(position, limit)
        if self.short and self.rng.random() < self.short:
            found = found[: self.rng.randrange(len(found) + 1)]
        again = self._told_again(shard, position, len(found))
        self.told += len(found)
        self.repeated += len(again)
        end = position + len(found)
        answer: dict[str, Any] = {"Records": [*again, *found]}
        if not (shard.closed and end == shard.end):
            answer["NextShardIterator"] = self._spell(arn, shard_id, end)
        return answer

    def _told_again(self, shard: FakeShard, position: int, found: int) -> list[dict[str, Any]]:
        """Up to as many records as are new, from before them."""
        most = min(found, self.most_repeated)
        if not most or self.rng.random() >= self.repeats:
            return []
        start = max(shard.cut, position - self.rng.randint(1, most))
        return shard.from_position(start, position - start)

    def _spell(self, arn: str, shard_id: str, position: int) -> str:
        self._iterators += 1
        return json.dumps([arn, shard_id, position, self._iterators, self.clock.now])

    def _stream(self, arn: str) -> FakeStream:
        if arn not in self.streams:
            raise refusal("ResourceNotFoundException", "DescribeStream")
        return self.streams[arn]

    def _shard(self, arn: str, shard_id: str, operation: str) -> FakeShard:
        shard = self._stream(arn).shards.get(shard_id)
        if shard is None:
            raise refusal("ResourceNotFoundException", operation)
        return shard


class StreamsClient:
    """The calls of boto3's client that the engine makes, over one process's wire."""

    def __init__(self, service: FakeStreams, wire: Wire, name: str) -> None:
        self.service, self.wire, self.name = service, wire, name

    def describe_stream(self, **asked: Any) -> dict[str, Any]:
        after, limit = asked.get("ExclusiveStartShardId", ""), asked.get("Limit", PAGE_OF_SHARDS)
        return self.wire.call(
            "describe_stream", lambda: self.service.describe(asked["StreamArn"], after, min(limit, PAGE_OF_SHARDS))
        )

    def get_shard_iterator(self, **asked: str) -> dict[str, Any]:
        shard = (asked["StreamArn"], asked["ShardId"])
        return self.wire.call(
            "get_shard_iterator",
            lambda: self.service.iterator(*shard, asked["ShardIteratorType"], asked.get("SequenceNumber", "")),
        )

    def get_records(self, **asked: Any) -> dict[str, Any]:
        limit = min(asked.get("Limit", PAGE_OF_RECORDS), PAGE_OF_RECORDS)
        return self.wire.call("get_records", lambda: self.service.records(asked["ShardIterator"], limit, self.name))


def _described(shard: FakeShard) -> dict[str, Any]:
    parent = {"ParentShardId": shard.parent} if shard.parent else {}
    return {"ShardId": shard.shard_id, **parent}
