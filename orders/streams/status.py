"""How the streams stand: what was received and what became of it, how far behind we are, what was set aside.

*behind*: shards whose last fetch was not empty. *lag_seconds*: the age of the oldest record that was fetched and
is not applied, 0 where there is none, None where nothing was fetched for 30 s. The counts balance:
received = applied + fenced + unchanged + quarantined.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from orders.contract.tables import SOURCE_TABLES
from orders.projections import keys, payload
from orders.store import Row, Store, live_store
from orders.streams import lineage
from orders.streams.engine import control_store
from orders.streams.lineage import readable

SILENT_SECONDS = 30
POLL_SECONDS = 0.2
COUNTS = ("received", "applied", "fenced", "unchanged", "quarantined")


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
class Quarantined:
    """A record that was set aside: which row, since when, and why."""

    table: str
    key: str
    reason: str
    heard: str
    aggregate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamStatus:
    """Everything ``stream_status`` prints. ``quarantine`` lists what is set aside now; the counts are of all time."""

    tables: tuple[TableStatus, ...]
    slots: int
    behind: int
    lag_seconds: float | None
    received: int
    applied: int
    fenced: int
    unchanged: int
    quarantined: int
    balanced: bool
    quarantine: tuple[Quarantined, ...] = field(default=())

    @property
    def alarms(self) -> tuple[str, ...]:
        """What a person on call must know, in words; nothing where all is well."""
        found = [f"{t.table}: nothing read for {SILENT_SECONDS} s" for t in self.tables if t.lag_seconds is None]
        found += [f"{t.table}: records were lost, a resync is {t.resync}" for t in self.tables if t.lost and t.resync]
        found += [] if self.balanced else ["the counts of records do not balance"]
        return tuple(found)


def stream_status(control: Store | None = None, projection: Store | None = None) -> StreamStatus:
    """The state of every stream now: three Queries of the control table and nine of the quarantine."""
    control, projection = control or control_store(), projection or live_store()
    shards = control.query_all(lineage.SHARDS, consistent=True)
    tables = {row["sk"]: row for row in control.query_all(lineage.TABLES, consistent=True)}
    now = datetime.now(UTC)
    each = tuple(_table(name, tables.get(name, {}), shards, now) for name in SOURCE_TABLES)
    totals = {count: sum(getattr(table, count) for table in each) for count in COUNTS}
    lags = [table.lag_seconds for table in each]
    return StreamStatus(
        tables=each,
        slots=sum(1 for row in control.query_all("SLOTS") if row.get("holder")),
        behind=sum(table.behind for table in each),
        lag_seconds=None if None in lags else max((lag for lag in lags if lag is not None), default=None),
        balanced=totals["received"] == sum(totals[count] for count in COUNTS[1:]),
        quarantine=tuple(quarantine(projection)),
        **totals,
    )


def quarantine(projection: Store) -> Iterable[Quarantined]:
    """What is set aside now, oldest first."""
    found = []
    for pk in [keys.HOMELESS, *(f"{keys.QUARANTINE}{shard}" for shard in range(keys.QUARANTINE_SHARDS))]:
        for row in projection.query_all(pk, consistent=True):
            told: dict[str, Any] = payload.unpack(row["payload"])
            found.append(Quarantined(**{name: told[name] for name in Quarantined.__slots__}))
    return sorted(found, key=lambda record: record.heard)


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
        **{count: sum(row.get(count, 0) for row in own) for count in COUNTS},
    )


def _lag(row: Row, now: datetime) -> float | None:
    fetched = row.get("fetched", "")
    if not fetched or (now - datetime.fromisoformat(fetched)).total_seconds() > SILENT_SECONDS:
        return None
    oldest = row.get("oldest", "")
    return round(max(0.0, (now - datetime.fromisoformat(oldest)).total_seconds()), 3) if oldest else 0.0
