"""Gathering source rows, and writing them into a candidate where it knows nothing of them yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from orders.changes import NO_FENCE, ZERO_FENCE, Change
from orders.contract.decode import MalformedRow
from orders.projections import keys
from orders.projections.aggregate import load
from orders.projections.apply import Applier
from orders.store import Store
from orders.streams.compare import home_of
from orders.streams.reading import Part
from orders.streams.spool import Spool, SpooledRow


def gather(spool: Spool, part: Part) -> Iterator[int]:
    """Read one part into the spool; yields how many rows were read."""
    total = 0
    for page in part.pages():
        spool.add([(home_of(part.table, key, image), part.table, key, image) for key, image in page])
        total += len(page)
        yield len(page)
    spool.note(part.name, total)


def fill(spool: Spool, half: str, shard: int, applier: Applier, live: Store) -> Iterator[int]:
    """Write one shard of the spool; yields how many rows were written, or known better by the tail."""
    for batch in spool.batches(half, shard):
        applier.apply(list(_changes(batch, live)))
        yield len(batch)


def _changes(batch: Sequence[SpooledRow], live: Store) -> Iterator[Change]:
    now = datetime.now(UTC)
    for table, key, image in batch:
        change = Change(table, key, ZERO_FENCE, None, image, now, seen=NO_FENCE)
        good = _last_good(change, live)
        if good is None:
            yield change
        else:
            yield good
            yield replace(change, seen=ZERO_FENCE)


def _last_good(change: Change, live: Store) -> Change | None:
    """Of a row that contradicts the contract by now: what the live projection still shows of it."""
    try:
        change.record()
    except MalformedRow:
        home = home_of(change.table, change.key, change.new or {})
        known = load(live, home).facets.get(keys.facet_sk(change.table.name, change.key)) if home else None
        return replace(change, new=known.image, _decoded={}) if known and known.image is not None else None
    return None
