"""Slices of long lists, by page number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Generic[T]):
    """One page of a list. ``number`` counts from 1; ``first`` and ``last`` are places in the whole, from 1."""

    items: Sequence[T]
    number: int
    first: int
    last: int
    whole: int
    size: int

    @property
    def many(self) -> bool:
        """Whether there is more than one page."""
        return self.whole > self.size

    @property
    def previous(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.last < self.whole else None

    def of(self, items: Sequence[U]) -> Slice[U]:
        """The same page with what is made of its items."""
        return Slice(
            items=items, number=self.number, first=self.first, last=self.last, whole=self.whole, size=self.size
        )


def sliced(whole: Sequence[T], number: int, size: int) -> Slice[T]:
    """The page of that number, or the nearest that exists."""
    number = max(1, min(number, -(-len(whole) // size)))
    start = (number - 1) * size
    items = whole[start : start + size]
    return Slice(items=items, number=number, first=start + 1, last=start + len(items), whole=len(whole), size=size)


def number_from(text: str) -> int:
    """A page number out of an address; 1 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 1
