"""What needs hours, or many odd rows, on the store in memory: expired tombstones, records of any shape."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from orders.changes import NO_FENCE, ZERO_FENCE, Change
from orders.contract.tables import SOURCE_TABLES
from orders.projections import keys
from orders.projections.apply import Applier
from orders.projections.digest import read_contents
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.streams import backend
from tests.streams.backend import record

TEXT = st.text(max_size=8)
SCALARS = st.one_of(
    TEXT.map(lambda text: {"S": text}),
    st.integers(-(10**40), 10**40).map(lambda number: {"N": str(number)}),
    st.binary(max_size=20).map(lambda content: {"B": content}),
    st.booleans().map(lambda flag: {"BOOL": flag}),
    st.just({"NULL": True}),
)
VALUES: Any = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: {"L": items}),
        st.dictionaries(TEXT, inner, max_size=3).map(lambda items: {"M": items}),
    ),
    max_leaves=6,
)
ATTRIBUTES = ("order_id", "state", "lines", "placed_at", "updated_at", "pb", "total", "user_id", "scans", "attempt")


@given(
    table=st.sampled_from(sorted(SOURCE_TABLES)),
    odd=st.dictionaries(st.sampled_from(ATTRIBUTES), VALUES, min_size=1, max_size=5),
)
@settings(max_examples=60, deadline=None)
def test_whatever_a_row_holds_it_delays_no_other(table: str, odd: dict[str, Any]) -> None:
    source, store = SOURCE_TABLES[table], MemoryStore(MemoryTable())
    strange = record(table, {source.key: "x"}, 2)
    strange.new = {source.key: {"S": "x"}, **odd}
    with Applier(store, threads=1) as applier:
        outcome = applier.apply([record("orders", backend.order("o1"), 1), strange])
    assert outcome.tally["orders", "applied"] >= 1
    assert (+outcome.tally).total() == 2
    assert ("O#o1", keys.facet_sk("orders", "o1")) in read_contents(store).facets


def test_a_row_that_comes_again_after_its_tombstone_expired_is_mended_by_a_resync() -> None:
    """No record tells of it: the resync saw nothing in its place, and nothing is what HEAD must hold against it."""
    store = MemoryStore(MemoryTable())
    render = backend.render()
    with Applier(store, threads=1) as applier:
        applier.apply([record("orders", backend.order(), 1), record("renders", render, 1)])
        applier.apply([record("renders", None, 2, old=render)])
        store.delete(("O#o1", keys.facet_sk("renders", "r1")))  # as DynamoDB does when its time is over
        found = record("renders", render, 0)
        correction = Change(found.table, found.key, ZERO_FENCE, None, found.new, found.at, seen=NO_FENCE)
        assert applier.apply([correction]).tally == {("renders", "applied"): 1}
