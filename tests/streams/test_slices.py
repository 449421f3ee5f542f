"""A big order that is written in slices: a process that dies between two of them leaves nothing wrong for long."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from orders.changes import Change
from orders.projections.apply import Applier
from orders.projections.digest import Contents, derived_differences, read_contents
from tests.fakes.store import MemoryStore
from tests.fakes.table import MemoryTable
from tests.fakes.wire import Fault, Killed, Wire
from tests.streams import backend
from tests.streams.backend import record
from tests.streams.histories import malformed

RENDERS = 95
BAD, MENDED = "r0", f"r{RENDERS - 1}"


def first() -> list[Change]:
    """The order, with one render that is malformed."""
    bad = malformed("renders", backend.render(MENDED))
    return [record("orders", backend.order(), 1), record("renders", bad, 1)]


def then() -> list[Change]:
    """All its renders, the malformed one mended, another malformed, and one deleted again."""
    renders = [record("renders", backend.render(f"r{n}", line_id=str(n)), n + 2) for n in range(1, RENDERS)]
    gone = record("renders", None, RENDERS + 5, old=backend.render("r1", line_id="1"))
    return [record("renders", malformed("renders", backend.render(BAD)), 2), *renders, gone]


def apply(table: MemoryTable, changes: Sequence[Change], wire: Wire | None = None) -> None:
    with Applier(MemoryStore(table, wire), threads=1) as applier:
        applier.apply(changes)


def contents(table: MemoryTable) -> Contents:
    return read_contents(MemoryStore(table))


class DiesAt:
    """Dies at the n-th transaction, before or after it is stored."""

    def __init__(self, number: int, fault: Fault) -> None:
        self.left, self.fault = number, fault

    def __call__(self, name: str) -> Fault:
        self.left -= name == "transact_write_items"
        return self.fault if self.left < 0 and name == "transact_write_items" else Fault.NONE


@pytest.mark.parametrize("fault", [Fault.DIES_BEFORE, Fault.DIES_AFTER])
def test_a_death_between_slices_is_made_good_by_the_next(fault: Fault) -> None:
    whole = MemoryTable()
    apply(whole, first())
    apply(whole, then())
    assert contents(whole).quarantined == {f"renders#{BAD}"}
    for number in range(20):
        table = MemoryTable()
        apply(table, first())
        try:
            apply(table, then(), Wire(DiesAt(number, fault)))
        except Killed:
            apply(table, then())
        else:
            assert number > 3
            return
        assert contents(table).digest() == contents(whole).digest()
        assert contents(table).quarantined == contents(whole).quarantined
        assert list(derived_differences(contents(table))) == []
