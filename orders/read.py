"""Reading the projection for pages: one Query and at most one batch read for an order, whatever its size."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from orders.answer.model import Tone
from orders.contract.model import Order, Print, Printer, Record, User
from orders.customer import Account, CustomerStory, OrderSummary
from orders.find.keys import email_key
from orders.projections import keys, order, payload
from orders.projections.aggregate import DISCARDED, Aggregate, TornRead, from_rows, heard
from orders.projections.facet import Facet, facet_from
from orders.projections.prints import print_key
from orders.store import MAX_BATCH_GET, Key, Row, Store, live_store
from orders.story import JournalEntry, OrderStory, RawRow

PAST_ORDERS = 25
"""Past orders on one page of a customer."""

PRINTS_READ = 40
"""Prints in the one batch read, with their histories; an order of more shows the first lines' prints."""

SAME_EMAIL = 20
READS = 5


def load_story(
    order_id: str, store: Store | None = None, first_line: int = 0, *, consistent: bool = False
) -> OrderStory | None:
    """Everything known of an order, or None. Prints are read for PRINTS_READ lines from ``first_line`` on.
    ``consistent`` reads the order's own rows as they are this moment, for who decides by them.
    """
    store = store or live_store()
    if not keys.usable(order_id):
        return None
    found = _load_order(store, f"O#{order_id}", consistent=consistent)
    if found is None:
        return None
    aggregate, journal = found
    records = _readable(aggregate)
    bare = order.snapshot(order_id, records, {})
    prints = list(dict.fromkeys(line.print_id for line in bare.lines[first_line:] if keys.usable(line.print_id)))
    around = _Around(store, bare.order.user_id if bare.order else "", prints[:PRINTS_READ], _printers(records))
    snapshot = order.snapshot(order_id, records, around.prints)
    return OrderStory(
        snapshot=snapshot,
        version=aggregate.version,
        as_of=around.as_of or heard(aggregate) or datetime.now(UTC),
        customer=around.customer,
        printers=around.printers,
        journal=tuple(sorted([*journal, *around.history], key=lambda entry: (entry.at, entry.sequence))),
        raw=tuple(_raw(facet) for facet in [*aggregate.facets.values(), *around.facets]),
        incomplete=aggregate.incomplete,
        quarantined=tuple(reason for _, reason in aggregate.quarantined.values() if reason != DISCARDED),
        history_gaps=tuple(gap for gap in around.gaps if not _before(gap, bare.order)),
    )


@dataclass(frozen=True, slots=True)
class Pulse:
    """What an open page asks again and again: the version of its order, and how fresh all data is."""

    version: int
    as_of: datetime | None


def order_pulse(order_id: str, store: Store | None = None) -> Pulse | None:
    """The version of an order's projection, or None for an unknown order: one batch read of two rows."""
    if not keys.usable(order_id):
        return None
    head = (f"O#{order_id}", keys.HEAD)
    rows = (store or live_store()).get_many([head, keys.FRESHNESS])
    return Pulse(int(rows[head]["ver"]), _freshness(rows.get(keys.FRESHNESS))) if head in rows else None


def as_of(store: Store | None = None) -> datetime | None:
    """Up to when all that was changed is applied, as pages say; None where no pump has told."""
    return _freshness((store or live_store()).get(keys.FRESHNESS, consistent=False))


def load_customer(user_id: str, cursor: str = "", store: Store | None = None) -> CustomerStory | None:
    """A customer with their open orders, and one page of past orders after ``cursor``; None for an unknown id.

    One Query for the customer and the open orders, one for past orders, one for other accounts under the same
    e-mail, and a batch read of those.
    Raises ValueError for a cursor that is none.
    """
    store = store or live_store()
    if not keys.usable(user_id):
        return None
    pk = f"C#{user_id}"
    if cursor:
        return CustomerStory(user_id=user_id, customer=None, open_orders=(), **_past(store, pk, cursor))
    rows = store.query_all(pk, through=f"{keys.OPEN}~")
    past = _past(store, pk, "")
    opened = [_summary(row) for row in rows if row["sk"].startswith(keys.OPEN)]
    if not rows and not past["past_orders"]:
        return None
    aggregate = from_rows(pk, [row for row in rows if not row["sk"].startswith(keys.OPEN)])
    customer = next((record for record in _readable(aggregate) if isinstance(record, User)), None)
    return CustomerStory(
        user_id=user_id,
        customer=customer,
        open_orders=tuple(opened),
        other_accounts=tuple(_accounts(store, customer)) if customer else (),
        as_of=_freshness(store.get(keys.FRESHNESS, consistent=False)) or heard(aggregate),
        **past,
    )


