"""Resync: comparing a source table with the projections, row by row, and mending what differs.

Needed where a stream no longer tells everything: on its first day, when it was switched on again, when records
were trimmed before they were read. Somebody may ask for one, too. It runs beside the pump (``streams/repair.py``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from orders.contract.tables import SOURCE_TABLES, SourceTable
from orders.projections import keys, payload
from orders.projections.tables import source_name
from orders.store import Condition, Conflict, Store
from orders.streams import lineage
from orders.streams.engine import Engine
from orders.streams.lead import Lead, Taken
from orders.streams.lease import Watch
from orders.streams.passage import await_reading
from orders.streams.repair import Repair

RUNNING = "running"
KEPT_GAPS = 10

log = logging.getLogger(__name__)


def needed(control: Store) -> list[str]:
    """The tables that wait for a resync, or whose resync may have died with its worker."""
    return [row["sk"] for row in control.query_all(lineage.TABLES) if row.get("resync")]


def request(control: Store, table: str) -> None:
    """Ask for a resync of a table. Raises Conflict where its stream is not known yet: that begins with one."""
    known = Condition("attribute_exists(arn)", {})
    control.update((lineage.TABLES, table), put={"resync": lineage.NEEDED}, condition=known)


class Resync:
    """One table's resync. Doubled runs are kept apart by a lease, and would do no harm."""

    watch = Watch()

    def __init__(self, engine: Engine, table: str, tell: Callable[[int, int], None] | None = None) -> None:
        self.engine = engine
        self.control = engine.control
        self.source = engine.chart.dynamodb
        self.table: SourceTable = SOURCE_TABLES[table]
        self.tell = tell or (lambda _checked, _total: None)
        self.checked = 0
        self.mended = 0
        self.lead = Lead(self.control, f"resync#{table}", self.watch)

    def run(self) -> bool:
        """Compare everything once, with each projection that is settled; False where another run is at it."""
        if not self.lead.take():
            return False
        try:
            self.engine.applier.look_around()
            self._begin(len(self.engine.applier.settled))
            for applier in self.engine.applier.settled:
                self._go_through(Repair(applier, self.control, self.source, [self.table.name], self.lead.renew))
            self._end()
        except Taken:
            return False
        finally:
            self.lead.release()
        return True

    def _go_through(self, repair: Repair) -> None:
        for rows in repair.source(self.table.name):
            self.checked += rows
            self._note(checked=self.checked)
        for _ in repair.projection(derived_too=False):
            self.lead.renew()
        self.mended += repair.report.mended + repair.report.aside

    # ---- progress -----------------------------------------------------------------------------------------

    def _begin(self, times: int) -> None:
        """The tail must be read before the table is: else a change between the two would be missed."""
        about = self.source.describe_table(TableName=source_name(self.table.name))["Table"]
        self._note(resync=RUNNING, checked=0, total=times * about.get("ItemCount", 0))
        await_reading(self.control, self.table.name, self.lead.renew)

    def _note(self, **what: str | int) -> None:
        self.lead.renew()
        about = self.control.update((lineage.TABLES, self.table.name), put=what)
        self.tell(self.checked, int(about.get("total", 0)))

    def _end(self) -> None:
        self.lead.renew()
        self.engine.applier.look_around()  # the candidate may have been audited, and taken over gaps, meanwhile
        about = self.control.get((lineage.TABLES, self.table.name)) or {}
        for applier in self.engine.applier.settled if about.get("lost") else ():
            note_gap(applier.store, about.get("gap_from", ""), about["lost"])
        try:
            self.control.update(
                (lineage.TABLES, self.table.name),
                put={"resync": "", "mended": self.mended},
                remove=("lost", "gap_from"),
                condition=Condition("resync = :running", {":running": RUNNING}),
            )
        except Conflict:
            return  # more was lost meanwhile: rows that were compared already may differ again
        log.info("resync done", extra={"table": self.table.name, "rows": self.checked, "mended": self.mended})


def note_gap(projection: Store, start: str, end: str) -> None:
    """Keep the times between which changes were lost, where pages read it: their history is incomplete there.

    Seven tables may tell of the same hour: what overlaps is one gap, so that older ones are not pushed out.
    """
    row = projection.get(keys.FRESHNESS) or {}
    gaps = payload.unpack(row["payload"]) if "payload" in row else []
    projection.update(keys.FRESHNESS, put={"payload": payload.pack(_apart([*gaps, [start, end]])[-KEPT_GAPS:])})


def _apart(gaps: list[list[str]]) -> list[list[str]]:
    """Gaps in the order of time, those that overlap as one; all are of one time zone and spelling."""
    apart: list[list[str]] = []
    for start, end in sorted(gaps):
        if apart and start <= apart[-1][1]:
            apart[-1] = [apart[-1][0], max(apart[-1][1], end)]
        else:
            apart.append([start, end])
    return apart
