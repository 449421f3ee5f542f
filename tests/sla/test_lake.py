"""Facts on their way to the lake: what changed is there, once, whatever is repeated, overtaken or cut off."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from orders.projections import keys
from orders.sla.lake import files, manifest
from orders.sla.lake.local import NoLake, local
from orders.sla.lake.patch import patch, patch_all
from orders.sla.report.answer import Answer, answer
from orders.sla.report.definitions import Class
from orders.sla.report.question import asked
from orders.store import Store, live_store
from orders.streams.engine import drain
from tests.streams import backend

pytestmark = pytest.mark.usefixtures("cloud")


def ask(start: str = "2026-11-20", end: str = "2026-11-20", **more: Any) -> Answer:
    return answer(asked(start=start, end=end, **more), live_store().table)


def bring(*orders: dict[str, Any]) -> Store:
    """Orders from their rows into the lake."""
    for order in orders:
        backend.put("orders", order)
    drain()
    patch_all(live_store())
    return live_store()


def test_before_anything_was_brought_in_a_report_is_empty() -> None:
    found = ask(by="printer")
    assert (found.rows, found.total.units, found.total.on_time_pct, found.data_until) == ([], 0, None, None)


def test_a_bucket_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="http://nowhere")

    monkeypatch.setattr(files, "read", gone)
    with pytest.raises(NoLake, match="does not answer"):
        local("a-table-nobody-has-asked-for")


def test_while_the_bucket_is_away_the_last_facts_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    bring(backend.order("o1"))
    assert ask().total.units == 1

    def gone(*_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="http://nowhere")

    monkeypatch.setattr(files, "is_still", gone)
    assert ask().total.units == 1


def test_an_order_is_in_the_report_of_its_day() -> None:
    bring(backend.order("o1"), backend.order("o2", placed_at="2026-11-21T00:00:00Z"))
    assert ask().total.units == 1
    assert ask(end="2026-11-21").total.units == 2


def test_a_change_moves_the_figures_and_nothing_is_counted_twice() -> None:
    bring(backend.order("o1"), backend.order("o2"))
    bring(backend.order("o1", state="delivered", delivered_at="2026-11-22T09:00:00Z"))
    found = ask().total
    assert (found.units, found.classes[Class.ON_TIME]) == (2, 1)


def test_an_order_moves_to_another_day_at_once() -> None:
    bring(backend.order("o1"))
    bring(backend.order("o1", placed_at="2026-11-22T09:00:00Z"))
    assert [row.key for row in ask(end="2026-11-30", by="day").rows] == [{"day": "2026-11-22"}]


def test_an_order_that_is_gone_leaves_the_lake() -> None:
    bring(backend.order("o1"), backend.order("o2"))
    backend.delete("orders", "o1")
    bring()
    assert ask().total.units == 1


def test_marks_are_struck_off_and_a_second_look_writes_nothing() -> None:
    store = bring(backend.order("o1"))
    before = manifest.load(store.table)
    assert patch(store).orders == 0
    assert manifest.load(store.table).held == before.held
    assert not any(store.query_all(pk) for pk in keys.fact_mark_shards())


def test_a_mark_of_a_later_change_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    bring(backend.order("o1"))
    backend.put("orders", backend.order("o1", state="cancelled"))
    drain()
    replaced = manifest.commit

    def commit_late(*arguments: Any) -> manifest.Manifest:
        backend.put("orders", backend.order("o1", state="confirmed", shipping_method="express"))
        drain()
        return replaced(*arguments)

    monkeypatch.setattr("orders.sla.lake.patch.commit", commit_late)
    patch(live_store())
    monkeypatch.undo()
    assert patch(live_store()).orders == 1
    assert [row.key for row in ask(by="shipping_method").rows] == [{"shipping_method": "express"}]


def test_who_is_overtaken_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bring(backend.order("o1"))
    backend.put("orders", backend.order("o2"))
    drain()
    written = files.write
    others: list[int] = []

    def write(key: str, content: bytes) -> None:
        written(key, content)
        if not others:
            others.append(1)
            patch(live_store())

    monkeypatch.setattr(files, "write", write)
    patch(live_store())
    assert ask().total.units == 2


def test_one_who_died_before_the_manifest_left_nothing_that_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    bring(backend.order("o1"))
    backend.put("orders", backend.order("o2"))
    drain()

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("orders.sla.lake.patch.commit", die)
    with pytest.raises(KeyboardInterrupt):
        patch(live_store())
    monkeypatch.undo()
    assert ask().total.units == 1
    assert patch(live_store()).orders == 1
    assert ask().total.units == 2
