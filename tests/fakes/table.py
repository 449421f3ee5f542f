"""The rows of one DynamoDB table, in memory: conditions, atomic transactions and limits as DynamoDB has them."""

from __future__ import annotations

import zlib
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from threading import RLock

from orders.store import Condition, Conflict, Key, Page, Put, Row, Write
from tests.fakes.conditions import parse
from tests.fakes.errors import refusal

ITEM_BYTES = 400 * 1024
TRANSACTION_BYTES = 4 * 1024 * 1024
PAGE_BYTES = 1024 * 1024
PK_BYTES, SK_BYTES = 2048, 1024
LAST = "\U0010ffff"


class Partition:
    """The rows of one partition by sort key, with what each weighs. Rows are replaced, never changed."""

    __slots__ = ("order", "rows")

    def __init__(self) -> None:
        self.rows: dict[str, tuple[Row, int]] = {}
        self.order: list[str] = []

    def put(self, row: Row, size: int) -> None:
        """Keep a row as it is."""
        sk = row["sk"]
        if sk not in self.rows:
            insort(self.order, sk)
        self.rows[sk] = (row, size)

    def delete(self, sk: str) -> None:
        """Forget a row, if it is there."""
        if self.rows.pop(sk, None) is not None:
            del self.order[bisect_left(self.order, sk)]


class MemoryTable:
    """What every twin of a store shares. ``stale`` makes reads that need not be consistent tell, at random, what a
    row was before its last change.
    """

    def __init__(self, stale: Random | None = None) -> None:
        self.partitions: dict[str, Partition] = {}
        self.stale = stale
        self.before: dict[Key, Row | None] = {}
        self.lock = RLock()

    def get(self, key: Key, *, consistent: bool) -> Row | None:
        """A copy of one row."""
        with self.lock:
            return self._seen(key, consistent)

    def query(
        self, pk: str, low: str, high: str, *, limit: int | None, forward: bool, after: Key | None, consistent: bool
    ) -> Page:
        """The rows from ``low`` through ``high``, up to ``limit`` or a megabyte."""
        with self.lock:
            partition = self.partitions.get(pk) or Partition()
            wanted = partition.order[bisect_left(partition.order, low) : bisect_right(partition.order, high)]
            if not forward:
                wanted.reverse()
            if after is not None:
                wanted = [sk for sk in wanted if (sk > after[1] if forward else sk < after[1])]
            rows, size = [], 0
            for number, sk in enumerate(wanted, start=1):
                size += partition.rows[sk][1]
                if (row := self._seen((pk, sk), consistent)) is not None:
                    rows.append(row)
                if number == limit or (size > PAGE_BYTES and number < len(wanted)):
                    return Page(rows, (pk, sk))
            return Page(rows, None)

    def put(self, row: Row, condition: Condition | None) -> None:
        """Keep a row. Raises Conflict."""
        size = checked_size(row)
        with self.lock:
            self._check((row["pk"], row["sk"]), condition)
            self._put(row, size)

    def update(self, key: Key, put: Row, add: Row, remove: Iterable[str], condition: Condition | None) -> Row:
        """Change some attributes; a copy of the row afterwards. Raises Conflict."""
        with self.lock:
            row = self._check(key, condition)
            row = {"pk": key[0], "sk": key[1], **row, **put}
            for name, value in add.items():
                row[name] = row.get(name, 0) + value
            for name in remove:
                row.pop(name, None)
            self._put(row, checked_size(row))
            return dict(row)

    def delete(self, key: Key, condition: Condition | None) -> None:
        """Forget a row. Raises Conflict."""
        with self.lock:
            self._check(key, condition)
            self._delete(key)

    def transact(self, writes: Sequence[Write]) -> None:
        """All or nothing. Raises Conflict."""
        sizes = [checked_size(write.row) if isinstance(write, Put) else 0 for write in writes]
        keys = {(write.row["pk"], write.row["sk"]) if isinstance(write, Put) else write.key for write in writes}
        if len(keys) < len(writes):
            raise refusal("ValidationException", "TransactWriteItems", "multiple operations on one item")
        if sum(sizes) > TRANSACTION_BYTES:
            raise refusal("ValidationException", "TransactWriteItems", "transaction of more than 4 MB")
        with self.lock:
            for write in writes:
                if isinstance(write, Put):
                    self._check((write.row["pk"], write.row["sk"]), write.condition)
            for write, size in zip(writes, sizes, strict=True):
                if isinstance(write, Put):
                    self._put(write.row, size)
                else:
                    self._delete(write.key)

    def scan(self, segment: int, segments: int) -> Iterator[Row]:
        """Copies of all rows, or of a segment's, partition by partition."""
        for pk in list(self.partitions):
            if segments == 1 or zlib.crc32(pk.encode("utf-8", "surrogatepass")) % segments == segment:
                with self.lock:
                    partition = self.partitions.get(pk)
                    rows = [dict(partition.rows[sk][0]) for sk in partition.order] if partition else []
                yield from rows

    def _seen(self, key: Key, consistent: bool) -> Row | None:
        if not consistent and self.stale is not None and key in self.before and self.stale.random() < 0.5:
            row = self.before[key]
        else:
            partition = self.partitions.get(key[0])
            held = partition.rows.get(key[1]) if partition else None
            row = held[0] if held else None
        return dict(row) if row is not None else None

    def _check(self, key: Key, condition: Condition | None) -> Row:
        """The row as it is, not a copy; empty where there is none."""
        partition = self.partitions.get(key[0])
        held = partition.rows.get(key[1]) if partition else None
        row = held[0] if held else {}
        if condition is not None and not parse(condition.expression)(row, condition.values):
            raise Conflict
        return row

    def _put(self, row: Row, size: int) -> None:
        self._remember((row["pk"], row["sk"]))
        self.partitions.setdefault(row["pk"], Partition()).put(dict(row), size)

    def _delete(self, key: Key) -> None:
        self._remember(key)
        if (partition := self.partitions.get(key[0])) is not None:
            partition.delete(key[1])

    def _remember(self, key: Key) -> None:
        if self.stale is not None:
            partition = self.partitions.get(key[0])
            held = partition.rows.get(key[1]) if partition else None
            self.before[key] = held[0] if held else None


def checked_size(row: Row) -> int:
    """What a row weighs. Raises ClientError where DynamoDB would not take it."""
    for name, most in (("pk", PK_BYTES), ("sk", SK_BYTES)):
        if not 0 < len(row[name].encode("utf-8", "surrogatepass")) <= most:
            raise refusal("ValidationException", "PutItem", f"{name} is empty or longer than {most} bytes")
    size = sum(len(name) + _weight(value) for name, value in row.items())
    if size > ITEM_BYTES:
        raise refusal("ValidationException", "PutItem", "Item size has exceeded the maximum allowed size")
    return size


def _weight(value: object) -> int:
    if isinstance(value, str):
        return len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass"))
    return len(value) if isinstance(value, bytes) else 8
