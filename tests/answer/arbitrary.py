"""Orders as no sane backend would write them: any state, any field missing, times in any order, ids that clash."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from orders.answer.failures import failures
from orders.contract.model import Order, OrderLine, Print, PrintJob, Render, RenderFailure, Scan, Shipment
from orders.snapshot import OrderSnapshot
from orders.story import JournalEntry, OrderStory

NOW = datetime(2026, 11, 22, 21, tzinfo=UTC)
PRODUCTS = ("", "photobook-a5", "calendar-a3", "bed_bath_table")
CARRIERS = ("", "unspecified", "dhl", "royal_mail", "邮政")


def _utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC)


near = st.datetimes(datetime(2026, 10, 1), datetime(2027, 1, 31)).map(_utc)  # noqa: DTZ001
any_time = st.datetimes().map(_utc)
times = st.one_of(near, near, st.just(NOW), any_time)
ids = st.sampled_from(["", "1", "2", "3"])
words = st.sampled_from(["", "a_new_word", "{brace} {printer}", 'says "no"\n', "lost", "كلمة"]) | st.text(max_size=8)
clean = words.filter(lambda text: "None" not in text)
numbers = st.integers(0, 200)

SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "product": st.sampled_from(PRODUCTS),
    "carrier": st.sampled_from(CARRIERS),
    "code": st.sampled_from(["", "odd", *failures()]),
    "attempt": st.integers(0, 3),
}


@cache
def records(record: type, key: str = "") -> st.SearchStrategy[Any]:
    """Records of one kind of which any field may be missing but the key."""
    hints = get_type_hints(record)
    optional = {name: _values(name, hints[name]) for name in hints if name != key}
    return st.fixed_dictionaries({key: st.just("o-1")} if key else {}, optional=optional).map(
        lambda found: record(**found)
    )


def _numbered(record: type, key: str) -> st.SearchStrategy[tuple[Any, ...]]:
    """Up to three rows of one table, with the keys 1 to 3."""
    rows = st.lists(records(record, key), max_size=3)
    return rows.map(lambda found: tuple(replace(row, **{key: str(n)}) for n, row in enumerate(found, 1)))


def _values(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if name in SPECIAL:
        return SPECIAL[name]
    kinds: dict[Any, st.SearchStrategy[Any]] = {
        str: ids if name.endswith("_id") or name == "reprint_of" else clean,
        int: numbers,
        bool: st.booleans(),
        datetime | None: st.none() | times,
        tuple[str, ...]: st.lists(ids, max_size=2).map(tuple),
        tuple[OrderLine, ...]: st.lists(records(OrderLine), max_size=4).map(tuple) if name == "lines" else st.none(),
        tuple[Scan, ...]: st.lists(records(Scan), max_size=4).map(tuple) if name == "scans" else st.none(),
        RenderFailure | None: st.none() | records(RenderFailure) if name == "failure" else st.none(),
    }
    if hint in kinds:
        return kinds[hint]
    return st.none() if get_args(hint) else st.sampled_from(hint)


snapshots = st.builds(
    OrderSnapshot,
    order_id=st.just("o-1"),
    order=st.none() | records(Order, "order_id"),
    renders=_numbered(Render, "render_id"),
    print_jobs=_numbered(PrintJob, "print_job_id"),
    parcels=_numbered(Shipment, "shipment_id"),
    prints=_numbered(Print, "print_id").map(lambda designs: {design.print_id: design for design in designs}),
)
"""Any order."""

changes = st.dictionaries(
    st.sampled_from(["state", "deliver_by", "printer_id", "raw_status", "hold_reason", "failure", "gloss"]),
    st.tuples(clean, clean),
    max_size=3,
)
entries = st.builds(
    JournalEntry,
    table=st.sampled_from(["orders", "renders", "print_jobs", "shipments", "prints", "gifts"]),
    key=st.sampled_from(["o-1", "1", "2"]),
    sequence=st.integers(1, 99).map(lambda n: f"{n:040}"),
    op=st.sampled_from(["put", "deleted"]),
    at=times,
    heard_at=times,
    changed=changes,
)
stories = st.builds(
    OrderStory,
    snapshot=snapshots,
    version=st.just(1),
    as_of=near,
    customer=st.none(),
    printers=st.just({}),
    journal=st.lists(entries, max_size=6, unique_by=lambda told: told.sequence).map(tuple),
    raw=st.just(()),
    incomplete=st.booleans(),
    quarantined=st.just(()),
    history_gaps=st.lists(st.tuples(near, near), max_size=1).map(tuple),
)
"""Any order with any journal."""
