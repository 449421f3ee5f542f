"""Taking somebody's words and images out of a projection, where no record of the backend's will ever replace them.

A facet says what the source row says, so it is the backend that erases there. The journal and prints' histories repeat
others' free words of long ago, and the quarantine keeps images of rows that were never applied. All may be repeated,
beside the running pump.
"""

from __future__ import annotations

import random
import time
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from orders.contract.tables import SOURCE_TABLES
from orders.projections import journal, keys, payload, quarantine
from orders.projections.aggregate import load
from orders.projections.quarantine import Kept
from orders.store import Condition, Conflict, Delete, Put, Row, Store, Write

FREE: Final = frozenset({"raw_status", "hold_reason", "reason", "exception_reason"})
"""Fields of a journal entry that hold anybody's words. A state is one of ours, or it is free too."""

ATTEMPTS: Final = 20
ROWS_TOGETHER: Final = 80

Entry = Mapping[str, Any]


def forget_words(store: Store, pk: str, *, write: bool = True) -> int:
    """Take the free words out of what an aggregate's journal or history tells; how many entries had some."""
    for attempt in range(ATTEMPTS):
        try:
            return _forget_words(store, pk, write=write)
        except Conflict:
            time.sleep(random.uniform(0, 0.01 * 2 ** min(attempt, 6)))  # noqa: S311  spread, not secret
    raise Conflict(f"{pk} was written by others {ATTEMPTS} times in a row")


def forget_images(store: Store, concerns: Callable[[Kept], bool], *, write: bool = True) -> int:
    """Take the images out of what is set aside about somebody; how many records had some. They stay listed."""
    found = 0
    for entry in quarantine.every(store):
        kept = quarantine.kept(store, entry.id)
        if kept is None or (kept.old is None and kept.new is None) or not concerns(kept):
            continue
        found += 1
        if write:
            _cut(store, kept)
    return found


def _forget_words(store: Store, pk: str, *, write: bool) -> int:
    state = load(store, pk).copy()
    writes: list[Write] = []
    for row in store.query_all(pk, prefix=keys.JOURNAL, consistent=True):
        told = payload.unpack(row["payload"])
        left = _without_words(told)
        if left != told:
            writes.append(_rewritten(row, left))
    history = [left for left in map(_without_words, state.history) if _tells(left)]
    words = sum(1 for told in state.history if _without_words(told) != told)
    if write and words:
        state.history = history
        writes.append(Put(journal.history_row(pk, history)))
    found = len(writes) - (1 if write and words else 0) + words
    if not write:
        return found
    for start in range(0, len(writes), ROWS_TOGETHER):
        # With another version, so that no process goes on with what it remembers, and open pages read anew.
        unchanged = Condition("ver = :ver", {":ver": state.version})
        state.version += 1
        head, *rest = state.head_rows()
        store.transact([Put(head, unchanged), *map(Put, rest), *writes[start : start + ROWS_TOGETHER]])
    return found


def _rewritten(row: Row, left: Entry) -> Write:
    if _tells(left):
        return Put({**row, "payload": payload.pack(left)})
    return Delete((row["pk"], row["sk"]))


def _tells(told: Entry) -> bool:
    return bool(told["changed"]) or told["op"] != "put"


def _without_words(told: Entry) -> dict[str, Any]:
    changed = {
        name: pair
        for name, pair in told["changed"].items()
        if name not in FREE and (name != "state" or set(pair) <= _states(told["table"]))
    }
    return {**told, "changed": changed}


@cache
def _states(table: str) -> frozenset[str]:
    """The states of a table's rows that are words of ours."""
    state = typing.get_type_hints(SOURCE_TABLES[table].record).get("state", ())
    return frozenset({"", *(each.value for each in state)})


def _cut(store: Store, kept: Kept) -> None:
    """As a record whose images were too long to be kept: there is nothing to apply, and a resync reads the row anew."""
    pk, sk = kept.place
    told = {**payload.unpack(kept.stored), "old": None, "new": None, "cut": True}
    unchanged = Condition("payload = :stored", {":stored": kept.stored})
    store.put({"pk": pk, "sk": sk, "payload": payload.pack(told)}, unchanged)
