"""Applying a batch of changes to the projection.

The same for the pump, a resync and a Lambda: safety comes from the condition on HEAD's version, never from who
calls. An aggregate's changes are applied by one thread in one transaction, or in slices where it is big; on a
conflict the aggregate is read again. A print's change is written first, and then every order linked to it is
derived again, so that no order keeps what an older print said.
"""

from __future__ import annotations

import random
import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import TypeVar

from orders.contract.decode import Image, MalformedRow
from orders.contract.model import Print, Record
from orders.projections import keys
from orders.projections.aggregate import Aggregate, Parent, load
from orders.projections.facet import facet_from
from orders.projections.kinds import TABLE_PREFIX, kind_of
from orders.projections.payload import PART_MARK
from orders.projections.plan import Plan, plan, quarantine_row, set_aside
from orders.projections.store import MAX_BATCH_GET, Condition, Conflict, Key, Put, Refused, Row, Store, Write
from orders.streams.records import Change

THREADS = 8
CACHED = 4_000
SLICE_ROWS = 90
SLICE_BYTES = 3_000_000
ATTEMPTS = 30
LONGEST_PAUSE = 0.5
MANY_BROKEN = 10
ROW_OVERHEAD = 300
ROOT_TABLES = ("orders", "users", "prints", "printers")

K = TypeVar("K")
V = TypeVar("V")


class ManyBroken(Exception):
    """So many orders of one batch could not be derived that the fault must be ours: stop, and lose nothing."""


