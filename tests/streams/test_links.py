"""A link from a print to its order that was lost comes back with the repair of what it left stale."""

from __future__ import annotations

from orders.projections import derived, keys
from orders.projections.apply import Applier
from orders.projections.prints import link
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.streams import backend
from tests.streams.backend import record


def test_a_repair_links_again() -> None:
    with Applier(MemoryStore(MemoryTable()), threads=1) as applier:
        applier.apply([record("orders", backend.order(), 1), record("prints", backend.design(state="uploading"), 2)])
        lost = link("p1", "O#o1")
        applier.store.delete((lost["pk"], lost["sk"]))
        applier.apply([record("prints", backend.design(state="upload_stalled"), 3)])
        found = derived.differences(applier.store, ["O#o1"])
        assert list(found) == ["O#o1"]
        applier.rederive({"O#o1": [key for key in found["O#o1"] if key[1] != keys.HEAD]})
        applier.apply([record("prints", backend.design(state="locked"), 4)])
        assert derived.differences(applier.store, ["O#o1", "K#p1"]) == {}
