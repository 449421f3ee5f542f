"""Reading the queues: the deadlines that have passed, of one kind, in the order in which they did.

Nothing is swept and nothing scanned: a Query for each of a queue's partitions, and no more rows than somebody can use.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from orders.projections import keys
from orders.store import Page, Row, Store

MOST: Final = 10_000
"""A queue with more says "10,000+", and shows those that are due longest."""

A_SHARD: Final = MOST // keys.QUEUE_SHARDS * 2
"""Of each partition, this many: orders are spread evenly, so that the first 10,000 are among them."""


class QueueRow(NamedTuple):
    """One thing that should have happened by ``due_at``; ``orders.deadlines.Deadline`` says what each field is.

    ``sub`` is what it is about within its order, "" for the whole order; ``promise`` the one in force; ``words`` why it
    is there, where no code says it. A tuple, because
    there are thousands.
    """

    queue: str
    order_id: str
    sub: str
    due_at: datetime
    since: datetime | None = None
    promise: datetime | None = None
    number: str = ""
    line_id: str = ""
    code: str = ""
    printer: str = ""
    product: str = ""
    template: str = ""
    country: str = ""
    value: int = 0
    currency: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a queue, due longest first; ``more`` where there is more than that."""

    rows: tuple[QueueRow, ...]
    more: bool


def read_queue(store: Store, queue: str, now: datetime) -> Waiting:
    """What is due in one queue: a Query a megabyte of each partition, all at once."""
    shards = keys.queue_shards(queue)
    with ThreadPoolExecutor(len(shards)) as pool:
        read = list(pool.map(lambda pk: _read_shard(store, pk, now), shards))
    rows = sorted((row for rows, _ in read for row in rows), key=lambda row: str(row["sk"]))
    # Beyond where a partition was left, others may have rows that come before its rest.
    last = min((rows[-1]["sk"] for rows, more in read if more), default=None)
    if last is not None:
        rows = [row for row in rows if row["sk"] <= last]
    return Waiting(tuple(_row(queue, row) for row in rows[:MOST]), last is not None or len(rows) > MOST)


def _read_shard(store: Store, pk: str, now: datetime) -> tuple[list[Row], bool]:
    rows: list[Row] = []
    page: Page | None = None
    while page is None or (page.after is not None and len(rows) < A_SHARD):
        page = store.query(pk, through=now.isoformat(), limit=A_SHARD - len(rows), after=page.after if page else None)
        rows += page.rows
    return rows, page.after is not None


def _row(queue: str, row: Row) -> QueueRow:
    due, _, rest = row["sk"].partition("#")
    return QueueRow(
        queue=queue,
        order_id=row["order"],
        sub=rest[len(row["order"]) + 1 :],
        due_at=datetime.fromisoformat(due),
        since=_at(row, "since"),
        promise=_at(row, "promise"),
        number=row.get("number", ""),
        line_id=row.get("line", ""),
        code=row.get("code", ""),
        printer=row.get("printer", ""),
        product=row.get("product", ""),
        template=row.get("template", ""),
        country=row.get("country", ""),
        value=row["value"],
        currency=row.get("cur", ""),
    )


def _at(row: Row, name: str) -> datetime | None:
    return datetime.fromtimestamp(row[name], UTC) if name in row else None
