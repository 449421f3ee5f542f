"""Two attempts side by side as they are shown: a list of their pages, or one of them large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from orders.answer.failures import failures
from orders.answer.model import Tone
from orders.contract.model import Render
from orders.lines import LineView
from support.renders.compare import Change, ComparedPage, attempts
from support.renders.look import ALL, MARKED, Look, failed_at
from support.shown.lines import ShownRender, shown_render
from support.shown.pages import Slice
from support.shown.pictures import picture_address

FEW: Final = 6
MARKS: Final = {
    Change.SAME: ("=", "same"),
    Change.CHANGED: ("▲", "changed"),
    Change.ADDED: ("+", "added"),
    Change.REMOVED: ("−", "removed"),
    Change.UNKNOWN: ("?", "not compared"),
}
"""How each is marked: a sign, and words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One attempt's picture of a page: its place on the sheet, or the address of the picture itself where it is
    revealed; both "" where there is none. ``fault`` says what went wrong on it.
    """

    name: str
    box: str
    sharp: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """One page of both attempts; ``address`` shows it large."""

    number: int
    change: Change
    sides: tuple[Side, Side]
    address: str

    @property
    def sign(self) -> str:
        """Marks it without colour."""
        return MARKS[self.change][0]

    @property
    def label(self) -> str:
        """What became of it."""
        return MARKS[self.change][1]

    @property
    def marked(self) -> bool:
        """Whether there is something to look at."""
        return self.change is not Change.SAME

    @property
    def at_fault(self) -> str:
        """In which attempt it was at fault: "" in none."""
        names = [side.name for side in self.sides if side.fault]
        return "both" if len(names) > 1 else "".join(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What each attempt's row says of one thing; the second may differ."""

    name: str
    old: object
    new: object

    @property
    def differs(self) -> bool:
        """Whether the attempts say different things."""
        return self.old != self.new

    @property
    def is_time(self) -> bool:
        """Whether times are to be told."""
        return isinstance(self.old, datetime) or isinstance(self.new, datetime)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice of pages with how many there are; ``address`` is "" for the one in force."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPage:
    """The page."""

    look: Look
    old: ShownRender
    new: ShownRender
    choices: tuple[Render, ...]
    finding: str
    tone: Tone
    pages: Slice[ShownPage]
    facts: tuple[Fact, ...]
    filters: tuple[Filter, ...]

    @property
    def large(self) -> ShownPage | None:
        """The page shown large."""
        return self.pages.items[0] if self.look.place.zoom else None

    @property
    def older(self) -> str:
        """The slice of the list before, "" where there is none."""
        before = None if self.large else self.pages.previous
        return self.look.address(show=self.look.show, page=before) if before else ""

    @property
    def newer(self) -> str:
        """The slice after."""
        after = None if self.large else self.pages.next
        return self.look.address(show=self.look.show, page=after) if after else ""


def diff_page(look: Look, view: LineView, *, sharp: bool) -> DiffPage:
    """What is looked at of this line's two attempts; with the pictures as they are where ``sharp``."""
    pair = look.pair
    return DiffPage(
        look=look,
        old=shown_render(look.order_id, pair.old),
        new=shown_render(look.order_id, pair.new),
        choices=attempts(view),
        finding=finding(look),
        tone=Tone.WARN if look.marked else Tone.OK,
        pages=look.slice.of([_page(look, page, sharp=sharp) for page in look.slice.items]),
        facts=_facts(pair.old, pair.new),
        filters=tuple(
            Filter(label=label, count=count, address="" if show == look.show else look.address(show=show))
            for show, label, count in (
                (MARKED, "Changed or at fault", len(look.marked)),
                (ALL, "All pages", len(look.pages)),
            )
        ),
    )


def finding(look: Look) -> str:
    """What differs, in a sentence or two."""
    pages, fault = look.pages, failed_at(look.pair.old)
    by_change = {change: [page.number for page in pages if page.change is change] for change in Change}
    kept = f" Page {fault}, at fault in the old attempt, is still the same." if fault in by_change[Change.SAME] else ""
    same = len(by_change.pop(Change.SAME))
    told = [f"{_counted(numbers)} {MARKS[change][1]}" for change, numbers in by_change.items() if numbers]
    if not told:
        return f"No page differs: all {len(pages)} are the same.{kept}"
    return f"{'; '.join(told).capitalize()}; {same} of {len(pages)} the same.{kept}"


def _counted(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:FEW])) + (f" and {len(numbers) - FEW} more" if len(numbers) > FEW else "")
    return f"page {listed}" if len(numbers) == 1 else f"{len(numbers)} pages ({listed})"


def _page(look: Look, page: ComparedPage, *, sharp: bool) -> ShownPage:
    def side(name: str, render: Render, key: str) -> Side:
        there = sharp and bool(key)
        return Side(
            name=name,
            box="" if sharp else look.sheet.box(key),
            sharp=picture_address(look.order_id, render.render_id, page.number) if there else "",
            fault=_fault(render) if failed_at(render) == page.number else "",
        )

    sides = (side("old", look.pair.old, page.old), side("new", look.pair.new, page.new))
    return ShownPage(number=page.number, change=page.change, sides=sides, address=look.large(page.number))


def _fault(render: Render) -> str:
    """What went wrong, in words."""
    if render.failure is None:
        return ""
    words = failures().get(render.failure.code)
    return (words.explanation if words else "") or render.failure.message or render.failure.code or "not said"


def _facts(old: Render, new: Render) -> tuple[Fact, ...]:
    """What the rows say of either attempt, where one of them says anything."""
    told = (
        ("What went wrong", _fault(old), _fault(new)),
        ("Renderer", old.renderer_version, new.renderer_version),
        ("Template", _template(old), _template(new)),
        ("Pages", len(old.preview_keys), len(new.preview_keys)),
        ("File’s checksum", old.checksum[:12], new.checksum[:12]),
        ("Queued", old.queued_at, new.queued_at),
        ("Began", old.started_at, new.started_at),
        ("Finished", old.finished_at, new.finished_at),
    )
    return tuple(Fact(name=name, old=one, new=other) for name, one, other in told if one or other)


def _template(render: Render) -> str:
    return "/".join(part for part in (render.template_id, render.template_version) if part)
