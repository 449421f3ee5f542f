"""Applying a batch of changes to the projection.

The same for the pump, a resync and a Lambda: safety comes from the condition on HEAD's version, never from who
calls. An aggregate's changes are applied by one thread in one transaction, or in slices where it is big; on a
conflict the aggregate is read again. A print's change is written first, and then every order linked to it is
derived again, so that no order keeps what an older print said.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from orders.changes import Change
from orders.contract.decode import MalformedRow
from orders.contract.model import Record
from orders.projections import keys
from orders.projections.aggregate import Aggregate, load
from orders.projections.cache import Cache
from orders.projections.kinds import kind_of
from orders.projections.plan import Plan, plan, quarantine_row, set_aside
from orders.projections.prints import link, read_prints
from orders.projections.route import ROOT_TABLES, group
from orders.projections.slices import cut, partial
from orders.store import Condition, Conflict, Key, Put, Refused, Store

THREADS = 8
ATTEMPTS = 30
LONGEST_PAUSE = 0.5
MANY_BROKEN = 10


class ManyBroken(Exception):
    """So many orders of one batch could not be derived that the fault must be ours: stop, and lose nothing."""


@dataclass(frozen=True, slots=True)
class Work:
    """One aggregate's part of a batch: its changes, and which prints it is linked to have changed."""

    pk: str
    changes: list[Change] = field(default_factory=list)
    prints: frozenset[str] = frozenset()


@dataclass(slots=True)
class Outcome:
    """What became of a batch: records by (table, outcome). ``held`` is the work nothing could be derived from."""

    tally: Counter[tuple[str, str]] = field(default_factory=Counter)
    conflicts: int = 0
    transactions: int = 0
    held: list[Work] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Count another part of the batch in."""
        self.tally.update(other.tally)
        self.conflicts += other.conflicts
        self.transactions += other.transactions
        self.held += other.held


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
        self._run(total, [Work(pk, part) for pk, part in parents.items()])
        linked = self._linked_orders([pk for pk in parents if pk.startswith("K#")])
        self._prepare_new(orders)
        named = orders.keys() | linked.keys()
        self._run(total, [Work(pk, orders.get(pk, []), frozenset(linked.get(pk, ()))) for pk in named])
        self._set_aside_broken(total)
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

    def _run(self, total: Outcome, work: Sequence[Work], *, hold: bool = True) -> None:
        for outcome in self._threads.map(lambda item: self._apply_one(item, hold=hold), work):
            total.add(outcome)

    def _set_aside_broken(self, total: Outcome) -> None:
        """Set aside what nothing could be derived from; where that is much, store nothing of it and stop."""
        held, total.held = total.held, []
        if len(held) > MANY_BROKEN:
            raise ManyBroken(f"nothing can be derived for {len(held)} orders of one batch, {held[0].pk} among them")
        self._run(total, held, hold=False)

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

    def _apply_one(self, work: Work, *, hold: bool) -> Outcome:
        """Apply an aggregate's changes, and derive it anew where a print changed; ``hold`` back what is broken."""
        outcome, pk, changes = Outcome(), work.pk, work.changes
        before = self.cache.get(pk) or (Aggregate(pk) if _is_new(changes) else load(self.store, pk))
        for attempt in range(ATTEMPTS):
            try:
                before = self._with_parents(before, changes, bool(work.prints) or before.loaded_parents is None)
                self._write(before, work, outcome, hold=hold)
            except Conflict:
                outcome.conflicts += 1
                self.cache.drop(pk)
                time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.01 * 2**attempt)))  # noqa: S311  spread, not secret
                before = load(self.store, pk)
            else:
                return outcome
        raise Conflict(f"{pk} was written by others {ATTEMPTS} times in a row")

    def _write(self, before: Aggregate, work: Work, outcome: Outcome, *, hold: bool) -> None:
        """Store what the changes mean; where DynamoDB will not have that, set them aside.

        An order that is linked to a changed print and does not name it is perhaps being written by another, with
        what the print was before: its HEAD is written all the same, so that the other meets a conflict.
        """
        now = self._clock()
        known = before.loaded_parents or {}
        made = plan(before, work.changes, {key: p.record for key, p in known.items() if p.record}, now)
        if made.broken and hold:
            outcome.held.append(work)
            return
        fences = {key: parent.fence for key, parent in known.items()}
        if made.touched or fences != before.parents or not work.prints <= fences.keys():
            try:
                self._store(made, fences, now, outcome)
            except Refused as error:
                made = set_aside(made, f"cannot be stored: {error}", now)
                self._store(made, fences, now, outcome)
        made.after.loaded_parents = known
        self.cache.keep(made.after)
        outcome.tally.update(made.tally)

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
            head, *rest = (after if not after.incomplete else partial(made, slices[number:])).head_rows()
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
        prints = read_prints(self.store, sorted({print_id for wanted in needs.values() for print_id in wanted}))
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
        loaded.loaded_parents = read_prints(self.store, sorted(wanted))
        return loaded


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
