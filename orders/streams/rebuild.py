"""Building a projection anew beside the live one, for a switch to it.

The tail first: the pumps apply every batch to the candidate too. Then the source rows are gathered and written with
fence zero where nothing is known of them: what the tail has brought wins. The journal is copied, everything is
audited, and the candidate may be switched to. A run that is killed goes on where it stopped, in whatever process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from orders.contract.tables import SOURCE_TABLES
from orders.projections.apply import Applier
from orders.projections.standing import (
    Standing,
    State,
    Unfit,
    begin,
    feed,
    note_audited,
    note_fed,
    read_standing,
)
from orders.projections.tables import create_projection
from orders.store import Store
from orders.streams import lineage
from orders.streams.audit import audit_parts, rows_to_audit
from orders.streams.filling import fill, gather
from orders.streams.inherit import inherit, inherit_gaps
from orders.streams.lead import Lead
from orders.streams.progress import Phase, Progress
from orders.streams.pump import SLOTS
from orders.streams.reading import Reading
from orders.streams.repair import Repair
from orders.streams.spool import ORDERS, PARENTS, SHARDS, Spool, remove_spool, spool_of
from orders.streams.together import together

POLL_SECONDS = 0.2
LOOK_SECONDS = 1.0

Tell = Callable[[Phase, int, int], None]
"""Told of a phase, how many rows were done since, and of about how many; 0 rows when it begins."""

Parts = Mapping[str, Callable[[], Iterator[int]]]


class Rebuild:
    """One run of a rebuild, from its beginning or from where another one stopped.

    ``read`` says where the source rows are to be had from; it is asked once the tail is being read.
    """

    def __init__(
        self,
        control: Store,
        source: Any,
        *,
        make: Callable[[str], Applier],
        read: Callable[[], Reading],
        folder: Path,
        threads: int,
        tell: Tell,
    ) -> None:
        self.control = control
        self.source = source
        self.make = make
        self.read = read
        self.folder = folder
        self.threads = threads
        self.tell = tell
        self.lead = Lead(control, "rebuild")
        self._looked = time.monotonic()

    def run(self) -> Standing:
        """Until the candidate is audited. Raises Unfit where it cannot be, and Taken."""
        if not self.lead.take_over():
            raise Unfit("another process is at a rebuild already")
        try:
            standing = self._fed(read_standing(self.control))
            with self.make(standing.beside) as applier:
                self._build(standing, applier)
            return note_audited(self.control, read_standing(self.control))
        finally:
            self.lead.release()

    # ---- the tail -----------------------------------------------------------------------------------------

    def _fed(self, standing: Standing) -> Standing:
        """A candidate that every pump feeds."""
        if standing.state is State.NONE:
            standing = begin(self.control)
        if standing.state is State.MAKING:
            create_projection(standing.beside)
            standing = feed(self.control, standing)
        if standing.state is not State.FILLING:
            raise Unfit(f"{standing.beside} is beside the live projection: {standing.state}")
        if not standing.fed_since:
            self._await_feeding()
            standing = note_fed(self.control, standing)
        return standing

    def _await_feeding(self) -> None:
        """Until no run of a pump is left that began before the candidate was to be fed."""
        before = self._runs()
        while before & self._runs():
            self._beat()
            time.sleep(POLL_SECONDS)

    def _runs(self) -> set[str]:
        shards = self.control.query_all(lineage.SHARDS, consistent=True)
        open_shards = [row for row in shards if row["state"] == lineage.READY]
        rows = [*self.control.query_all(SLOTS, consistent=True), *open_shards]
        return {row["holder"] for row in rows if row.get("holder")}

    # ---- the rows -----------------------------------------------------------------------------------------

    def _build(self, standing: Standing, applier: Applier) -> None:
        progress = Progress(self.control, standing.beside)
        live, candidate = Store(standing.live, applier.store.client), applier.store
        if not progress.is_finished(Phase.ORDERS):
            self._fill(progress, live, applier)
        parts = {
            f"{number} of {self.threads}": lambda number=number: inherit(live, candidate, number, self.threads)
            for number in range(self.threads)
        }
        self._go_through(progress, Phase.INHERIT, rows_to_audit(self.source, live.table, ()), parts)
        self._audit(progress, applier)
        inherit_gaps(live, candidate)

    def _fill(self, progress: Progress, live: Store, applier: Applier) -> None:
        path = spool_of(self.folder, applier.store.table)
        with Spool(path) as spool:
            found = self.read()
            parts = {
                part.name: lambda part=part: gather(spool, part) for part in found.parts if not spool.has(part.name)
            }
            self._go_through(progress, Phase.GATHER, found.rows, parts, resumed=False)
            spool.sort()
            for phase, half in ((Phase.PARENTS, PARENTS), (Phase.ORDERS, ORDERS)):
                shards = {
                    f"{shard} of {SHARDS}": lambda shard=shard, half=half: fill(spool, half, shard, applier, live)
                    for shard in range(SHARDS)
                }
                self._go_through(progress, phase, spool.count(half), shards)
        remove_spool(path)

    def _audit(self, progress: Progress, applier: Applier) -> None:
        """A resync mends the candidate only once it is audited: what is lost meanwhile, this alone can find."""
        losses = lineage.losses(self.control)
        repair = Repair(applier, self.control, self.source, SOURCE_TABLES, self._beat)
        total = rows_to_audit(self.source, applier.store.table, list(SOURCE_TABLES))
        self._go_through(progress, Phase.AUDIT, total, audit_parts(repair, self.threads), resumed=False)
        if repair.report.left:
            raise Unfit(f"{repair.report.left} rows differ and cannot be mended: {'; '.join(repair.report.named)}")
        if lineage.losses(self.control) != losses:
            raise Unfit("records of a stream were lost during the audit: start again, which goes on with the audit")

    # ---- steps --------------------------------------------------------------------------------------------

    def _go_through(self, progress: Progress, phase: Phase, total: int, parts: Parts, *, resumed: bool = True) -> None:
        """The parts of a phase that are not done yet, several at once."""
        done = progress.finished(phase) if resumed else set()
        left = {name: make for name, make in parts.items() if name not in done}
        progress.begin(phase, total, left)
        self.tell(phase, 0, total)

        def part(name: str, make: Callable[[], Iterator[int]]) -> Iterator[int]:
            for rows in make():
                progress.note(phase, name, rows)
                yield rows
            progress.end_part(phase, name)

        def step(rows: int) -> None:
            self.tell(phase, rows, total)
            self._beat()

        together([part(name, make) for name, make in left.items()], self.threads, step)
        progress.end(phase)

    def _beat(self) -> None:
        """Say that this process lives, and see whether it still should. Raises Taken and Unfit."""
        if time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        self.lead.renew()
        standing = read_standing(self.control)
        if standing.state is not State.FILLING:
            raise Unfit(standing.fault or "the candidate was abandoned")
