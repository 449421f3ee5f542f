"""Changes become rows: the fence, the journal, both encodings, tombstones."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import pytest

from orders.contract.model import OrderState
from orders.projections import keys
from orders.projections.apply import Applier
from orders.projections.digest import derived_differences, read_contents
from orders.read import load_customer, load_story
from orders.store import Store, Write
from tests.streams import backend
from tests.streams.backend import record
from tests.streams.stored import stored


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


def test_a_row_that_moves_is_counted_once(applier: Applier) -> None:
    outcome = applier.apply([record("print_jobs", backend.job(order_id="o2"), 2, old=backend.job(order_id="o1"))])
    assert outcome.tally == {("print_jobs", "applied"): 1}


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


def test_a_record_comes_through_though_a_facet_beside_it_is_gone(applier: Applier) -> None:
    applier.apply([record("orders", backend.order(), 1), record("renders", backend.render(), 1)])
    applier.store.delete(("O#o1", keys.facet_sk("renders", "r1")))
    with Applier(applier.store) as another:
        another.apply([record("orders", backend.order(state="shipped"), 2)])
    assert stored(applier.store).state is OrderState.SHIPPED