@dataclass(slots=True)
class Outcome:
    """What became of a batch: records by (table, outcome), and the reasons of what was set aside."""

    tally: Counter[tuple[str, str]] = field(default_factory=Counter)
    conflicts: int = 0
    transactions: int = 0
    broken: list[tuple[Change, str]] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Count another part of the batch in."""
        self.tally.update(other.tally)
        self.conflicts += other.conflicts
        self.transactions += other.transactions
        self.broken += other.broken


class Cache:
    """Aggregates as last seen, the latest few thousand. Stale ones cost a conflict, never a wrong write."""

    def __init__(self, size: int = CACHED) -> None:
        self._size = size
        self._kept: OrderedDict[str, Aggregate] = OrderedDict()
        self._lock = Lock()

    def get(self, pk: str) -> Aggregate | None:
        """The aggregate, if it is kept."""
        with self._lock:
            if pk in self._kept:
                self._kept.move_to_end(pk)
            return self._kept.get(pk)

    def keep(self, aggregate: Aggregate) -> None:
        """Keep an aggregate as it is stored now."""
        with self._lock:
            self._kept[aggregate.pk] = aggregate
            self._kept.move_to_end(aggregate.pk)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def drop(self, pk: str) -> None:
        """Forget an aggregate that somebody else has written."""
        with self._lock:
            self._kept.pop(pk, None)


class Applier:
    """Applies batches to one projection table. Make one a process, after the fork; use it as a context manager."""

    def __init__(self, store: Store, *, threads: int = THREADS, clock: Callable[[], datetime] | None = None) -> None:
        self.store = store
        self.cache = Cache()
        self._clock = clock or (lambda: datetime.now(UTC))
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="apply")
        self._homeless: set[Key] | None = None

    def __enter__(self) -> Applier:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown()

    def apply(self, changes: Sequence[Change]) -> Outcome:
        """Apply every change or set it aside. Whatever is raised, nothing may be checkpointed.

        Raises ManyBroken where more than a few orders cannot be derived.
        """
        total = Outcome()
        grouped, loose = group(changes)
        self._set_aside(total, loose)
        orders = {pk: part for pk, part in grouped.items() if pk.startswith("O#")}
        parents = {pk: part for pk, part in grouped.items() if pk not in orders}
        self._run(total, [(pk, part, set()) for pk, part in parents.items()])
        linked = self._linked_orders([pk for pk in parents if pk.startswith("K#")])
        self._prepare_new(orders)
        work = orders.keys() | linked.keys()
        self._run(total, [(pk, orders.get(pk, []), linked.get(pk, set())) for pk in work])
        broken = {change.key for change, _ in total.broken}
        if len(broken) > MANY_BROKEN:
            raise ManyBroken(f"{len(broken)} rows cannot be derived, the first because of {total.broken[0][1]}")
        self._welcome_home(change for part in grouped.values() for change in part)
        return total

    # ---- records of no order ------------------------------------------------------------------------------

    def look_around(self) -> None:
        """Read again which records are set aside because no order is known for them; others may have added some."""
        self._homeless = {(row["pk"], row["sk"]) for row in self.store.query_all(keys.HOMELESS)}

    def _set_aside(self, total: Outcome, loose: Iterable[tuple[Change, str]]) -> None:
        if self._homeless is None:
            self.look_around()
        for change, reason in loose:
            row = quarantine_row(change, reason, "", self._clock())
            self.store.put(row)
            self._homeless = (self._homeless or set()) | {(row["pk"], row["sk"])}
            total.tally[change.table.name, "quarantined"] += 1

    def _welcome_home(self, changes: Iterable[Change]) -> None:
        """A row that found its order is set aside no longer."""
        for change in changes if self._homeless else ():
            key = keys.quarantined(change.table.name, change.key, homeless=True)
            if self._homeless and key in self._homeless:
                self.store.delete(key)
                self._homeless.discard(key)

    # ---- one aggregate ------------------------------------------------------------------------------------

    def _run(self, total: Outcome, work: list[tuple[str, list[Change], set[str]]]) -> None:
        for outcome in self._threads.map(lambda item: self._apply_one(*item), work):
            total.add(outcome)

    def _linked_orders(self, prints: Sequence[str]) -> dict[str, set[str]]:
        """The orders derived with these prints, each with which of them. Read after the prints are written: a link is
        written before its order reads the print, so one of the two sees the other.
        """
        read = self._threads.map(lambda pk: self.store.query_all(pk, prefix=keys.LINK, consistent=True), prints)
        linked: defaultdict[str, set[str]] = defaultdict(set)
        for pk, rows in zip(prints, read, strict=True):
            for row in rows:
                linked[row["sk"].removeprefix(keys.LINK)].add(pk.removeprefix("K#"))
        return linked

    def _apply_one(self, pk: str, changes: list[Change], changed: set[str]) -> Outcome:
        """Apply an aggregate's changes, and derive it anew where prints it is linked to have ``changed``."""
        outcome = Outcome()
        before = self.cache.get(pk) or (Aggregate(pk) if _is_new(changes) else load(self.store, pk))
        for attempt in range(ATTEMPTS):
            try:
                before = self._with_parents(before, changes, bool(changed) or before.loaded_parents is None)
                self._write(before, changes, changed, outcome)
            except Conflict:
                outcome.conflicts += 1
                self.cache.drop(pk)
                time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.01 * 2**attempt)))  # noqa: S311  spread, not secret
                before = load(self.store, pk)
            else:
                return outcome
        raise Conflict(f"{pk} was written by others {ATTEMPTS} times in a row")

    def _write(self, before: Aggregate, changes: list[Change], changed: set[str], outcome: Outcome) -> None:
        """Store what the changes mean; where DynamoDB will not have that, set them aside.

        An order that is linked to a changed print and does not name it is perhaps being written by another, with
        what the print was before: its HEAD is written all the same, so that the other meets a conflict.
        """
        now = self._clock()
        known = before.loaded_parents or {}
        made = plan(before, changes, {key: p.record for key, p in known.items() if p.record}, now)
        fences = {key: parent.fence for key, parent in known.items()}
        if made.touched or fences != before.parents or not changed <= fences.keys():
            try:
                self._store(made, fences, now, outcome)
            except Refused as error:
                made = set_aside(made, f"cannot be stored: {error}", now)
                self._store(made, fences, now, outcome)
        made.after.loaded_parents = known
        self.cache.keep(made.after)
        outcome.tally.update(made.tally)
        outcome.broken += made.broken

    def _store(self, made: Plan, parents: dict[str, str], now: datetime, outcome: Outcome) -> None:
        """In one transaction where it fits; else in slices, each conditional on the version before it.

        HEAD says ``incomplete`` until the last: whoever applies next sees that rows are still owed.
        """
        slices = cut(made.writes)
        after = made.after
        after.parents = parents
        after.heard_at = now.isoformat()
        for number, writes in enumerate(slices, start=1):
            condition = _version_is(after.version)
            after.version += 1
            after.incomplete = number < len(slices)
            head, *rest = (after if not after.incomplete else _partial(made, slices[number:])).head_rows()
            self.store.transact([Put(head, condition), *map(Put, rest), *writes])
            outcome.transactions += 1

    # ---- prints an order is derived with ----------------------------------------------------------------

    def _prepare_new(self, orders: Mapping[str, list[Change]]) -> None:
        """Link the new orders of a batch to their prints and read those, together: few calls for many orders.

        An order whose own row is inserted is taken to be new; where it is not, its first write is a conflict.
        """
        new = [pk for pk, changes in orders.items() if _is_new(changes) and self.cache.get(pk) is None]
        needs = {pk: sorted(kind_of(pk).needs(_named(orders[pk]))) for pk in new}
        self.store.put_many([link(print_id, pk) for pk, wanted in needs.items() for print_id in wanted])
        prints = self._read_prints(sorted({print_id for wanted in needs.values() for print_id in wanted}))
        for pk, wanted in needs.items():
            self.cache.keep(Aggregate(pk, loaded_parents={print_id: prints[print_id] for print_id in wanted}))

    def _with_parents(self, before: Aggregate, changes: list[Change], refresh: bool) -> Aggregate:
        """The aggregate with the prints it needs: linked first, then read."""
        kind = kind_of(before.pk)
        known_rows = [record for facet in before.facets.values() if (record := facet.readable) is not None]
        wanted = kind.needs([*known_rows, *_named(changes)])
        known = before.loaded_parents or {}
        if wanted <= known.keys() and not refresh:
            return before
        self.store.put_many([link(print_id, before.pk) for print_id in sorted(wanted - before.parents.keys())])
        loaded = before.copy()
        loaded.loaded_parents = self._read_prints(sorted(wanted))
        return loaded

    def _read_prints(self, print_ids: Sequence[str]) -> dict[str, Parent]:
        found: dict[str, Parent] = {}
        for start in range(0, len(print_ids), MAX_BATCH_GET):
            wanted = [print_key(print_id) for print_id in print_ids[start : start + MAX_BATCH_GET]]
            for key, row in self.store.get_many(wanted, consistent=True).items():
                facet = facet_from(row, {}) or load(self.store, key[0]).facets.get(key[1])
                record = facet.readable if facet else None
                found[key[0].removeprefix("K#")] = Parent(row["fence"], record if isinstance(record, Print) else None)
        return {print_id: found.get(print_id) or Parent("", None) for print_id in print_ids}


