"""The round trips of the common changes, exactly: what each costs is known, and stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from orders import cloud
from orders.changes import Change
from orders.projections.apply import Applier
from orders.store import Write
from tests.streams import backend
from tests.streams.backend import record


@pytest.fixture
def calls(applier: Applier) -> Iterator[Counter[str]]:
    """The calls made since the last ``clear``, by operation."""
    counted: Counter[str] = Counter()

    def count(model: Any, **_: Any) -> None:
        counted[model.name] += 1

    events = cloud.dynamodb().meta.events
    events.register("before-call.dynamodb", count)
    yield counted
    events.unregister("before-call.dynamodb", count)


@pytest.fixture
def settled(applier: Applier, calls: Counter[str]) -> Callable[[Sequence[Change]], None]:
    """Applies changes to an order of one line, and then forgets the calls that took."""

    def apply(changes: Sequence[Change]) -> None:
        applier.apply(changes)
        calls.clear()

    return apply


def test_a_new_order(applier: Applier, calls: Counter[str]) -> None:
    applier.apply([record("orders", backend.order(), 1)], alone=True)
    assert calls == {
        "BatchWriteItem": 1,  # its link under its print
        "BatchGetItem": 1,  # the print
        "TransactWriteItems": 1,
    }


def test_forty_new_orders_in_one_batch(applier: Applier, calls: Counter[str]) -> None:
    applier.apply([record("orders", backend.order(f"o{n}"), n + 1) for n in range(40)], alone=True)
    assert calls == {"BatchWriteItem": 2, "BatchGetItem": 1, "TransactWriteItems": 8}


def test_a_render_that_goes_on_while_its_order_is_in_memory(
    applier: Applier, calls: Counter[str], settled: Callable[[Sequence[Change]], None]
) -> None:
    settled([record("orders", backend.order(), 1), record("renders", backend.render(state="queued"), 1)])
    applier.apply([record("renders", backend.render(), 2)], alone=True)
    assert calls == {"TransactWriteItems": 1}


def test_the_same_where_others_may_have_written_it(
    applier: Applier, calls: Counter[str], settled: Callable[[Sequence[Change]], None]
) -> None:
    settled([record("orders", backend.order(), 1), record("renders", backend.render(state="queued"), 1)])
    applier.apply([record("renders", backend.render(), 2)])
    assert calls == {"BatchGetItem": 1, "TransactWriteItems": 1}


def test_the_same_by_a_process_that_has_not_seen_the_order(
    applier: Applier, calls: Counter[str], settled: Callable[[Sequence[Change]], None]
) -> None:
    settled([record("orders", backend.order(), 1), record("renders", backend.render(state="queued"), 1)])
    with Applier(applier.store) as another:
        another.apply([record("renders", backend.render(), 2)])
    assert calls == {"Query": 1, "BatchGetItem": 1, "TransactWriteItems": 1}


def test_scans_of_sixteen_parcels(
    applier: Applier, calls: Counter[str], settled: Callable[[Sequence[Change]], None]
) -> None:
    parcels = [(f"s{n}", f"o{n}") for n in range(16)]
    settled([record("orders", backend.order(order), 1) for _, order in parcels])
    settled([record("shipments", backend.parcel(*parcel), 1) for parcel in parcels])
    scanned = [backend.parcel(*parcel, scans=[{"at": backend.at(200), "code": "E1"}]) for parcel in parcels]
    applier.apply([record("shipments", row, 2) for row in scanned], alone=True)
    assert calls == {"TransactWriteItems": 8}  # two orders for each of eight threads


def test_a_scan_writes_what_it_changes(
    applier: Applier, settled: Callable[[Sequence[Change]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settled([record("orders", backend.order(), 1), record("shipments", backend.parcel(), 1)])
    written: list[int] = []
    transact = applier.store.transact

    def counted(writes: Sequence[Write]) -> None:
        written.append(len(writes))
        transact(writes)

    monkeypatch.setattr(applier.store, "transact", counted)
    applier.apply([record("shipments", backend.parcel(eta=backend.at(900)), 2)], alone=True)
    assert written == [2]  # HEAD and the parcel's row: nothing that is derived says when it is expected


def test_a_record_that_is_repeated_writes_nothing(
    applier: Applier, calls: Counter[str], settled: Callable[[Sequence[Change]], None]
) -> None:
    settled([record("orders", backend.order(), 1)])
    applier.apply([record("orders", backend.order(), 1)], alone=True)
    assert calls == {}
