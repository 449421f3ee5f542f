"""What was set aside: told page by page, applied again with the code of today, or struck off.

A listing names its record by where it lies; its ``id`` is that place as one word. Records of an order, customer,
print or printer are marked in its HEAD too, so that what is older than them stays out; those of which nobody knows
the order are only listed.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from orders.changes import Change
from orders.contract.decode import Image, MalformedRow, row_key
from orders.contract.tables import SOURCE_TABLES
from orders.projections import keys, payload
from orders.projections.aggregate import DISCARDED, load
from orders.projections.apply import Applier
from orders.projections.feeds import Feeds
from orders.store import Condition, Conflict, Delete, Key, Put, Row, Store

PARTITIONS: Final = (keys.HOMELESS, *(f"{keys.QUARANTINE}{shard}" for shard in range(keys.QUARANTINE_SHARDS)))
A_PAGE: Final = 50
MOST_COUNTED: Final = 100
"""Of one partition: beyond that, how many there are makes no difference to anybody."""

ATTEMPTS: Final = 10


class Gone(Exception):
    """The record is not set aside any more, or a newer one of the same row is."""


class Incomplete(Exception):
    """The images were too long to be kept: there is nothing to apply."""


class Fate(StrEnum):
    """What became of a record that was applied again."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    FENCED = "fenced"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A record that was set aside: which row, since when, and why. ``aggregate`` is "" where nobody knows it."""

    id: str
    table: str
    key: str
    reason: str
    heard: str
    aggregate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A record with both its images; ``cut`` where those were too long to be kept."""

    entry: Quarantined
    fence: str
    seen: str | None
    at: datetime
    old: Image | None
    new: Image | None
    cut: bool
    stored: bytes

    @property
    def place(self) -> Key:
        """The key of its listing."""
        return place_of(self.entry.id)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of records, and the id to go on after; "" at the end."""

    entries: tuple[Quarantined, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Survey:
    """How many are set aside (``more`` than that where nobody counted on), and the oldest of those, oldest first."""

    number: int
    more: bool
    oldest: tuple[Quarantined, ...]


def listing(store: Store, *, table: str = "", after: str = "", limit: int = A_PAGE) -> Listing:
    """The next records in the order in which they lie: one Query, or some more where partitions are empty.

    Raises ValueError where ``after`` is no id.
    """
    start = place_of(after) if after else None
    found = list(islice(_rows(store, table, start, limit + 1), limit + 1))
    entries = tuple(_entry(row) for row in found[:limit])
    return Listing(entries, entries[-1].id if len(found) > limit else "")


def every(store: Store, table: str = "") -> Iterator[Quarantined]:
    """Every record, page by page: for the shell, never for a page."""
    page = listing(store, table=table)
    yield from page.entries
    while page.after:
        page = listing(store, table=table, after=page.after)
        yield from page.entries


def survey(store: Store) -> Survey:
    """One bounded Query a partition."""
    pages = [store.query(pk, limit=MOST_COUNTED) for pk in PARTITIONS]
    found = sorted((_entry(row) for page in pages for row in page.rows), key=lambda entry: entry.heard)
    return Survey(len(found), any(page.after for page in pages), tuple(found[:A_PAGE]))


def kept(store: Store, record_id: str) -> Kept | None:
    """One record, or None. Raises ValueError where that is no id."""
    row = store.get(place_of(record_id))
    if row is None:
        return None
    told = payload.unpack(row["payload"])
    return Kept(
        entry=_entry(row),
        fence=told["fence"],
        seen=told.get("seen"),
        at=datetime.fromisoformat(told.get("at", told["heard"])),
        old=_image(told["old"]),
        new=_image(told["new"]),
        cut=told.get("cut", False),
        stored=row["payload"],
    )


def replay(applier: Applier | Feeds, record: Kept) -> Fate:
    """Apply a record again under its own fence; what is newer by now stays as it is.

    The record leaves the list unless it is set aside once more. Raises Incomplete where its images are not kept, and
    Conflict where others write its order all the time.
    """
    if record.cut:
        raise Incomplete(record.entry.id)
    tally = applier.apply([_change(record)]).tally
    fate = next(Fate(outcome) for (_, outcome), count in tally.items() if count > 0)
    if fate is not Fate.QUARANTINED:
        _strike(applier.store, record)
    return fate


def discard(stores: Sequence[Store], record: Kept) -> None:
    """Strike a record off in every projection that is fed, the live one first; what they hold stays as it is.

    Raises Gone, and Conflict as ``replay`` does.
    """
    live, *others = stores
    _discard_surely(live, record, record.fence)
    for other in others:
        discard_too(other, record.place, record.fence)


def discard_too(store: Store, place: Key, fence: str) -> None:
    """Strike off what another projection has struck off under ``fence``, unless a newer record of its row is listed.

    A projection that was filled from the source table has listed the row itself, under fence zero.
    """
    listed = kept(store, id_of(place))
    if listed is None or listed.fence > fence:
        return
    with suppress(Gone):
        _discard_surely(store, listed, fence)


def place_of(record_id: str) -> Key:
    """Where a record lies. Raises ValueError where that is no id."""
    try:
        pk, sk = base64.urlsafe_b64decode(record_id.encode("ascii")).decode("utf-8", "surrogatepass").split("\n", 1)
    except (ValueError, UnicodeError) as error:
        raise ValueError("no id of a record") from error
    if f"{keys.QUARANTINE}{pk}" not in PARTITIONS or not 0 < len(sk.encode()) <= keys.SORT_KEY_BYTES:
        raise ValueError("no id of a record")
    return f"{keys.QUARANTINE}{pk}", sk


def id_of(place: Key) -> str:
    """A place as one word for addresses and the shell."""
    text = f"{place[0].removeprefix(keys.QUARANTINE)}\n{place[1]}"
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")


def _rows(store: Store, table: str, start: Key | None, limit: int) -> Iterator[Row]:
    for pk in PARTITIONS[PARTITIONS.index(start[0]) if start else 0 :]:
        begin = start if start and start[0] == pk else None
        while True:
            page = store.query(pk, prefix=f"{table}#" if table else "", limit=limit, after=begin, consistent=True)
            yield from page.rows
            begin = page.after
            if begin is None:
                break


def _entry(row: Row) -> Quarantined:
    told: dict[str, Any] = payload.unpack(row["payload"])
    about = {name: told[name] for name in ("table", "key", "reason", "heard", "aggregate")}
    return Quarantined(id=id_of((row["pk"], row["sk"])), **about)


def _image(content: Any) -> Image | None:
    return payload.image_values(content) if content is not None else None


def _change(record: Kept) -> Change:
    table = SOURCE_TABLES[record.entry.table]
    return Change(
        table=table,
        key=record.entry.key or _key(record),
        fence=record.fence,
        old=record.old,
        new=record.new,
        at=record.at.astimezone(UTC),
        seen=record.seen,
        sequence=record.fence.partition(":")[2].lstrip("0"),
        again=True,
    )


def _key(record: Kept) -> str:
    """The key of a row that had none when it was heard; "" where it still has none."""
    try:
        return row_key(SOURCE_TABLES[record.entry.table], record.new or record.old or {})
    except MalformedRow:
        return ""


def _strike(store: Store, record: Kept) -> None:
    """Take the listing away, unless a newer record of the row is listed in its place."""
    try:
        store.delete(record.place, Condition("payload = :stored", {":stored": record.stored}))
    except Conflict:
        return


def _discard_surely(store: Store, record: Kept, fence: str) -> None:
    """Strike off in spite of others who write the same order. Raises Gone and Conflict."""
    for _ in range(ATTEMPTS):
        try:
            return _discard(store, record, fence)
        except Conflict:
            continue
    raise Conflict(f"{record.entry.aggregate} was written by others {ATTEMPTS} times in a row")


def _discard(store: Store, record: Kept, fence: str) -> None:
    """Strike off, and mark in HEAD that nothing up to ``fence`` is to be listed anew."""
    entry = record.entry
    state = load(store, entry.aggregate).copy() if entry.aggregate else None
    sk = keys.facet_sk(entry.table, entry.key)
    if state is None or sk not in state.quarantined:
        return _strike(store, record)
    if state.quarantined[sk][0] != record.fence:
        raise Gone(entry.id)
    state.quarantined[sk] = (fence, DISCARDED)
    unchanged = Condition("ver = :ver", {":ver": state.version})
    state.version += 1
    head, *rest = state.head_rows()
    store.transact([Put(head, unchanged), *map(Put, rest), Delete(record.place)])
    return None
