"""One aggregate's part of a batch, and what became of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from orders.changes import Change
from orders.contract.decode import MalformedRow
from orders.contract.model import Record
from orders.projections.aggregate import Aggregate
from orders.projections.kinds import kind_of
from orders.projections.route import ROOT_TABLES
from orders.store import Key


@dataclass(slots=True)
class Work:
    """One aggregate's part of a batch: its changes, and which prints it is linked to have changed; ``doubted`` where
    it is to be derived anew, with the derived rows that may not be stored as its HEAD believes. ``before`` is the
    aggregate as it is thought to be stored, once somebody has looked.
    """

    pk: str
    changes: list[Change] = field(default_factory=list)
    prints: frozenset[str] = frozenset()
    doubted: frozenset[Key] | None = None
    before: Aggregate | None = None

    @property
    def is_new(self) -> bool:
        """Whether the aggregate's own row is inserted here: then nothing is stored yet, as a rule."""
        return any(
            change.old is None and change.new is not None and not change.seen and change.table.name in ROOT_TABLES
            for change in self.changes
        )

    @property
    def corrects(self) -> bool:
        """Whether a row is brought that was read from its table: it is held against what is stored, not against what
        is kept in memory, where tombstones do not expire.
        """
        return any(change.seen is not None for change in self.changes)

    def needs(self, before: Aggregate) -> set[str]:
        """The prints that the aggregate will be derived with."""
        known = [record for facet in before.facets.values() if (record := facet.readable) is not None]
        return kind_of(self.pk).needs([*known, *_named(self.changes)])

    def wants_prints_read(self, before: Aggregate) -> bool:
        """Whether what is known of its prints is missing or in doubt."""
        if before.loaded_parents is None or self.prints or self.doubted is not None:
            return True
        return not kind_of(self.pk).needs(_named(self.changes)) <= before.loaded_parents.keys()


@dataclass(slots=True)
class Outcome:
    """What became of a batch: records by (table, outcome). ``held`` is the work nothing could be derived from.
    ``aggregates`` were stored in ``transactions``.
    """

    tally: Counter[tuple[str, str]] = field(default_factory=Counter)
    conflicts: int = 0
    transactions: int = 0
    aggregates: int = 0
    held: list[Work] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Count another part of the batch in."""
        self.tally.update(other.tally)
        self.conflicts += other.conflicts
        self.transactions += other.transactions
        self.aggregates += other.aggregates
        self.held += other.held


def shared_out(work: Sequence[Work], threads: int, most: int) -> list[Sequence[Work]]:
    """The work in parts for threads: as many as there are threads, and more where one would have more than ``most``."""
    size = max(1, min(most, -(-len(work) // threads)))
    return [work[start : start + size] for start in range(0, len(work), size)]


def _named(changes: Iterable[Change]) -> list[Record]:
    """The records of changes that can be read; the plan sets the others aside, with their reason."""
    found: list[Record] = []
    for change in changes:
        with suppress(MalformedRow):
            record = change.record()
            if record is not None:
                found.append(record)
    return found
