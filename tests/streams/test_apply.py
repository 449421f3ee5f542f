"""Changes become rows: the fence, the journal, both encodings, tombstones, what is set aside."""

from __future__ import annotations

import base64
import random
from collections.abc import Sequence
from typing import Any

import pytest

from orders.contract.model import Order, OrderState
from orders.contract.tables import SOURCE_TABLES
from orders.projections import keys
from orders.projections.aggregate import load
from orders.projections.apply import Applier, ManyBroken
from orders.projections.digest import derived_differences, read_contents
from orders.projections.quarantine import every
from orders.read import load_customer, load_story
from orders.store import Store, Write
from tests.streams import backend
from tests.streams.backend import record


def stored(store: Store, order_id: str = "o1") -> Order:
    story = load_story(order_id, store)
    assert story is not None
    assert story.snapshot.order is not None
    return story.snapshot.order


def test_a_record_becomes_the_orders_row(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1)])
    assert stored(applier.store).order_number == "PX-o1"


def test_packed_and_plain_rows_read_the_same(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1)])
    plain = stored(applier.store)
    applier.apply([record("orders", backend.packed("orders", backend.order()), 2)])
    assert stored(applier.store) == plain


def test_an_older_record_changes_nothing(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(state="shipped"), 100)])
    outcome = applier.apply([record("orders", backend.order(), 99)])
    assert outcome.tally == {("orders", "fenced"): 1}
    assert stored(applier.store).state is OrderState.SHIPPED


def test_sequence_numbers_compare_as_numbers(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(state="confirmed"), int("9" * 21))])
    applier.apply([record("orders", backend.order(state="shipped"), int("1" + "0" * 21))])
    assert stored(applier.store).state is OrderState.SHIPPED


def test_a_stream_that_was_switched_on_again_goes_on(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 10**30)])
    later = record("orders", backend.order(state="shipped"), 1)
    later.fence = later.fence.replace("0001:", "0002:")
    applier.apply([later])
    assert stored(applier.store).state is OrderState.SHIPPED


def test_a_deleted_row_stays_deleted(applier: Applier) -> None:
    applier.apply([record("renders", backend.render(), 1)])
    applier.apply([record("renders", None, 3, old=backend.render())])
    applier.apply([record("renders", backend.render(state="failed"), 2)])
    story = load_story("o1", applier.store)
    assert story is not None
    assert story.snapshot.renders == ()


def test_an_erased_customer_leaves_the_order(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1), record("users", backend.user(), 1)])
    applier.apply([record("users", None, 2, old=backend.user())])
    story, customer = load_story("o1", applier.store), load_customer("u1", store=applier.store)
    assert story is not None
    assert story.customer is None
    assert customer is not None
    assert customer.customer is None
    assert [summary.order_id for summary in customer.open_orders] == ["o1"]
    assert applier.store.query("M#ine").rows == []


def test_a_cursor_longer_than_a_key_is_none_of_ours(store: Store) -> None:
    cursor = base64.urlsafe_b64encode(f"{keys.PAST}{'9' * 1_100}".encode()).decode()
    with pytest.raises(ValueError, match="none of ours"):
        load_customer("u1", cursor, store)


def test_a_row_that_moves_to_another_order_leaves_the_first(applier: Applier) -> None:
    applier.apply([record("print_jobs", backend.job(order_id="o1"), 1)])
    moved = record("print_jobs", backend.job(order_id="o2"), 2, old=backend.job(order_id="o1"))
    applier.apply([moved])
    first, second = load_story("o1", applier.store), load_story("o2", applier.store)
    assert first is not None
    assert first.snapshot.print_jobs == ()
    assert second is not None
    assert [job.print_job_id for job in second.snapshot.print_jobs] == ["j1"]


def test_the_journal_tells_every_state_though_a_batch_is_coalesced(applier: Applier) -> None:
    states = ("queued", "rendering", "failed")
    batch = [record("renders", backend.render(state=state), n) for n, state in enumerate(states, start=1)]
    outcome = applier.apply(batch)
    story = load_story("o1", applier.store)
    assert story is not None
    assert [entry.changed["state"] for entry in story.journal] == [
        ("", "queued"),
        ("queued", "rendering"),
        ("rendering", "failed"),
    ]
    assert outcome.transactions == 1


def test_a_prints_history_is_on_its_orders_page(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1)])
    for number, state in enumerate(("uploading", "upload_stalled", "locked"), start=1):
        applier.apply([record("prints", backend.design(state=state), number)])
    story = load_story("o1", applier.store)
    assert story is not None
    assert [entry.changed["state"][1] for entry in story.journal if entry.table == "prints"] == [
        "uploading",
        "upload_stalled",
        "locked",
    ]


def test_unknown_states_and_attributes_survive(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(state="teleported", mood="blue"), 1)])
    order = stored(applier.store)
    story = load_story("o1", applier.store)
    assert (order.state, order.raw_state) == (OrderState.UNKNOWN, "teleported")
    assert story is not None
    assert story.raw[0].image["mood"] == {"S": "blue"}


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


def noise(length: int) -> str:
    """Text that no compression shortens."""
    rng = random.Random(length)
    return "".join(chr(0x4E00 + rng.randrange(20_000)) for _ in range(length))


def test_a_malformed_row_too_long_for_one_item_is_set_aside_without_its_images(applier: Applier) -> None:
    long = backend.order(total="much", hold_reason=noise(120_000))
    outcome = applier.apply([record("orders", long, 2, old=long), record("orders", backend.order("o2"), 3)])
    assert outcome.tally == {("orders", "applied"): 1, ("orders", "quarantined"): 1}
    (entry,) = every(applier.store)
    assert entry.reason == "orders.total: expected a whole number, found str"