class _Around:
    """What an order's page needs beside the order's own partition, in one batch read."""

    def __init__(self, store: Store, user_id: str, prints: Sequence[str], printers: Sequence[str]) -> None:
        wanted: list[Key] = [keys.FRESHNESS]
        if keys.usable(user_id):
            wanted.append((f"C#{user_id}", keys.facet_sk("users", user_id)))
        for print_id in prints:
            wanted += [print_key(print_id), (f"K#{print_id}", keys.HISTORY)]
        room = MAX_BATCH_GET - len(wanted)
        wanted += [(f"P#{printer}", keys.facet_sk("printers", printer)) for printer in printers[:room]]
        rows = store.get_many(wanted)
        self.facets = [facet for row in rows.values() if _is_facet(row) and (facet := facet_from(row, {})) is not None]
        records = [record for facet in self.facets if (record := facet.readable) is not None]
        self.prints = {record.print_id: record for record in records if isinstance(record, Print)}
        self.printers = {record.printer_id: record for record in records if isinstance(record, Printer)}
        self.customer = next((record for record in records if isinstance(record, User)), None)
        histories = [payload.unpack(row["payload"]) for row in rows.values() if row["sk"] == keys.HISTORY]
        self.history = [_entry(told) for history in histories for told in history]
        fresh = rows.get(keys.FRESHNESS)
        self.as_of = _freshness(fresh)
        self.gaps = _gaps(fresh)


def _load_order(store: Store, pk: str, *, consistent: bool) -> tuple[Aggregate, list[JournalEntry]] | None:
    """The order's partition in one Query; again, consistently, where somebody wrote while it was read."""
    for read in range(READS):
        rows = store.query_all(pk, consistent=consistent or read > 0)
        if not rows:
            return None
        try:
            aggregate = from_rows(pk, rows)
        except TornRead:
            continue
        return aggregate, [_entry(payload.unpack(row["payload"])) for row in rows if row["sk"].startswith(keys.JOURNAL)]
    raise TornRead(pk)


def _past(store: Store, pk: str, cursor: str) -> dict[str, Any]:
    after: Key | None = None
    if cursor:
        try:
            after = (pk, base64.urlsafe_b64decode(cursor.encode("ascii")).decode())
        except ValueError as error:
            raise ValueError("this cursor is none of ours") from error
        if not after[1].startswith(keys.PAST) or len(after[1].encode()) > keys.SORT_KEY_BYTES:
            raise ValueError("this cursor is none of ours")
    page = store.query(pk, prefix=keys.PAST, limit=PAST_ORDERS, after=after)
    following = base64.urlsafe_b64encode(page.after[1].encode()).decode() if page.after else ""
    return {"past_orders": tuple(_summary(row) for row in page.rows), "next_cursor": following}


def _accounts(store: Store, customer: User) -> Iterable[Account]:
    """Other customers with the same e-mail: the search row folds case and accents, so the addresses are compared."""
    if not customer.email:
        return
    pk, spelt = email_key(customer.email)
    found = [row["id"] for row in store.query(pk, prefix=f"{spelt}#", limit=SAME_EMAIL).rows]
    others = [(f"C#{user_id}", keys.facet_sk("users", user_id)) for user_id in found if user_id != customer.user_id]
    for row in store.get_many(others).values() if others else ():
        facet = facet_from(row, {})
        record = facet.readable if facet else None
        if isinstance(record, User) and record.email.casefold() == customer.email.casefold():
            yield Account(user_id=record.user_id, name=record.name, country=record.country)


def _summary(row: Row) -> OrderSummary:
    told = payload.unpack(row["payload"])
    times = {name: _time(told[name]) for name in ("placed_at", "promise", "delivered_at")}
    return OrderSummary(**{**told, **times, "tone": Tone(told["tone"])})


def _entry(told: Mapping[str, Any]) -> JournalEntry:
    return JournalEntry(
        table=told["table"],
        key=told["key"],
        sequence=told["sequence"],
        op=told["op"],
        at=datetime.fromisoformat(told["at"]),
        heard_at=datetime.fromisoformat(told["heard"]),
        changed={name: (old, new) for name, (old, new) in told["changed"].items()},
    )


def _raw(facet: Facet) -> RawRow:
    return RawRow(
        table=facet.table.name,
        key=facet.key,
        sequence=facet.fence.partition(":")[2].lstrip("0"),
        deleted=facet.image is None,
        image=facet.image or {},
    )


def _readable(aggregate: Aggregate) -> list[Record]:
    return [record for facet in aggregate.facets.values() if (record := facet.readable) is not None]


def _printers(records: Iterable[Record]) -> list[str]:
    named = (getattr(record, "printer_id", "") for record in records)
    return list(dict.fromkeys(printer for printer in named if keys.usable(printer)))


def _is_facet(row: Row) -> bool:
    return str(row["sk"]).startswith(keys.FACET)


def _freshness(row: Row | None) -> datetime | None:
    told = [value for name, value in (row or {}).items() if name.startswith("slot")]
    return datetime.fromisoformat(min(told)) if told else None


def _gaps(row: Row | None) -> tuple[tuple[datetime, datetime], ...]:
    if row is None or "payload" not in row:
        return ()
    return tuple(
        (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in payload.unpack(row["payload"])
    )


def _before(gap: tuple[datetime, datetime], order: Order | None) -> bool:
    """Whether a gap was over before the order was placed: then it took nothing of its history."""
    return order is not None and order.placed_at is not None and gap[1] < order.placed_at


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
