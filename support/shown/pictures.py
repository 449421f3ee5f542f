"""The pictures of an order's page: which there are, on which sheet, and where on it.

A sheet is fetched in one request. The first has the covers and the pages at fault of the lines shown; each render
attempt has one of its pages. Which keys are on a sheet is worked out from the order's rows, for the page and again
when the sheet is asked for: no key is ever taken from a browser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from orders.contract.model import Print, Render, RenderState
from orders.lines import LineView
from support.pictures import ACROSS, PICTURE, corner, sheet_size

PAGES_BESIDE: Final = 2
MOST_PAGES: Final = 4 * ACROSS
"""Of one render attempt."""

DIGEST: Final = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pictures by their keys. ``address`` asks for them, "" where there are none."""

    keys: tuple[str, ...]
    address: str

    @property
    def width(self) -> int:
        """In pixels."""
        return sheet_size(len(self.keys))[0]

    @property
    def height(self) -> int:
        """In pixels."""
        return sheet_size(len(self.keys))[1]

    def box(self, key: str) -> str:
        """The part of the sheet that shows one picture, as an SVG's viewBox; "" where it has none."""
        if key not in self.keys:
            return ""
        x, y = corner(self.keys.index(key))
        return f"{x} {y} {PICTURE} {PICTURE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages ``first`` to ``last`` of ``whole`` of a render attempt. ``mark`` is the corner of the one at fault."""

    sheet: Sheet
    first: int
    last: int
    whole: int
    at_fault: int
    mark: tuple[int, int] | None

    @property
    def numbers(self) -> range:
        """Of the pages on the sheet."""
        return range(self.first, self.last + 1)

    @property
    def side(self) -> int:
        """Of a page on the sheet, in pixels."""
        return PICTURE


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page beside, or at, the one at fault; ``box`` is "" where there is no picture of it."""

    number: int
    at_fault: bool
    box: str


def version(keys: Sequence[str]) -> str:
    """A word that changes when one of the keys does: a sheet's address holds it, so that it may be kept."""
    return hashlib.sha256("\n".join(keys).encode(errors="replace")).hexdigest()[:DIGEST]


def lines_sheet(order_id: str, views: Sequence[LineView], number: int) -> Sheet:
    """The covers and pages at fault of one page of lines."""
    keys = tuple(dict.fromkeys(key for view in views for key in _keys_of_line(view)))
    return _sheet(keys, reverse("order-pictures", args=[order_id]), f"&lines={number}")


def pages_of(order_id: str, render: Render) -> Pages | None:
    """The pages of a render attempt, or as many as fit with the one at fault; None where it left none."""
    if not render.preview_keys:
        return None
    whole, at_fault = len(render.preview_keys), _page_at_fault(render)
    first = max(0, -(-(min(at_fault, whole) - MOST_PAGES) // ACROSS)) * ACROSS
    keys = render.preview_keys[first : first + MOST_PAGES]
    inside = 0 <= at_fault - 1 - first < len(keys)
    return Pages(
        sheet=_sheet(keys, reverse("render-pictures", args=[order_id, render.render_id])),
        first=first + 1,
        last=first + len(keys),
        whole=whole,
        at_fault=at_fault if inside else 0,
        mark=corner(at_fault - 1 - first) if inside else None,
    )


def picture_address(order_id: str, render_id: str, page: int) -> str:
    """Where one page of a render attempt, from 1, is seen sharp by whom the order is revealed to."""
    return reverse("render-page", args=[order_id, render_id, page])


def pages_beside(failed: Render | None, design: Print | None, sheet: Sheet) -> tuple[ShownPage, ...]:
    """The page at fault and its neighbours."""
    at_fault = _page_at_fault(failed)
    return tuple(
        ShownPage(number, number == at_fault, sheet.box(_preview(failed, number)))
        for number in _numbers(failed, design)
    )


def failed_render(view: LineView) -> Render | None:
    """The render that speaks for a line, where it failed."""
    return view.render if view.render and view.render.state is RenderState.FAILED else None


def _keys_of_line(view: LineView) -> Iterator[str]:
    if view.design and view.design.cover_key:
        yield view.design.cover_key
    failed = failed_render(view)
    yield from filter(None, (_preview(failed, number) for number in _numbers(failed, view.design)))


def _numbers(failed: Render | None, design: Print | None) -> range:
    """The page at fault and its neighbours, within what the print has; none where no page is at fault."""
    page = _page_at_fault(failed)
    if page < 1:
        return range(0)
    last = max(page, (design.page_count if design else 0) or page + PAGES_BESIDE)
    return range(max(1, page - PAGES_BESIDE), min(last, page + PAGES_BESIDE) + 1)


def _page_at_fault(render: Render | None) -> int:
    return render.failure.page if render and render.failure else 0


def _preview(render: Render | None, page: int) -> str:
    return render.preview_keys[page - 1] if render and 0 < page <= len(render.preview_keys) else ""


def _sheet(keys: tuple[str, ...], address: str, more: str = "") -> Sheet:
    return Sheet(keys, f"{address}?v={version(keys)}{more}" if keys else "")
