"""The kinds of aggregate: which source rows each owns, and what rows are derived from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from orders.contract.model import Print, Record
from orders.projections import customer, order, print_, printer
from orders.store import Row


@dataclass(frozen=True, slots=True)
class Kind:
    """``derive`` is pure: from the live records, and the prints that ``needs`` names, to the derived rows."""

    name: str
    prefix: str
    derive: Callable[[str, Iterable[Record], Mapping[str, Print]], list[Row]]
    needs: Callable[[Iterable[Record]], set[str]]
    journal_beside: bool = True
    """Journal in rows of its own; else in one bounded row, which a page's batch read can fetch."""


def _nothing(_: Iterable[Record]) -> set[str]:
    return set()


KINDS: dict[str, Kind] = {
    kind.prefix: kind
    for kind in (
        Kind("order", "O#", order.derive, order.needs),
        Kind("customer", "C#", customer.derive, _nothing),
        Kind("print", "K#", print_.derive, _nothing, journal_beside=False),
        Kind("printer", "P#", printer.derive, _nothing),
    )
}

TABLE_PREFIX = {
    "users": "C#",
    "prints": "K#",
    "printers": "P#",
    "orders": "O#",
    "renders": "O#",
    "print_jobs": "O#",
    "shipments": "O#",
}


def kind_of(pk: str) -> Kind:
    """The kind of the aggregate in a partition."""
    return KINDS[pk[:2]]
