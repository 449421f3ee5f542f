"""What a candidate takes over from the live projection, because no source row tells it.

The journal and prints' histories, the tombstones of deleted rows, what was struck off the quarantine, and the times
between which changes were lost. All may be repeated, beside the running pump.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from orders.projections import journal, keys, payload
from orders.projections.aggregate import DISCARDED, load
from orders.projections.facet import Facet, facet_from
from orders.projections.quarantine import discard_too
from orders.store import Condition, Conflict, Put, Row, Store
from orders.streams.resync import note_gap

ROWS_TOGETHER = 100
ATTEMPTS = 20
TOMBSTONES_TOGETHER = 50


def inherit(live: Store, candidate: Store, segment: int = 0, segments: int = 1) -> Iterator[int]:
    """Copy one segment; yields how many rows of the live projection were looked at."""
    page: list[Row] = []
    for row in live.scan(segment=segment, segments=segments):
        page.append(row)
        if len(page) == ROWS_TOGETHER:
            _take_over(page, live, candidate)
            yield len(page)
            page = []
    _take_over(page, live, candidate)
    yield len(page)


def inherit_gaps(live: Store, candidate: Store) -> None:
    """Copy the times between which changes were lost."""
    row = live.get(keys.FRESHNESS) or {}
    for start, end in payload.unpack(row["payload"]) if "payload" in row else ():
        note_gap(candidate, start, end)


def adopt(store: Store, pk: str, rows: Sequence[Row]) -> None:
    """Take a history and tombstones into an aggregate, beside what it has; as any write, on HEAD's version."""
    for attempt in range(ATTEMPTS):
        try:
            return _adopt(store, pk, rows)
        except Conflict:
            time.sleep(random.uniform(0, 0.01 * 2 ** min(attempt, 6)))  # noqa: S311  spread, not secret
    raise Conflict(f"{pk} was written by others {ATTEMPTS} times in a row")


def _take_over(page: Sequence[Row], live: Store, candidate: Store) -> None:
    _copy(page, candidate)
    for head in page:
        if head["sk"] == keys.HEAD:
            for sk, fence in _discarded(head, live):
                table, _, key = sk.removeprefix(keys.FACET).partition("#")
                discard_too(candidate, keys.quarantined(table, key), fence)


def _discarded(head: Row, live: Store) -> list[tuple[str, str]]:
    """The rows of an aggregate that somebody struck off, each with its fence."""
    content = payload.join(head, {})
    listed = payload.unpack(content)["quarantined"] if content is not None else load(live, head["pk"]).quarantined
    return [(sk, fence) for sk, (fence, reason) in listed.items() if reason == DISCARDED]


def _copy(page: Sequence[Row], candidate: Store) -> None:
    entries = [row for row in page if row["sk"].startswith(keys.JOURNAL)]
    candidate.put_many(entries)
    adopted: defaultdict[str, list[Row]] = defaultdict(list)
    for row in page:
        if row["sk"] == keys.HISTORY or (row["sk"].startswith(keys.FACET) and "ttl" in row):
            adopted[row["pk"]].append(row)
    for pk, rows in adopted.items():
        for start in range(0, len(rows), TOMBSTONES_TOGETHER):
            adopt(candidate, pk, rows[start : start + TOMBSTONES_TOGETHER])


def _adopt(store: Store, pk: str, rows: Sequence[Row]) -> None:
    state = load(store, pk).copy()
    written: list[Row] = []
    for row in rows:
        if row["sk"] == keys.HISTORY:
            merged = _merged(payload.unpack(row["payload"]), state.history)
            if merged != state.history:
                state.history = merged
                written.append(journal.history_row(pk, merged))
        elif row["sk"] not in state.facets:
            tombstone = facet_from(row, {})
            if isinstance(tombstone, Facet):
                state.facets[row["sk"]] = tombstone
                written.append(row)
    if not written:
        return
    unchanged = Condition("ver = :ver", {":ver": state.version})
    if state.version == 0:
        unchanged = Condition("attribute_not_exists(pk)", {})
    state.version += 1
    head, *rest = state.head_rows()
    store.transact([Put(head, unchanged), *map(Put, [*rest, *written])])


def _merged(older: list[dict[str, Any]], newer: list[dict[str, Any]]) -> list[dict[str, Any]]:
    told = {(entry["table"], entry["key"], entry["sequence"]) for entry in newer}
    missing = [entry for entry in older if (entry["table"], entry["key"], entry["sequence"]) not in told]
    return [*missing, *newer][-journal.HISTORY_LENGTH :]
