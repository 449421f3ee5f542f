"""Resync: comparing a source table with the projection, row by row, and mending what differs.

Needed where a stream no longer tells everything: on its first day, when it was switched on again, when records
were trimmed before they were read. It runs beside the pump. The tail is read already, so every later change
arrives by itself; what is mended here is what no record will ever tell. A row that differs is looked at again
after the pump has passed the moment of reading, and is written only if its fence is still the one seen.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from orders.changes import NO_FENCE, ZERO_FENCE, Change
from orders.contract.decode import Image, MalformedRow
from orders.contract.tables import SOURCE_TABLES, SourceTable
from orders.projections import keys, payload
from orders.projections.aggregate import load
from orders.projections.facet import Facet, facet_from
from orders.projections.route import route
from orders.projections.tables import source_name
from orders.store import MAX_BATCH_GET, Condition, Conflict, Key, Store
from orders.streams import lineage
from orders.streams.engine import Engine
from orders.streams.lease import Lease, Watch, acquire, seen
from orders.streams.status import caught_up

LEADER = "LEADER"
RUNNING = "running"
POLL_SECONDS = 0.2
KEPT_GAPS = 10
ROWS_A_BEAT = 1_000
"""A scan of the whole projection takes long: the lease is renewed on the way."""

log = logging.getLogger(__name__)


def needed(control: Store) -> list[str]:
    """The tables that wait for a resync, or whose resync may have died with its worker."""
    return [row["sk"] for row in control.query_all(lineage.TABLES) if row.get("resync")]


class Taken(Exception):
    """Another run of this resync took over."""


@dataclass(slots=True)
class Difference:
    """A source row and its facet that do not agree; either may be missing."""

    key: str
    home: str
    facet: Facet | None


class Resync:
    """One table's resync. Doubled runs are kept apart by a lease, and would do no harm."""

    watch = Watch()

    def __init__(self, engine: Engine, table: str, tell: Callable[[int, int], None] | None = None) -> None:
        self.engine = engine
        self.control = engine.control
        self.projection = engine.applier.store
        self.source = engine.chart.dynamodb
        self.table: SourceTable = SOURCE_TABLES[table]
        self.tell = tell or (lambda _checked, _total: None)
        self.checked = 0
        self.mended = 0
        self._lease: Lease | None = None

    def run(self) -> bool:
        """Compare everything once; False where another run is at it."""
        key = (LEADER, f"resync#{self.table.name}")
        known = seen(self.control.get(key))
        if not self.watch.expired(key, known, time.monotonic()):
            return False
        self._lease = acquire(self.control, key, uuid.uuid4().hex, known)
        if self._lease is None:
            return False
        try:
            self._begin()
            for keys_of_page in self._source_pages():
                self._mend(self._differences(keys_of_page))
            for gone in self._orphans():
                self._mend(gone)
            self._end()
        except Taken:
            return False
        finally:
            self._lease.release()
        return True

    # ---- the two sides ------------------------------------------------------------------------------------

    def _source_pages(self) -> Iterator[list[tuple[str, Image]]]:
        arguments: dict[str, Any] = {"TableName": source_name(self.table.name)}
        while True:
            answer = self.source.scan(**arguments)
            yield [(item[self.table.key]["S"], item) for item in answer["Items"]]
            self._progress(len(answer["Items"]))
            if "LastEvaluatedKey" not in answer:
                return
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _differences(self, rows: Sequence[tuple[str, Image]]) -> list[Difference]:
        """The rows whose facet is missing or says something else, and those of no order that nobody set aside yet."""
        homes = {key: self._home(key, image) for key, image in rows}
        facets = self._facets([(home, key) for key, home in homes.items() if home])
        aside = self._set_aside([key for key, home in homes.items() if not home])
        images = dict(rows)
        return [
            Difference(key, home, facets.get((home, key)))
            for key, home in homes.items()
            if key not in aside and ((facet := facets.get((home, key))) is None or facet.image != images[key])
        ]

    def _orphans(self) -> Iterator[list[Difference]]:
        """Facets whose source row is gone, or is now another order's."""
        page: list[tuple[str, str]] = []
        for row in self._facet_rows():
            page.append((row["pk"], row["sk"].removeprefix(keys.facet_sk(self.table.name, ""))))
            if len(page) == MAX_BATCH_GET:
                yield self._without_source(page)
                page = []
        yield self._without_source(page)

    def _facet_rows(self) -> Iterable[dict[str, Any]]:
        prefix = keys.facet_sk(self.table.name, "")
        for number, row in enumerate(self.projection.scan()):
            if number % ROWS_A_BEAT == 0:
                self._progress(0)
            if row["sk"].startswith(prefix) and payload.PART_MARK not in row["sk"] and "ttl" not in row:
                yield row

    def _without_source(self, page: Sequence[tuple[str, str]]) -> list[Difference]:
        images = self._read_source([key for _, key in page])
        lost = [(pk, key) for pk, key in page if key not in images or self._home(key, images[key]) != pk]
        facets = self._facets(lost)
        return [Difference(key, pk, facets[pk, key]) for pk, key in lost if (pk, key) in facets]

    # ---- mending ------------------------------------------------------------------------------------------

    def _mend(self, found: Sequence[Difference]) -> None:
        if not found:
            return
        self._wait_for_pump(datetime.now(UTC))
        for start in range(0, len(found), MAX_BATCH_GET):
            self._correct(found[start : start + MAX_BATCH_GET])
            self._progress(0)

    def _correct(self, found: Sequence[Difference]) -> None:
        images = self._read_source([difference.key for difference in found])
        corrections = []
        for difference in found:
            image = images.get(difference.key)
            if image is not None and self._home(difference.key, image) != difference.home:
                image = None
            facet = difference.facet
            if image is None and facet is None:
                continue
            corrections.append(self._correction(difference.key, image, facet))
        self.mended += len(corrections)
        self.engine.applier.apply(corrections)

    def _correction(self, key: str, image: Image | None, facet: Facet | None) -> Change:
        fence = facet.fence if facet else NO_FENCE
        old = facet.image if facet else None
        return Change(self.table, key, fence or ZERO_FENCE, old, image, datetime.now(UTC), seen=fence)

    def _wait_for_pump(self, since: datetime) -> None:
        """Until all that was written before ``since`` has come by the stream: most differences are just lag."""
        while not caught_up(self.control, since, self.table.name):
            self._progress(0)
            time.sleep(POLL_SECONDS)

    # ---- reading ------------------------------------------------------------------------------------------

    def _home(self, key: str, image: Image) -> str:
        """The partition a row belongs to; "" where it belongs nowhere and is set aside."""
        try:
            return next(iter(route(Change(self.table, key, ZERO_FENCE, None, image, datetime.now(UTC)))))
        except MalformedRow:
            return ""

    def _facets(self, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Facet]:
        found: dict[tuple[str, str], Facet] = {}
        for start in range(0, len(wanted), MAX_BATCH_GET):
            some: list[Key] = [
                (pk, keys.facet_sk(self.table.name, key)) for pk, key in wanted[start : start + MAX_BATCH_GET]
            ]
            for (pk, sk), row in self.projection.get_many(some, consistent=True).items():
                facet = facet_from(row, {}) or load(self.projection, pk).facets.get(sk)
                if facet is not None:
                    found[pk, facet.key] = facet
        return found

    def _set_aside(self, wanted: Sequence[str]) -> set[str]:
        listed = {keys.quarantined(self.table.name, key, homeless=True): key for key in wanted}
        found: set[str] = set()
        for start in range(0, len(wanted), MAX_BATCH_GET):
            some = self.projection.get_many(list(listed)[start : start + MAX_BATCH_GET], consistent=True)
            found.update(listed[key] for key in some)
        return found

    def _read_source(self, wanted: Sequence[str]) -> dict[str, Image]:
        name, found = source_name(self.table.name), {}
        for start in range(0, len(wanted), MAX_BATCH_GET):
            some = dict.fromkeys(wanted[start : start + MAX_BATCH_GET])  # a row may lie in two orders
            left = [{self.table.key: {"S": key}} for key in some]
            while left:
                answer = self.source.batch_get_item(RequestItems={name: {"Keys": left, "ConsistentRead": True}})
                found.update({item[self.table.key]["S"]: item for item in answer["Responses"].get(name, ())})
                left = answer.get("UnprocessedKeys", {}).get(name, {}).get("Keys", [])
        return found

    # ---- progress -----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        total = self.source.describe_table(TableName=source_name(self.table.name))["Table"].get("ItemCount", 0)
        self._note(resync=RUNNING, checked=0, total=total)
        self._wait_for_pump_to_start()

    def _wait_for_pump_to_start(self) -> None:
        """The tail must be read before the table is: else a change between the two would be missed."""
        began = datetime.now(UTC)
        while not all(row.get("fetched", "") > began.isoformat() for row in self._open_shards()):
            self._progress(0)
            time.sleep(POLL_SECONDS)

    def _open_shards(self) -> list[dict[str, Any]]:
        shards = lineage.readable(self.control.query_all(lineage.SHARDS, consistent=True))
        return [row for row in shards if row["table"] == self.table.name]

    def _progress(self, more: int) -> None:
        self.checked += more
        if self._lease is None or not self._lease.renew():
            raise Taken(self.table.name)
        if more:
            self._note(checked=self.checked)

    def _note(self, **what: str | int) -> None:
        about = self.control.update((lineage.TABLES, self.table.name), put=what)
        self.tell(self.checked, int(about.get("total", 0)))

    def _end(self) -> None:
        self._progress(0)
        about = self.control.get((lineage.TABLES, self.table.name)) or {}
        if about.get("lost"):
            note_gap(self.projection, about.get("gap_from", ""), about["lost"])
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
    """Keep the times between which changes were lost, where pages read it: their history is incomplete there."""
    row = projection.get(keys.FRESHNESS) or {}
    gaps = payload.unpack(row["payload"]) if "payload" in row else []
    gaps = [*gaps, [start, end]][-KEPT_GAPS:] if [start, end] not in gaps else gaps
    projection.update(keys.FRESHNESS, put={"payload": payload.pack(gaps)})