def link(print_id: str, pk: str) -> Row:
    """The row that leads from a print to an order derived with it."""
    return {"pk": f"K#{print_id}", "sk": f"{keys.LINK}{pk}"}


def print_key(print_id: str) -> Key:
    """Where a print's row is kept."""
    return f"K#{print_id}", keys.facet_sk("prints", print_id)


def group(changes: Iterable[Change]) -> tuple[dict[str, list[Change]], list[tuple[Change, str]]]:
    """The changes by the aggregates they belong to, and those that belong nowhere, with the reason."""
    grouped: defaultdict[str, list[Change]] = defaultdict(list)
    loose: list[tuple[Change, str]] = []
    for change in changes:
        try:
            homes = route(change)
        except MalformedRow as error:
            loose.append((change, str(error)))
            continue
        for pk, part in homes.items():
            grouped[pk].append(part)
    return grouped, loose


def route(change: Change) -> dict[str, Change]:
    """The aggregates a change belongs to: one, or two where a row moved from one order to another.

    Raises MalformedRow where no image says which order it is.
    """
    table = change.table.name
    if not keys.usable(change.key):
        raise MalformedRow(f"{table}: a key of {len(change.key)} characters, or with unprintable ones, is not kept")
    prefix = TABLE_PREFIX[table]
    if table in ROOT_TABLES:
        return {f"{prefix}{change.key}": change}
    return _by_order(change)


