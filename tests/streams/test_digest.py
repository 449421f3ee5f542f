"""The digest names what is not as it should be."""

from __future__ import annotations

import pytest

from orders.management.commands import projection_digest as command
from orders.projections import keys
from orders.projections.digest import against_source
from orders.store import Put
from orders.streams.engine import Engine
from tests.streams import backend
from tests.streams.running import digest_of


def test_an_empty_projection_has_no_digest(engine: Engine) -> None:
    assert digest_of(engine) == "The projection is empty."


def test_a_corrupted_row_is_named(engine: Engine) -> None:
    backend.fill()
    engine.pump().drain()
    store = engine.applier.store
    row = store.query(keys.fact("2026-11-20", "o1")[0]).rows[0]
    store.transact([Put(row | {"payload": b"j{}"})])
    told = digest_of(engine, "--against-source")
    assert f"{row['pk']} / o1: facts row says something else" in told
    assert "1 differences" in told


def test_a_row_set_aside_for_its_key_is_no_difference(engine: Engine) -> None:
    backend.fill()
    backend.put("users", backend.user("u" * 700))
    engine.pump().drain()
    assert "agrees with the source" in digest_of(engine, "--against-source")


def test_a_missing_row_is_named(engine: Engine) -> None:
    backend.fill()
    engine.pump().drain()
    engine.applier.store.delete(("O#o1", keys.facet_sk("renders", "r1")))
    told = digest_of(engine, "--against-source")
    assert "renders/r1: missing in the projection" in told


def test_what_changes_while_it_is_read_is_no_difference(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.fill()
    engine.pump().drain()
    sides = iter([["orders/o1: the projection holds another row", "orders/o2: missing in the projection"]])
    monkeypatch.setattr(command, "against_source", lambda *read: next(sides, None) or against_source(*read))
    assert "agrees with the source" in digest_of(engine, "--against-source")
