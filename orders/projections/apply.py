"""Applying a batch of changes to the projection.

The same for the pump, a resync and a Lambda: safety comes from the condition on HEAD's version, never from who
calls. An aggregate's changes are applied by one thread in one transaction, or in slices where it is big; on a
conflict the aggregate is read again. A print's change is written first, and then every order linked to it is
derived again, so that no order keeps what an older print said.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from orders.changes import Change
from orders.projections import homeless, keys
from orders.projections.aggregate import Aggregate
from orders.projections.cache import Cache
from orders.projections.plan import Plan, plan, set_aside
from orders.projections.prepare import prepare, prepare_again
from orders.projections.route import group
from orders.projections.slices import packed, transactions
from orders.projections.work import Outcome, Work, shared_out
from orders.store import Conflict, Key, Refused, Store

THREADS = 8
ATTEMPTS = 30
LONGEST_PAUSE = 0.5
MANY_BROKEN = 10

TOGETHER = 16
"""Aggregates that one thread plans before it stores them: most transactions are full by then."""


class ManyBroken(Exception):
    """So many orders of one batch could not be derived that the fault must be ours: stop, and lose nothing."""


class Applier:
    """Applies batches to one projection table. Make one a process, after the fork; use it as a context manager."""

    def __init__(self, store: Store, *, threads: int = THREADS, clock: Callable[[], datetime] | None = None) -> None:
        self.store = store
        self.cache = Cache()
        self._clock = clock or (lambda: datetime.now(UTC))
        self._count = threads
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="apply")

    def __enter__(self) -> Applier:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown()

    def apply(self, changes: Sequence[Change], *, alone: bool = False) -> Outcome:
        """Apply every change or set it aside. Whatever is raised, nothing may be checkpointed.

        Where nobody else applies changes since the last batch, we are ``alone``; else what is kept in memory is held
        against what is stored before it is used.
        Raises ManyBroken where more than a few orders cannot be derived.
        """
        if not alone:
            self.cache.distrust()
        total = Outcome()
        grouped, loose = group(changes)
        self._set_aside(total, loose)
        orders = {pk: part for pk, part in grouped.items() if pk.startswith("O#")}
        parents = {pk: part for pk, part in grouped.items() if pk not in orders}
        self._run(total, [Work(pk, part) for pk, part in parents.items()])
        linked = self._linked_orders([pk for pk in parents if pk.startswith("K#")])
        named = orders.keys() | linked.keys()
        self._run(total, [Work(pk, orders.get(pk, []), frozenset(linked.get(pk, ()))) for pk in named])
        self._set_aside_broken(total)
        homeless.welcome(self.store, (change for part in grouped.values() for change in part), self._clock())
        return total

    def rederive(self, doubted: Mapping[str, Iterable[Key]]) -> Outcome:
        """Derive aggregates anew, and store again or remove the rows that are doubted, whatever HEAD says of them."""
        total = Outcome()
        self._run(total, [Work(pk, doubted=frozenset(rows)) for pk, rows in doubted.items()], hold=False)
        return total

    def tell_freshness(self, slot: int, moment: datetime | None) -> None:
        """Up to when a pump has applied everything, for the pages; None where it has nothing to read."""
        name = f"slot{slot}"
        if moment is None:
            self.store.update(keys.FRESHNESS, remove=(name,))
        else:
            self.store.update(keys.FRESHNESS, put={name: moment.isoformat()})

    def _set_aside(self, total: Outcome, loose: Iterable[tuple[Change, str]]) -> None:
        """What belongs to no order is listed; what is gone is struck off."""
        for change, reason in loose:
            if reason:
                outcome = homeless.set_aside(self.store, change, reason, self._clock())
            else:
                homeless.strike(self.store, change, self._clock())
                outcome = "applied"
            total.tally[change.table.name, outcome] += 1

    # ---- aggregates ---------------------------------------------------------------------------------------

    def _run(self, total: Outcome, work: Sequence[Work], *, hold: bool = True) -> None:
        """Apply the parts of a batch; ``hold`` back what nothing can be derived from."""
        prepare(self.store, self.cache, work, self._threads)
        parts = shared_out(work, self._count, TOGETHER)
        for outcome in self._threads.map(lambda part: self._apply_some(part, hold=hold), parts):
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

    def _apply_some(self, work: Sequence[Work], *, hold: bool) -> Outcome:
        """Apply several aggregates' changes in as few transactions as hold them. Where one cannot be stored, each of
        its transaction is applied alone, so that no order waits for another.
        """
        outcome = Outcome()
        by_pk = {each.pk: each for each in work}
        plans = [made for each in work if (made := self._plan(each, outcome, hold=hold)) is not None]
        for some in packed(plans):
            try:
                self._store(some, outcome)
            except (Conflict, Refused):
                for made in some:
                    self._apply_one(by_pk[made.before.pk], outcome, hold=hold)
        return outcome

    def _apply_one(self, work: Work, outcome: Outcome, *, hold: bool) -> None:
        """Apply one aggregate's changes; where somebody else wrote it meanwhile, read it again.

        What DynamoDB refuses is set aside. Its message may quote a value, so it is not told.
        """
        for attempt in range(ATTEMPTS):
            made = self._plan(work, outcome, hold=hold)
            try:
                if made is not None:
                    self._store_or_set_aside(made, outcome)
            except Conflict:
                outcome.conflicts += 1
                self.cache.drop(work.pk)
                time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.01 * 2**attempt)))  # noqa: S311  spread, not secret
                prepare_again(self.store, work)
            else:
                return
        raise Conflict(f"{work.pk} was written by others {ATTEMPTS} times in a row")

    def _plan(self, work: Work, outcome: Outcome, *, hold: bool) -> Plan | None:
        """What the changes mean, or None where there is nothing to store.

        An order that is linked to a changed print and does not name it is perhaps being written by another, with
        what the print was before: its HEAD is written all the same, so that the other meets a conflict.
        """
        before = work.before or Aggregate(work.pk)
        before = before.doubting(work.doubted) if work.doubted else before
        prints = before.loaded_parents or {}
        made = plan(before, work.changes, {key: p.record for key, p in prints.items() if p.record}, self._clock())
        if made.broken and hold:
            outcome.held.append(work)
            return None
        made.after.parents = {key: parent.fence for key, parent in prints.items()}
        if made.touched or made.after.parents != before.parents or not work.prints <= prints.keys():
            return made
        self._keep(made, outcome)
        return None

    def _store_or_set_aside(self, made: Plan, outcome: Outcome) -> None:
        try:
            self._store([made], outcome)
        except Refused:
            aside = set_aside(
                made, "cannot be stored: DynamoDB refuses one of the rows that follow from it", self._clock()
            )
            aside.after.parents = made.after.parents
            self._store([aside], outcome)

    def _store(self, plans: Sequence[Plan], outcome: Outcome) -> None:
        """In one transaction; one that does not fit, in slices."""
        for writes in transactions(plans, self._clock().isoformat()):
            self.store.transact(writes)
            outcome.transactions += 1
        for made in plans:
            outcome.aggregates += 1
            self._keep(made, outcome)

    def _keep(self, made: Plan, outcome: Outcome) -> None:
        """Count what is stored, and remember it."""
        self.cache.keep(made.after)
        outcome.tally.update(made.tally)
