"""What can be bought in the forty orders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Buy:
    """One thing bought, before it has a line."""

    product: str
    title: str
    price: int
    pages: int = 1
    photos: int = 1
    quantity: int = 1


def book(title: str, pages: int = 48, photos: int = 112, price: int = 4990, size: str = "hardcover-20x20") -> Buy:
    """A photo book."""
    return Buy(product=f"photobook-{size}", title=title, price=price, pages=pages, photos=photos)


def calendar(title: str, price: int = 1490) -> Buy:
    """A wall calendar."""
    return Buy(product="calendar-wall-a3", title=title, price=price, pages=14, photos=14)


def tiles(title: str, price: int = 3600) -> Buy:
    """A set of six tiles."""
    return Buy(product="tiles-20x20-6", title=title, price=price, photos=6)
