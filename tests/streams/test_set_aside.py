"""What cannot be applied is set aside, and no longer once it can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from orders.contract.model import OrderState
from orders.contract.tables import SOURCE_TABLES
from orders.projections.aggregate import load
from orders.projections.apply import Applier, ManyBroken
from orders.projections.quarantine import every
from orders.read import load_story
from orders.store import Write
from tests.streams import backend
from tests.streams.backend import noise, record
from tests.streams.stored import stored


def test_a_malformed_row_is_set_aside_and_the_rest_goes_on(applier: Applier) -> None:
    batch = [
        record("orders", backend.order("o1"), 1),
        record("orders", backend.order("o2", placed_at="yesterday"), 2),
        record("orders", backend.order("o3"), 3),
    ]
    outcome = applier.apply(batch)
    assert outcome.tally == {("orders", "applied"): 2, ("orders", "quarantined"): 1}
    (entry,) = every(applier.store)
    assert (entry.key, entry.reason) == ("o2", "orders.placed_at: no RFC 3339 time")
    story = load_story("o2", applier.store)
    assert story is not None
    assert story.quarantined == (entry.reason,)


def test_a_later_good_row_clears_the_quarantine(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(total="much"), 1)])
    applier.apply([record("orders", backend.order(), 2)])
    assert list(every(applier.store)) == []
    assert stored(applier.store).total == 4990


def test_a_malformed_row_that_is_repeated_is_counted_as_old(applier: Applier) -> None:
    bad = record("orders", backend.order(total="much"), 1)
    applier.apply([bad])
    assert applier.apply([bad]).tally == {("orders", "fenced"): 1}


GOOD: dict[str, str] = {}
BAD, WORSE = {"total": "much"}, {"placed_at": "yesterday"}


@pytest.mark.parametrize(
    ("rows", "left"), [((BAD, WORSE), 1), ((BAD, GOOD, WORSE), 1), ((GOOD, BAD, GOOD), 0), ((BAD, BAD, GOOD), 0)]
)
def test_a_row_is_set_aside_once_however_often_it_comes(
    applier: Applier, rows: Sequence[dict[str, str]], left: int
) -> None:
    applier.apply([record("orders", backend.order(total="none"), 1)])
    applier.apply([record("orders", backend.order(**row), n) for n, row in enumerate(rows, start=2)])
    assert len(list(every(applier.store))) == left
    assert len(load(applier.store, "O#o1").quarantined) == left


def test_no_transaction_writes_a_row_twice(applier: Applier, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[list[tuple[str, str]]] = []
    transact = applier.store.transact

    def watched(writes: Sequence[Write]) -> None:
        written.append([(w.row["pk"], w.row["sk"]) if hasattr(w, "row") else w.key for w in writes])
        transact(writes)

    monkeypatch.setattr(applier.store, "transact", watched)
    for start in (1, 10):
        rows = enumerate((BAD, WORSE, GOOD, BAD, GOOD, WORSE), start=start)
        applier.apply([record("orders", backend.order(**row), n) for n, row in rows])
    assert [keys for keys in written if len(keys) != len(set(keys))] == []


def test_a_malformed_row_too_long_for_one_item_is_set_aside_without_its_images(applier: Applier) -> None:
    long = backend.order(total="much", hold_reason=noise(120_000))
    outcome = applier.apply([record("orders", long, 2, old=long), record("orders", backend.order("o2"), 3)])
    assert outcome.tally == {("orders", "applied"): 1, ("orders", "quarantined"): 1}
    (entry,) = every(applier.store)
    assert entry.reason == "orders.total: expected a whole number, found str"


def test_what_dynamodb_refuses_is_set_aside_and_the_rest_goes_on(
    applier: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orders.projections.order.DEADLINE_TEXT", 500_000)
    long = backend.order(lines=[{"line_id": "1", "print_id": "p1", "product": noise(140_000)}])
    outcome = applier.apply([record("orders", long, 1), record("orders", backend.order("o2"), 2)])
    assert outcome.tally == {("orders", "applied"): 1, ("orders", "quarantined"): 1}
    (entry,) = every(applier.store)
    assert entry.reason.startswith("cannot be stored: ")


def test_a_malformed_row_is_set_aside_with_the_order_it_names(applier: Applier) -> None:
    bad = backend.render(attempt="first")
    applier.apply([record("renders", bad, 1)])
    assert load(applier.store, "O#o1").quarantined
    applier.apply([record("renders", None, 2, old=bad)])
    assert list(every(applier.store)) == []


def test_a_time_before_all_years_is_malformed(applier: Applier) -> None:
    packed = backend.packed("orders", backend.order())
    message: Any = SOURCE_TABLES["orders"].message.FromString(packed["pb"])
    message.placed_at.seconds = -100_000_000_000
    outcome = applier.apply([record("orders", packed | {"pb": message.SerializeToString()}, 1)])
    assert outcome.tally == {("orders", "quarantined"): 1}


def test_a_row_of_no_order_is_set_aside(applier: Applier) -> None:
    applier.apply([record("renders", backend.render(order_id=""), 1)])
    (entry,) = every(applier.store)
    assert (entry.table, entry.reason) == ("renders", "renders: no order_id")


def test_a_row_of_no_order_that_is_mended_is_no_longer_set_aside(applier: Applier) -> None:
    homeless = backend.render(order_id="")
    applier.apply([record("renders", homeless, 1)])
    applier.apply([record("renders", backend.render(), 2, old=homeless)])
    assert list(every(applier.store)) == []


def test_a_row_of_no_order_that_is_deleted_is_no_longer_set_aside(applier: Applier) -> None:
    homeless = backend.render(order_id="")
    applier.apply([record("renders", homeless, 1)])
    outcome = applier.apply([record("renders", None, 2, old=homeless)])
    assert outcome.tally == {("renders", "applied"): 1}
    assert list(every(applier.store)) == []


def test_what_was_settled_is_not_set_aside_by_who_wakes_late(applier: Applier) -> None:
    homeless = backend.render(order_id="")
    applier.apply([record("renders", homeless, 1), record("renders", backend.render(), 2, old=homeless)])
    assert applier.apply([record("renders", homeless, 1)]).tally == {("renders", "fenced"): 1}
    assert list(every(applier.store)) == []


def test_a_row_that_loses_its_order_leaves_it(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1), record("renders", backend.render(), 1)])
    applier.apply([record("renders", backend.render(order_id=""), 2, old=backend.render())])
    story = load_story("o1", applier.store)
    assert story is not None
    assert story.snapshot.renders == ()
    assert [entry.key for entry in every(applier.store)] == ["r1"]


def test_an_order_that_cannot_be_derived_is_set_aside_until_it_can(
    applier: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("orders.projections.order.standing", cannot)
        outcome = applier.apply([record("orders", backend.order(), 1)])
    assert +outcome.tally == {("orders", "quarantined"): 1}
    (entry,) = every(applier.store)
    assert entry.reason.startswith("nothing can be derived: ZeroDivisionError in test_set_aside.py:")
    applier.apply([record("orders", backend.order(state="shipped"), 2)])
    assert list(every(applier.store)) == []
    assert stored(applier.store).state is OrderState.SHIPPED


def test_many_that_cannot_be_derived_stop_the_shard_and_nothing_is_lost(
    applier: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = [record("orders", backend.order(f"o{n}"), n + 1) for n in range(12)]
    with monkeypatch.context() as broken:
        broken.setattr("orders.projections.order.standing", cannot)
        with pytest.raises(ManyBroken):
            applier.apply(batch)
        with pytest.raises(ManyBroken):
            applier.apply(batch)
    assert list(every(applier.store)) == []
    assert applier.apply(batch).tally == {("orders", "applied"): 12}


def cannot(_: object) -> None:
    raise ZeroDivisionError("no standing")
