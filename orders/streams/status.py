"""How the streams stand: what was received and what became of it, how far behind we are, what was set aside.

*behind*: shards whose last fetch was not empty. *lag_seconds*: the age of the oldest record that was fetched and
is not applied, 0 where there is none, None where nothing was fetched for 30 s. The counts balance:
received = applied + fenced + unchanged + quarantined.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings

from orders.contract.tables import SOURCE_TABLES
from orders.projections.quarantine import Quarantined, survey
from orders.projections.standing import State
from orders.store import Row, Store, live_store
from orders.streams import lineage
from orders.streams.alarms import LONGEST_ASIDE, LONGEST_LAG_SECONDS, Alarm, AlarmName
from orders.streams.engine import control_store
from orders.streams.lineage import COUNTS, WORK, readable
from orders.streams.rebuild_status import RebuildStatus, rebuild_status

SILENT_SECONDS = 30
POLL_SECONDS = 0.2
PUMP = "pump"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStatus:
    """One source table's stream. ``resync`` is "", "needed" or "running"; ``lost`` when records were lost."""

    table: str
    shards: int
    open: int
    behind: int
    lag_seconds: float | None
    received: int
    applied: int
    fenced: int
    unchanged: int
    quarantined: int
    resync: str
    resync_checked: int
    resync_total: int
    lost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotStatus:
    """One pump's place: who has it ("" where nobody does), and how many of the readable shards that one holds."""

    slot: int
    holder: str
    shards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamStatus:
    """Everything ``stream_status`` prints; the counts are of all time. ``unheld`` are readable shards that nobody
    reads just now. ``quarantine`` lists the oldest records that are set aside, ``set_aside`` says how many there are
    (at least so many, where there are ``more``). ``rebuild`` is what is beside the live projection.
    """

    tables: tuple[TableStatus, ...]
    slots: int
    leases: tuple[SlotStatus, ...] = ()
    unheld: int = 0
    behind: int
    lag_seconds: float | None
    received: int
    applied: int
    fenced: int
    unchanged: int
    quarantined: int
    balanced: bool
    transactions: int = 0
    conflicts: int = 0
    as_of: str = ""
    quarantine: tuple[Quarantined, ...] = field(default=())
    set_aside: int = 0
    set_aside_more: bool = False
    rebuild: RebuildStatus | None = None

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What a person on call must know; nothing where all is well."""
        return tuple(self._alarms())

    def _alarms(self) -> Iterator[Alarm]:
        pumped = settings.STREAM_READER == PUMP
        for table in self.tables:
            if table.lag_seconds is None and pumped:
                yield Alarm(AlarmName.SILENT, f"{table.table}: nothing read for {SILENT_SECONDS} s")
            elif (table.lag_seconds or 0) > LONGEST_LAG_SECONDS:
                yield Alarm(AlarmName.LAG, f"{table.table}: a change waits for {table.lag_seconds:.0f} s")
            if table.lost and table.resync:
                yield Alarm(AlarmName.LOST, f"{table.table}: records were lost, a resync is {table.resync}")
            elif table.resync and not pumped:
                yield Alarm(AlarmName.WAITING, f"{table.table}: a resync is needed, and only the pump can make it")
        if not self.balanced:
            yield Alarm(AlarmName.UNBALANCED, "the counts of records do not balance")
        if self.quarantine and self.aside_for > LONGEST_ASIDE:
            yield Alarm(AlarmName.ASIDE, f"a row is set aside for {self.aside_for.days} days")
        if self.rebuild and self.rebuild.state == State.FAILED:
            yield Alarm(AlarmName.BROKE, f"{self.rebuild.projection} broke and is fed no more: {self.rebuild.fault}")

    @property
    def aside_for(self) -> timedelta:
        """For how long the oldest record is set aside."""
        if not self.quarantine or not self.as_of:
            return timedelta()
        return datetime.fromisoformat(self.as_of) - datetime.fromisoformat(self.quarantine[0].heard)


def stream_status(control: Store | None = None, projection: Store | None = None) -> StreamStatus:
    """The state of every stream now: three Queries of the control table, nine bounded ones of the quarantine; one more
    while there is something beside the live projection.
    """
    control, projection = control or control_store(), projection or live_store()
    shards = control.query_all(lineage.SHARDS, consistent=True)
    tables = {row["sk"]: row for row in control.query_all(lineage.TABLES, consistent=True)}
    now = datetime.now(UTC)
    each = tuple(_table(name, tables.get(name, {}), shards, now) for name in SOURCE_TABLES)
    totals = {count: sum(getattr(table, count) for table in each) for count in COUNTS}
    lags = [table.lag_seconds for table in each]
    held = Counter(row["holder"] for row in readable(shards))
    leases = tuple(_slot(row, held) for row in control.query_all("SLOTS"))
    aside = survey(projection)
    return StreamStatus(
        tables=each,
        slots=sum(1 for lease in leases if lease.holder),
        leases=leases,
        unheld=held[""],
        behind=sum(table.behind for table in each),
        lag_seconds=None if None in lags else max((lag for lag in lags if lag is not None), default=None),
        balanced=totals["received"] == sum(totals[count] for count in COUNTS[1:]),
        **{work: sum(row.get(work, 0) for row in (*tables.values(), *shards)) for work in WORK},
        as_of=now.isoformat(),
        quarantine=aside.oldest,
        set_aside=aside.number,
        set_aside_more=aside.more,
        rebuild=rebuild_status(control, now),
        **totals,
    )


def caught_up(control: Store, since: datetime, table: str = "") -> bool:
    """Whether all that was written before ``since`` is applied: every open shard (of one table, or of all) had
    two empty fetches begun after it, and its checkpoint is stored.
    """
    shards = control.query_all(lineage.SHARDS, consistent=True)
    known = {row["table"] for row in shards}
    if not (known >= {table} if table else known >= set(SOURCE_TABLES)):
        return False
    unfinished = [row for row in shards if row["state"] != lineage.DONE and table in ("", row["table"])]
    return all(_passed(row, since) for row in unfinished)


def wait(seconds: float, control: Store | None = None) -> bool:
    """Wait until all that is written at the call is applied; False where that takes longer than ``seconds``."""
    control = control or control_store()
    since, deadline = datetime.now(UTC), time.monotonic() + seconds
    while not caught_up(control, since):
        if time.monotonic() >= deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _passed(row: Row, since: datetime) -> bool:
    text = row.get("empty_before", "")
    return bool(text) and datetime.fromisoformat(text) > since


def _slot(row: Row, held: Counter[str]) -> SlotStatus:
    holder = row.get("holder", "")
    return SlotStatus(slot=int(row["sk"]), holder=holder, shards=held[holder] if holder else 0)


def _table(name: str, about: Row, shards: list[Row], now: datetime) -> TableStatus:
    own = [row for row in shards if row["table"] == name]
    opened = readable(own)
    lags = [_lag(row, now) for row in opened]
    return TableStatus(
        table=name,
        shards=len(own),
        open=len(opened),
        behind=sum(1 for row in opened if row.get("behind", True)),
        lag_seconds=None if None in lags or not lags else max(lag for lag in lags if lag is not None),
        resync=about.get("resync", ""),
        resync_checked=about.get("checked", 0),
        resync_total=about.get("total", 0),
        lost=about.get("lost", ""),
        **{count: sum(row.get(count, 0) for row in (about, *own)) for count in COUNTS},
    )


def _lag(row: Row, now: datetime) -> float | None:
    fetched = row.get("fetched", "")
    if not fetched or (now - datetime.fromisoformat(fetched)).total_seconds() > SILENT_SECONDS:
        return None
    oldest = row.get("oldest", "")
    return round(max(0.0, (now - datetime.fromisoformat(oldest)).total_seconds()), 3) if oldest else 0.0
