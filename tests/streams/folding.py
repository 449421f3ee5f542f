"""The direct fold of the source: the last image of every row, applied once to an empty projection in memory."""

from __future__ import annotations

from collections.abc import Iterable

from orders.changes import Change, fence, moment
from orders.contract.decode import Image
from orders.contract.tables import SOURCE_TABLES
from orders.projections.apply import Applier
from orders.projections.digest import Contents, read_contents
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable

AT_ONCE = 1_000


def fold(rows: Iterable[tuple[str, str, Image]]) -> Contents:
    """What a projection holds of these rows: table, key, image."""
    store = MemoryStore(MemoryTable())
    with Applier(store, threads=1) as applier:
        last = [
            Change(SOURCE_TABLES[table], key, fence(1, "1"), None, image, moment(None)) for table, key, image in rows
        ]
        for start in range(0, len(last), AT_ONCE):
            applier.apply(last[start : start + AT_ONCE])
    return read_contents(store)
