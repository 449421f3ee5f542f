"""Going through source and projection, finding what differs and mending it, safely beside the running pump.

The tail is read by the pump, so every change that a record tells arrives by itself. What differs is looked at again
after the pump has passed the moment of the first look, and counts if neither side has moved since: no record will
ever tell it. A correction is written only if the facet's fence is still the one seen; derived rows on the condition of
HEAD's version. So one segment or many, once or twice, at the same time: nothing newer is ever lost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from orders.changes import NO_FENCE, ZERO_FENCE, Change
from orders.contract.tables import SOURCE_TABLES
from orders.projections import derived, keys, payload
from orders.projections.apply import Applier
from orders.projections.digest import is_derived, is_facet
from orders.store import Key, Row, Store
from orders.streams.compare import Comparison, Difference
from orders.streams.passage import await_passage
from orders.streams.reading import scan

ROWS_TOGETHER = 500
"""Of the projection, without their payloads: enough that every call reads many of one kind."""

SUSPECTS_TOGETHER = 500
"""What differs at first sight waits for the pump together."""

MOST_NAMED = 20


@dataclass(slots=True)
class Report:
    """What differed, by kind, some of it by name, and how much of it was mended or set aside."""

    found: Counter[str] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)
    mended: int = 0
    aside: int = 0
    _lock: Lock = field(default_factory=Lock)

    @property
    def left(self) -> int:
        """How many differences there still are."""
        return self.found.total() - self.mended - self.aside

    def note(self, found: Mapping[str, str]) -> None:
        """Count differences: what they are of, and of which kind."""
        with self._lock:
            self.found.update(found.values())
            self.named += [f"{name}: {kind}" for name, kind in found.items()][: MOST_NAMED - len(self.named)]

    def note_done(self, mended: int, aside: int = 0) -> None:
        """Count what was mended, or set aside because it contradicts the contract."""
        with self._lock:
            self.mended += mended
            self.aside += aside


class Repair:
    """One projection beside the source tables; ``mend`` it, or only tell. Segments may run in threads of their own.

    ``beat`` is called while the pump is waited for, and raises where this run is to end.
    """

    def __init__(
        self,
        applier: Applier,
        control: Store,
        source: Any,
        tables: Iterable[str],
        beat: Callable[[], None],
        *,
        mend: bool = True,
    ) -> None:
        self.applier = applier
        self.store = applier.store
        self.control = control
        self.mend = mend
        self.beat = beat
        self.report = Report()
        self.comparisons = {name: Comparison(SOURCE_TABLES[name], self.store, source) for name in tables}

    def source(self, table: str, segment: int = 0, segments: int = 1) -> Iterator[int]:
        """Every row of a source table that the projection lacks, or has otherwise; yields how many were looked at."""
        comparison = self.comparisons[table]
        suspects: list[Difference] = []
        for page in scan(comparison.source, comparison.table, segment, segments):
            suspects += comparison.of_source(page)
            if len(suspects) >= SUSPECTS_TOGETHER:
                self._settle(comparison, suspects)
                suspects = []
            yield len(page)
        self._settle(comparison, suspects)

    def projection(self, segment: int = 0, segments: int = 1, *, derived_too: bool = True) -> Iterator[int]:
        """Every facet whose source row is gone, and every derived row that is not as it should be; yields likewise."""
        page: list[Row] = []
        for row in self.store.scan(segment=segment, segments=segments):
            page.append({name: value for name, value in row.items() if name != "payload"})
            if len(page) == ROWS_TOGETHER:
                self._look_at(page, derived_too)
                yield len(page)
                page = []
        self._look_at(page, derived_too)
        yield len(page)

    def _look_at(self, page: Sequence[Row], derived_too: bool) -> None:
        facets: defaultdict[str, list[Row]] = defaultdict(list)
        for row in page:
            if is_facet(row) and payload.PART_MARK not in row["sk"]:
                facets[row["sk"].removeprefix(keys.FACET).partition("#")[0]].append(row)
        for table in facets.keys() & self.comparisons.keys():
            comparison = self.comparisons[table]
            self._settle(comparison, comparison.of_facets(facets[table]))
        if not derived_too:
            return
        found = derived.differences(self.store, [row["pk"] for row in page if row["sk"] == keys.HEAD])
        for pk, differing in found.items():
            self._settle_derived(pk, differing)
        strays = derived.uncalled(self.store, [row for row in page if is_derived(row)])
        for pk, rows in strays.items():
            self._settle_derived(pk, dict.fromkeys(rows, derived.Kind.UNCALLED))

    # ---- mending ------------------------------------------------------------------------------------------

    def _settle(self, comparison: Comparison, suspects: Sequence[Difference]) -> None:
        """What still differs after the pump has passed, and has not moved meanwhile, is told by no record."""
        first = {(each.home, each.key): each for each in comparison.again(suspects)} if suspects else {}
        if not first:
            return
        await_passage(self.control, comparison.table.name, self.beat)
        found = [each for each in comparison.again(list(first.values())) if first[each.home, each.key] == each]
        self.report.note({f"{each.table.name}/{each.key}": str(each.kind) for each in found})
        if self.mend and found:
            for each in found:
                self.applier.cache.drop(each.home)  # what is stored is not what was written
            tally = self.applier.apply([correction(each) for each in found]).tally
            aside = sum(count for (_, outcome), count in tally.items() if outcome == "quarantined")
            self.report.note_done(len(found) - aside, aside)

    def _settle_derived(self, pk: str, found: Mapping[Key, derived.Kind]) -> None:
        self.report.note({f"{key[0]} / {key[1]}": str(kind) for key, kind in found.items()})
        if not self.mend or not found or derived.Kind.UNDERIVABLE in found.values():
            return
        rows = [key for key in found if key != (pk, keys.HEAD)]
        if not pk or self.store.get((pk, keys.HEAD)) is None:
            for key in rows:
                self.store.delete(key)
        if pk and self.store.get((pk, keys.HEAD)) is not None:  # somebody may have written it just now
            self.applier.cache.drop(pk)
            self.applier.rederive({pk: rows})
        self.report.note_done(len(found))


def correction(found: Difference) -> Change:
    """The source row as it is, to hold where the facet's fence is still the one seen."""
    fence = found.facet.fence if found.facet else NO_FENCE
    old = found.facet.image if found.facet else None
    return Change(found.table, found.key, fence or ZERO_FENCE, old, found.image, datetime.now(UTC), seen=fence)
