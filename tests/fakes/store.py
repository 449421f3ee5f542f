"""A twin of ``orders.store.Store`` whose table is in memory, with a wire that faults come through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from botocore.exceptions import ClientError

from orders.spelling import Value
from orders.store import (
    MAX_BATCH_GET,
    MAX_TRANSACTION,
    Condition,
    Key,
    Page,
    Refused,
    Row,
    Store,
    Write,
)
from tests.fakes.table import LAST, MemoryTable
from tests.fakes.wire import Wire


class MemoryStore(Store):
    """One process's view of a table; every call goes over its wire. tests/fakes/test_store.py holds it to its twin."""

    def __init__(self, rows: MemoryTable, wire: Wire | None = None) -> None:
        super().__init__("memory", None)
        self.rows = rows
        self.wire = wire or Wire()

    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        through: str = "",
        limit: int | None = None,
        forward: bool = True,
        after: Key | None = None,
        consistent: bool = False,
    ) -> Page:
        low, high = (prefix, prefix + LAST) if prefix else ("", through or LAST)
        return self.wire.call(
            "query",
            lambda: self.rows.query(pk, low, high, limit=limit, forward=forward, after=after, consistent=consistent),
        )

    def get(self, key: Key, *, consistent: bool = True) -> Row | None:
        return self.wire.call("get_item", lambda: self.rows.get(key, consistent=consistent))

    def get_many(self, keys: Sequence[Key], *, consistent: bool = False, only: Sequence[str] = ()) -> dict[Key, Row]:
        if len(keys) > MAX_BATCH_GET:
            raise ValueError(f"{len(keys)} keys in one batch read, at most {MAX_BATCH_GET}")
        if not keys:
            return {}

        def read() -> dict[Key, Row]:
            found = ((key, self.rows.get(key, consistent=consistent)) for key in keys)
            return {key: _part(row, only) for key, row in found if row is not None}

        return self.wire.call("batch_get_item", read)

    def put(self, row: Row, condition: Condition | None = None) -> None:
        self.wire.call("put_item", lambda: self.rows.put(row, condition))

    def put_many(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.wire.call("batch_write_item", partial(self.rows.put, row, None))

    def update(
        self,
        key: Key,
        *,
        put: Mapping[str, Value] | None = None,
        add: Mapping[str, int] | None = None,
        remove: Sequence[str] = (),
        condition: Condition | None = None,
    ) -> Row:
        return self.wire.call(
            "update_item", lambda: self.rows.update(key, dict(put or {}), dict(add or {}), remove, condition)
        )

    def delete(self, key: Key, condition: Condition | None = None) -> None:
        self.wire.call("delete_item", lambda: self.rows.delete(key, condition))

    def transact(self, writes: Sequence[Write]) -> None:
        if len(writes) > MAX_TRANSACTION:
            raise Refused(f"{len(writes)} writes in one transaction, at most {MAX_TRANSACTION}")
        self.wire.call("transact_write_items", lambda: self._transact(writes))

    def scan(self, *, segment: int = 0, segments: int = 1, consistent: bool = False) -> Iterable[Row]:
        return self.wire.call("scan", lambda: self.rows.scan(segment, segments))

    def _transact(self, writes: Sequence[Write]) -> None:
        try:
            self.rows.transact(writes)
        except ClientError as error:
            raise Refused(error.response["Error"]["Message"]) from error


def _part(row: Row, only: Sequence[str]) -> Row:
    return {name: row[name] for name in only if name in row} if only else row
