"""Hits of a search as a page shows them: in groups by kind, best first, each with where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from orders.find.model import Hit, Kind

HEADINGS: Final = {
    Kind.ORDER: "Orders",
    Kind.CUSTOMER: "Customers",
    Kind.PRINT: "Prints",
    Kind.RENDER: "Renders",
    Kind.PRINT_JOB: "Print jobs",
    Kind.PARCEL: "Parcels",
    Kind.PRINTER: "Printers",
}
NAMED: Final = frozenset({Kind.CUSTOMER, Kind.PRINTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHit:
    """One row of the results: what it is called, and what else tells it apart.

    ``title`` is a number, id or, of a person or printer, the name; ``address`` is "" where it has no page yet.
    """

    hit: Hit
    title: str
    beside: str
    address: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The hits of one kind under a heading."""

    heading: str
    kind: Kind
    hits: tuple[ShownHit, ...]


def grouped(hits: Iterable[Hit]) -> tuple[Group, ...]:
    """Groups in the order of their best hit, hits in the order they came."""
    by_kind: dict[Kind, list[ShownHit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(_shown(hit))
    return tuple(Group(heading=HEADINGS[kind], kind=kind, hits=tuple(rows)) for kind, rows in by_kind.items())


def address_of(hit: Hit) -> str:
    """Where a hit leads: its own page, or its place on its order's page; "" where there is no page for it."""
    if hit.kind is Kind.CUSTOMER:
        return reverse("customer", args=[hit.id])
    if hit.kind is Kind.ORDER:
        return reverse("order", args=[hit.id])
    if hit.kind is Kind.PRINTER:
        return reverse("printer", args=[hit.id])
    if hit.order_id:
        return f"{reverse('order', args=[hit.order_id])}#{anchor(hit.kind.value, hit.id)}"
    return ""


def anchor(kind: str, key: str) -> str:
    """The id of an element that stands for a row: only characters that need no escaping anywhere."""
    return f"{kind}-" + "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in key)


def only_exact(hits: Iterable[Hit]) -> str:
    """The address of the one thing that was named in full, "" where there is none or more than one."""
    addresses = [address_of(hit) for hit in hits if hit.exact]
    pages = {address.partition("#")[0] for address in addresses}
    return addresses[0] if len(pages) == 1 else ""


def _shown(hit: Hit) -> ShownHit:
    title, beside = (hit.name, hit.id) if hit.kind in NAMED and hit.name else (hit.id, hit.name)
    if hit.kind is Kind.ORDER and hit.number:
        title = hit.number
    elif hit.number and hit.kind is not Kind.ORDER:
        beside = f"{hit.number} · {hit.name}" if hit.name else hit.number
    return ShownHit(
        hit=hit, title=title, beside=beside, address=address_of(hit), anchor=anchor(f"hit-{hit.kind}", hit.id)
    )