def test_the_journal_tells_the_beginning_of_a_long_reason(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(hold_reason=noise(120_000)), 1)])
    applier.apply([record("orders", backend.order(hold_reason=noise(120_001)), 2)])
    story = load_story("o1", applier.store)
    assert story is not None
    assert [len(entry.changed["hold_reason"][1]) for entry in story.journal] == [500, 500]


def test_what_dynamodb_refuses_is_set_aside_and_the_rest_goes_on(
    applier: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orders.projections.order.DEADLINE_TEXT", 500_000)
    long = backend.order(lines=[{"line_id": "1", "print_id": "p1", "product": noise(140_000)}])
    outcome = applier.apply([record("orders", long, 1), record("orders", backend.order("o2"), 2)])
    assert outcome.tally == {("orders", "applied"): 1, ("orders", "quarantined"): 1}
    (entry,) = every(applier.store)
    assert entry.reason.startswith("cannot be stored: ")


def test_a_deadline_about_a_row_with_a_huge_id_has_a_key_that_fits(applier: Applier) -> None:
    lines = [{"line_id": "\x1f" * 200 + str(n) + "x" * 2_000, "print_id": "p1"} for n in range(20)]
    outcome = applier.apply([record("orders", backend.order(lines=lines), 1)])
    assert outcome.tally == {("orders", "applied"): 1}
    assert max(len(row["sk"]) for row in applier.store.scan()) <= keys.SORT_KEY_BYTES


def test_a_row_that_moves_is_counted_once(applier: Applier) -> None:
    outcome = applier.apply([record("print_jobs", backend.job(order_id="o2"), 2, old=backend.job(order_id="o1"))])
    assert outcome.tally == {("print_jobs", "applied"): 1}


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


def test_a_print_that_changes_while_a_new_order_is_written_reaches_it(
    applier: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    stalled = record("prints", backend.design(state="upload_stalled"), 2)
    applier.apply([record("prints", backend.design(state="uploading"), 1)])
    transact = applier.store.transact

    def late(writes: Sequence[Write]) -> None:
        monkeypatch.setattr(applier.store, "transact", transact)
        with Applier(Store(applier.store.table, applier.store.client)) as another:
            another.apply([stalled])
        transact(writes)

    monkeypatch.setattr(applier.store, "transact", late)
    applier.apply([record("orders", backend.order(), 3)])
    assert list(derived_differences(read_contents(applier.store))) == []


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


def test_a_big_order_is_written_in_slices_and_reads_whole(applier: Applier) -> None:
    lines = [{"line_id": str(n), "print_id": f"p{n}", "product": "tile", "quantity": 1} for n in range(150)]
    scans = [{"at": backend.at(n), "description": "Im Paketzentrum " + "x" * 100} for n in range(2_000)]
    batch = [record("orders", backend.order(lines=lines), 1)]
    batch += [record("renders", backend.render(f"r{n}", line_id=str(n), print_id=f"p{n}"), n + 2) for n in range(60)]
    batch += [record("print_jobs", backend.job(f"j{n}", line_id=str(n)), n + 2) for n in range(150)]
    batch += [record("shipments", backend.parcel(scans=scans, print_job_ids=[f"j{n}" for n in range(150)]), 1)]
    outcome = applier.apply(batch)
    story = load_story("o1", applier.store)
    assert story is not None
    assert outcome.transactions > 5
    assert (len(story.snapshot.lines), len(story.snapshot.renders), len(story.snapshot.print_jobs)) == (150, 60, 150)
    assert len(story.snapshot.parcels[0].scans) == 2_000
    assert not story.incomplete


def test_a_row_too_long_for_one_item_is_spilled(applier: Applier) -> None:
    message = noise(200_000)
    applier.apply([record("renders", backend.render(failure={"code": "internal", "message": message}), 1)])
    aggregate = load(applier.store, "O#o1")
    assert aggregate.facets[keys.facet_sk("renders", "r1")].parts > 1
    story = load_story("o1", applier.store)
    assert story is not None
    assert story.snapshot.renders[0].failure is not None
    assert story.snapshot.renders[0].failure.message == message
    applier.apply([record("renders", backend.render(), 2)])
    assert [row["sk"] for row in applier.store.query_all("O#o1") if "\x1f" in row["sk"]] == []


def test_an_order_is_derived_with_a_print_too_long_for_one_item(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1)])
    applier.apply([record("prints", backend.design(title=noise(140_000), state="upload_stalled"), 1)])
    assert list(derived_differences(read_contents(applier.store))) == []


def test_a_record_comes_through_though_a_facet_beside_it_is_gone(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1), record("renders", backend.render(), 1)])
    applier.store.delete(("O#o1", keys.facet_sk("renders", "r1")))
    with Applier(applier.store) as another:
        another.apply([record("orders", backend.order(state="shipped"), 2)])
    assert stored(applier.store).state is OrderState.SHIPPED


def test_an_order_that_cannot_be_derived_is_set_aside_until_it_can(
    applier: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("orders.projections.order.standing", cannot)
        outcome = applier.apply([record("orders", backend.order(), 1)])
    assert +outcome.tally == {("orders", "quarantined"): 1}
    (entry,) = every(applier.store)
    assert entry.reason.startswith("nothing can be derived: ZeroDivisionError in test_apply.py:")
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