def _by_order(change: Change) -> dict[str, Change]:
    new, old = _order_of(change.new, change.record), _order_of(change.old, change.previous)
    if change.new is not None and not new and not old:
        change.record()  # says why it is unreadable, if it is
        raise MalformedRow(f"{change.table.name}: no order_id")
    if not (new or old):
        raise MalformedRow(f"{change.table.name}: deleted, and no image says of which order")
    homes = {f"O#{new or old}": change}
    if new and old and new != old:
        homes[f"O#{old}"] = replace(change, new=None, leaves=True, _decoded={})
    return homes


def _order_of(image: Image | None, read: Callable[[], Record | None]) -> str:
    """The order that an image names, malformed in some other way perhaps; "" where it names none."""
    try:
        order_id = getattr(read(), "order_id", "")
    except MalformedRow:
        order_id = (image or {}).get("order_id", {}).get("S", "")
    return order_id if isinstance(order_id, str) and keys.usable(order_id) else ""


def _is_new(changes: Sequence[Change]) -> bool:
    """Whether the aggregate's own row is inserted here: then nothing is stored yet, as a rule."""
    return any(
        change.old is None and change.new is not None and change.seen is None and change.table.name in ROOT_TABLES
        for change in changes
    )


def _named(changes: Iterable[Change]) -> list[Record]:
    """The records of changes that can be read; the plan sets the others aside, with their reason."""
    found: list[Record] = []
    for change in changes:
        with suppress(MalformedRow):
            record = change.record()
            if record is not None:
                found.append(record)
    return found


def _version_is(version: int) -> Condition:
    if version == 0:
        return Condition("attribute_not_exists(pk)", {})
    return Condition("ver = :ver", {":ver": version})


def cut(writes: Sequence[Write]) -> list[list[Write]]:
    """The writes in slices that fit a transaction beside HEAD; one empty slice where there is nothing.

    The parts of a spilled row stay together: a row is never stored half.
    """
    slices: list[list[Write]] = [[]]
    size = 0
    for write in writes:
        weight = len(write.row.get("payload", b"")) + ROW_OVERHEAD if isinstance(write, Put) else ROW_OVERHEAD
        full = len(slices[-1]) >= SLICE_ROWS or size + weight > SLICE_BYTES
        if slices[-1] and full and not _is_part(write):
            slices.append([])
            size = 0
        slices[-1].append(write)
        size += weight
    return slices


def _is_part(write: Write) -> bool:
    return isinstance(write, Put) and PART_MARK in write.row["sk"]


def _partial(made: Plan, later: Sequence[Sequence[Write]]) -> Aggregate:
    """The state as it is while the later slices are not stored: what they touch is still as it was before."""
    state, before = made.after.copy(), made.before
    for write in (write for part in later for write in part):
        key = (write.row["pk"], write.row["sk"]) if isinstance(write, Put) else write.key
        _restore(state.owned, before.owned, key)
        if key[0] == state.pk:
            _restore(state.facets, before.facets, key[1])
    return state


def _restore(into: dict[K, V], source: dict[K, V], key: K) -> None:
    if key in source:
        into[key] = source[key]
    else:
        into.pop(key, None)
