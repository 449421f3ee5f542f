"""Bringing changed facts into the lake: from marks to files to a manifest, then the marks are struck off.

It may be stopped anywhere, and be done twice or by two at once: files that no manifest names are nothing, a manifest is
replaced only by who has seen it, and a mark goes only if it is still the one that was seen. What changes meanwhile has
another mark.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from orders.projections import keys, payload
from orders.read import as_of
from orders.sla.facts import SCHEMA_VERSION, Fact
from orders.sla.lake import files, parquet
from orders.sla.lake.manifest import DataFile, Manifest, commit, load, new_name
from orders.store import MAX_BATCH_GET, Condition, Conflict, Key, Row, Store

log = logging.getLogger(__name__)

MARKS_A_SHARD: Final = 500
TRIES: Final = 5
MOVES_ON_AFTER: Final = timedelta(seconds=5)
"""How far ``until`` has to have moved to be written where nothing else has changed."""


@dataclass(frozen=True, slots=True)
class Patched:
    """``orders`` is how many marks were dealt with, ``more`` whether there were more than fit one go."""

    orders: int
    more: bool
    manifest: Manifest


def patch(store: Store) -> Patched:
    """Bring in what is marked, at most some thousands of orders. Raises files.Overtaken if others always come first."""
    for _ in range(TRIES):
        try:
            return _patch(store)
        except files.Overtaken:
            continue
    raise files.Overtaken(f"the manifest of {store.table} was replaced by others {TRIES} times in a row")


def patch_all(store: Store) -> Manifest:
    """Bring in everything that is marked now."""
    while True:
        done = patch(store)
        if not done.more:
            return done.manifest


def _patch(store: Store) -> Patched:
    # Up to when everything is applied, asked before the marks are read: what was applied by then has left its marks.
    applied, before = as_of(store), load(store.table)
    marks, more = _marks(store)
    until = before.until if more else applied
    if not marks and not _moved_on(before.until, until):
        return Patched(0, more, before)
    held = dict(before.held)
    for period, days in _by_period(before, marks).items():
        file = _write(store, before, period, days)
        held.pop(period, None)
        if file is not None:
            held[period] = file
    after = commit(before, held, until)
    _strike_off(store, marks)
    log.info("facts brought into the lake", extra={"count": len(marks), "files": len(after.held)})
    return Patched(len(marks), more, after)


def _moved_on(before: datetime | None, now: datetime | None) -> bool:
    return now is not None and (before is None or now - before >= MOVES_ON_AFTER)


def _marks(store: Store) -> tuple[list[Row], bool]:
    shards = keys.fact_mark_shards()
    with ThreadPoolExecutor(len(shards)) as pool:
        pages = list(pool.map(lambda pk: store.query(pk, limit=MARKS_A_SHARD, consistent=True), shards))
    return [row for page in pages for row in page.rows], any(page.after for page in pages)


def _by_period(manifest: Manifest, marks: Iterable[Row]) -> dict[str, list[tuple[str, str]]]:
    """The days and orders of the marks, by the period whose file holds them."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for mark in marks:
        day, _, order_id = mark["sk"].partition("#")
        found[manifest.period(day)].append((day, order_id))
    return found


def _write(store: Store, manifest: Manifest, period: str, days: Sequence[tuple[str, str]]) -> DataFile | None:
    """The file of a period with these orders as they are now; None where it would be empty."""
    facts = [fact for row in _read(store, days) for fact in _facts(row)]
    known = manifest.held.get(period)
    old = files.read(manifest.path(known)) if known else None
    if known and old is None:
        raise files.Overtaken(known.name)
    name = new_name(period)
    content, rows = parquet.patched(old[0] if old else None, {order_id for _, order_id in days}, facts, name)
    return store_file(manifest, DataFile(name, rows), content)


def store_file(manifest: Manifest, file: DataFile, content: bytes) -> DataFile | None:
    """Put a data file where the manifest says; None where it holds nothing."""
    if not file.rows:
        return None
    files.write(manifest.path(file), content)
    return file


def _read(store: Store, days: Sequence[tuple[str, str]]) -> Iterator[Row]:
    wanted = [keys.fact(day, order_id) for day, order_id in days]
    for start in range(0, len(wanted), MAX_BATCH_GET):
        yield from store.get_many(wanted[start : start + MAX_BATCH_GET], consistent=True).values()


def _facts(row: Row) -> list[Fact]:
    told: Mapping[str, object] = payload.unpack(row["payload"])
    if told.get("schema") != SCHEMA_VERSION:
        return []  # of another release: the order's next change, or an audit, derives it anew and marks it
    found = told["facts"]
    return found if isinstance(found, list) else []


def _strike_off(store: Store, marks: Sequence[Row]) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda mark: _strike(store, (mark["pk"], mark["sk"]), mark["ver"]), marks))


def _strike(store: Store, key: Key, version: int) -> None:
    try:
        store.delete(key, Condition("ver = :ver", {":ver": version}))
    except Conflict:
        return  # it changed once more: its new mark stays
