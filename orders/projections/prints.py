"""The prints that orders are derived with: where they are kept, linked from and read."""

from __future__ import annotations

from collections.abc import Sequence

from orders.contract.model import Print
from orders.projections import keys
from orders.projections.aggregate import Parent, load
from orders.projections.facet import facet_from
from orders.store import MAX_BATCH_GET, Key, Row, Store


def link(print_id: str, pk: str) -> Row:
    """The row that leads from a print to an order derived with it."""
    return {"pk": f"K#{print_id}", "sk": f"{keys.LINK}{pk}"}


def print_key(print_id: str) -> Key:
    """Where a print's row is kept."""
    return f"K#{print_id}", keys.facet_sk("prints", print_id)


def read_prints(store: Store, print_ids: Sequence[str]) -> dict[str, Parent]:
    """The prints as they are now, read consistently; one that is unknown has no fence and no record."""
    found: dict[str, Parent] = {}
    for start in range(0, len(print_ids), MAX_BATCH_GET):
        wanted = [print_key(print_id) for print_id in print_ids[start : start + MAX_BATCH_GET]]
        for key, row in store.get_many(wanted, consistent=True).items():
            facet = facet_from(row, {}) or load(store, key[0]).facets.get(key[1])
            record = facet.readable if facet else None
            found[key[0].removeprefix("K#")] = Parent(row["fence"], record if isinstance(record, Print) else None)
    return {print_id: found.get(print_id) or Parent("", None) for print_id in print_ids}
