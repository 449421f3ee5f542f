"""What is looked at of two attempts: which pages, on which sheet of pictures, and where each step leads from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from orders.contract.model import Render
from support.renders.compare import Change, ComparedPage, Pair
from support.shown.pages import Slice, sliced
from support.shown.pictures import Sheet, version

PAGES_SHOWN: Final = 24
LARGEST: Final = 3
MARKED: Final = "marked"
ALL: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """As the address says. ``show`` is "" where nobody chose; ``zoom`` is the page shown large, 0 for the list; ``at``
    the page that one comes back from; ``size`` counts from 1.
    """

    show: str = ""
    number: int = 1
    zoom: int = 0
    at: int = 0
    size: int = 1


@dataclass(frozen=True)
class Look:
    """One look at a line's two attempts. ``pages`` are all of them."""

    order_id: str
    line_id: str
    pair: Pair
    pages: Sequence[ComparedPage]
    place: Place

    @cached_property
    def marked(self) -> tuple[ComparedPage, ...]:
        """The pages that are not the same, and those that an attempt failed at."""
        faults = {failed_at(self.pair.old), failed_at(self.pair.new)}
        return tuple(page for page in self.pages if page.change is not Change.SAME or page.number in faults)

    @cached_property
    def show(self) -> str:
        """Which pages are listed: the marked ones, unless there are none or somebody chose."""
        return self.place.show or (MARKED if self.marked else ALL)

    @cached_property
    def slice(self) -> Slice[ComparedPage]:
        """The pages on the screen."""
        if self.place.zoom:
            return sliced(self.pages, self.place.zoom, 1)
        listed = self.marked if self.show == MARKED else self.pages
        numbers = [page.number for page in listed]
        at = numbers.index(self.place.at) // PAGES_SHOWN + 1 if self.place.at in numbers else self.place.number
        return sliced(listed, at, PAGES_SHOWN)

    @cached_property
    def sheet(self) -> Sheet:
        """Their blurred pictures, which one request brings."""
        pairs = ((page.old, page.new) for page in self.slice.items)
        keys = tuple(dict.fromkeys(key for pair in pairs for key in pair if key))
        where: dict[str, object] = {"zoom": self.place.zoom} if self.place.zoom else {"page": self.slice.number}
        address = self.address("order-compare-pictures", show=self.show, v=version(keys), **where)
        return Sheet(keys, address if keys else "")

    def address(self, name: str = "order-compare", **query: object) -> str:
        """With what is asked for beside the two attempts."""
        chosen = {"old": self.pair.old.render_id, "new": self.pair.new.render_id, **query}
        return f"{reverse(name, args=[self.order_id, self.line_id])}?{urlencode(chosen)}"

    def large(self, number: int, size: int = 0) -> str:
        """The address of one page shown large; of the size of now where none is given. "" for no page."""
        return self.address(show=self.show, zoom=number, size=size or self.place.size) if number else ""

    @property
    def next_marked(self) -> str:
        """The next marked page, large: after the one looked at, or from the first of the list on."""
        return self.large(next((page.number for page in self.marked if page.number > self._from), 0))

    @property
    def previous_marked(self) -> str:
        """The marked page before that."""
        here = self._from + (0 if self.place.zoom else 1)
        return self.large(next((page.number for page in reversed(self.marked) if page.number < here), 0))

    @property
    def larger(self) -> str:
        """The page a size larger, "" where it is as large as it gets."""
        size = self.place.size
        return self.large(self.place.zoom, size + 1) if self.place.zoom and size < LARGEST else ""

    @property
    def smaller(self) -> str:
        """A size smaller."""
        size = self.place.size
        return self.large(self.place.zoom, size - 1) if self.place.zoom and size > 1 else ""

    @property
    def back(self) -> str:
        """From the large page to its place in the list; from the list nowhere."""
        zoom = self.place.zoom
        return f"{self.address(show=self.show, at=zoom)}#page-{zoom}" if zoom else ""

    @property
    def _from(self) -> int:
        """The page looked at, or the one before the list."""
        return self.place.zoom or (self.slice.items[0].number - 1 if self.slice.items else 0)


def failed_at(render: Render) -> int:
    """The page that an attempt failed at, 0 where at none."""
    return render.failure.page if render.failure else 0
