"""What is a customer's: their orders and prints, as far as anything of ours still names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from orders.contract.decode import Image
from orders.contract.model import Order, Print
from orders.projections import keys, quarantine
from orders.projections.aggregate import load
from orders.projections.facet import Facet, facet_from
from orders.projections.payload import PART_MARK
from orders.projections.quarantine import Kept
from orders.store import Row, Store
from support.erasure.models import Erasure
from support.escalations.models import Escalation
from support.notes.models import Note

OWNING = (keys.facet_sk("orders", ""), keys.facet_sk("prints", ""))


@dataclass(frozen=True, slots=True)
class Whose:
    """A customer, and the ids of what is theirs."""

    user_id: str
    orders: frozenset[str]
    prints: frozenset[str]

    @property
    def partitions(self) -> list[str]:
        """Their aggregates."""
        orders, prints = sorted(self.orders), sorted(self.prints)
        return [f"C#{self.user_id}", *(f"O#{key}" for key in orders), *(f"K#{key}" for key in prints)]

    @property
    def ids(self) -> frozenset[str]:
        """Every id of theirs."""
        return self.orders | self.prints | {self.user_id}

    def concerns(self, kept: Kept) -> bool:
        """Whether a record that was set aside is about them."""
        if kept.entry.aggregate:
            return kept.entry.aggregate in self.partitions
        return any(_names(image, self.ids) for image in (kept.old, kept.new) if image)


def gather(store: Store, user_id: str) -> Whose:
    """All that is theirs: what earlier looks found, and what the projection tells now. Reads all of it: prints that
    were never ordered are in nobody's list.
    """
    orders, prints = set[str](), set[str]()
    for before in Erasure.objects.filter(pk=user_id):
        orders.update(before.orders)
        prints.update(before.prints)
    orders.update(Note.objects.filter(user_id=user_id).exclude(order_id="").values_list("order_id", flat=True))
    orders.update(Escalation.objects.filter(user_id=user_id).values_list("order_id", flat=True))
    for pk in (*_owned(store, user_id), *_set_aside(store, user_id)):
        {"O#": orders, "K#": prints}.get(pk[:2], set()).add(pk[2:])
    prints.update(_nobodys(store, orders))
    return Whose(user_id, frozenset(orders), frozenset(prints))


def is_known(store: Store, whose: Whose) -> bool:
    """Whether there is, or was, such a customer."""
    known = store.query(f"C#{whose.user_id}", limit=1, consistent=True).rows
    return bool(known or whose.orders or whose.prints or Erasure.objects.filter(pk=whose.user_id).exists())


def _owned(store: Store, user_id: str) -> Iterator[str]:
    """Aggregates whose own row names the customer."""
    for row in store.scan(consistent=True):
        if row["sk"].startswith(OWNING) and PART_MARK not in row["sk"]:
            facet = _facet(store, row)
            record = facet.readable if facet else None
            if isinstance(record, Order | Print) and record.user_id == user_id:
                yield row["pk"]


def _facet(store: Store, row: Row) -> Facet | None:
    return facet_from(row, {}) or load(store, row["pk"]).facets.get(row["sk"])


def _set_aside(store: Store, user_id: str) -> Iterator[str]:
    """Aggregates of which a row was set aside that names the customer."""
    for entry in quarantine.every(store):
        kept = quarantine.kept(store, entry.id) if entry.aggregate else None
        if kept and any(_names(image, frozenset({user_id})) for image in (kept.old, kept.new) if image):
            yield entry.aggregate


def _nobodys(store: Store, orders: set[str]) -> Iterator[str]:
    """Prints that were bought in these orders and whose own row is gone."""
    for order_id in orders:
        for facet in load(store, f"O#{order_id}").facets.values():
            record = facet.readable
            for line in record.lines if isinstance(record, Order) else ():
                if keys.usable(line.print_id) and not _is_there(store, line.print_id):
                    yield line.print_id


def _is_there(store: Store, print_id: str) -> bool:
    return any(facet.image is not None for facet in load(store, f"K#{print_id}").facets.values())


def _names(image: Image, ids: frozenset[str]) -> bool:
    """Whether one of the ids stands in an image, packed or not."""
    packed = [each.encode() for each in ids]
    return any(
        leaf in ids if isinstance(leaf, str) else any(each in bytes(leaf) for each in packed)
        for leaf in _leaves(dict(image))
    )


def _leaves(value: Any) -> Iterator[str | bytes]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list | tuple | set):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str | bytes | bytearray):
        yield value if isinstance(value, str) else bytes(value)
