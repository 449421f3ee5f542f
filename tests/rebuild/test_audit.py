"""An audit finds every kind of damage beside a running pump, mends it on request, and says so."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from orders.projections import keys, payload
from orders.projections.plan import digest
from orders.store import Put, Row, Store, live_store
from orders.streams.engine import Engine
from tests.streams import backend

FACT = (keys.fact("2026-11-20", "o1")[0], "o1")


def audit(*options: str) -> dict[str, Any]:
    """What the command prints; ``failed`` where it exits with 1."""
    out, failed = StringIO(), False
    try:
        call_command("audit_projections", "--json", *options, stdout=out, stderr=out)
    except CommandError:
        failed = True
    return dict(json.loads(out.getvalue())[0]) | {"failed": failed}


def row(store: Store, key: tuple[str, str]) -> Row:
    found = store.get(key)
    assert found is not None
    return found


def lose_a_fact(store: Store) -> None:
    store.delete(FACT)


def change_a_fact(store: Store) -> None:
    store.put(row(store, FACT) | {"payload": b"j{}"})


def add_a_deadline(store: Store) -> None:
    store.put({"pk": "W#late#0", "sk": "2026-11-20T09:00:00+00:00#o1#", "value": 1})


def add_a_deadline_of_nobody(store: Store) -> None:
    store.put({"pk": "W#late#0", "sk": "2026-11-20T09:00:00+00:00#nobody#", "value": 1})


def corrupt_a_facet(store: Store) -> None:
    kept = row(store, ("O#o1", keys.facet_sk("orders", "o1")))
    image = payload.unpack(kept["payload"]) | {"total": {"N": "1"}}
    store.put(kept | {"payload": payload.pack(image)})


def lose_a_facet(store: Store) -> None:
    store.delete(("O#o1", keys.facet_sk("renders", "r1")))


def derive_otherwise(store: Store) -> None:
    """As a release before this one might have: HEAD and row agree, and are not what we derive."""
    state = row(store, ("O#o1", keys.HEAD))
    book = payload.unpack(state["payload"])
    older = row(store, FACT) | {"payload": b"j[]"}
    book["owned"][FACT[0]][FACT[1]] = digest(older)
    store.transact([Put(older), Put(state | {"payload": payload.pack(book)})])


DAMAGES = {
    lose_a_fact: "derived row missing",
    change_a_fact: "derived row says something else",
    derive_otherwise: "derived row says something else",
    add_a_deadline: "derived row that nothing calls for",
    add_a_deadline_of_nobody: "derived row that nothing calls for",
    corrupt_a_facet: "another row in the projection",
    lose_a_facet: "missing in the projection",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_is_found_then_mended(pumped: Engine, damage: Any) -> None:
    damage(live_store())
    told = audit()
    assert told["failed"]
    assert told["differences"][DAMAGES[damage]] == 1
    told = audit("--repair", "--segments", "2")
    assert not told["failed"]
    assert told["left"] == 0
    assert told["mended"] >= 1
    assert audit()["differences"] == {}


def test_what_is_right_stays_as_it_is(pumped: Engine) -> None:
    store = live_store()
    before = row(store, ("O#o1", keys.HEAD))["ver"]
    told = audit("--repair")
    assert told["differences"] == {}
    assert told["rows"] > 7
    assert row(store, ("O#o1", keys.HEAD))["ver"] == before


def test_a_row_set_aside_is_no_difference(pumped: Engine) -> None:
    backend.put("renders", backend.render("r2", order_id=""))
    backend.put("renders", backend.render("r3", queued_at="no time"))
    assert audit("--repair")["differences"] == {}


def test_one_table_alone(pumped: Engine) -> None:
    lose_a_facet(live_store())
    assert audit("--table", "orders")["differences"] == {}
    assert audit("--table", "renders")["differences"] == {"missing in the projection": 1}


def test_changes_meanwhile_are_no_differences(pumped: Engine) -> None:
    """What the pump has not brought yet is only late."""
    for number in range(12):
        backend.put("orders", backend.order(f"o{number % 3}", total=number))
    assert audit()["differences"] == {}
