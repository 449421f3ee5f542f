"""What the backend's rows say of a print's pictures, known without drawing any of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from demo.artefacts.objects import Cover, Document, Look, checksum
from demo.artefacts.pages import Fault
from demo.artefacts.themes import THEMES

FAULTS = {
    "asset_missing": Fault.MISSING,
    "asset_unreadable": Fault.MISSING,
    "low_resolution": Fault.COARSE,
    "layout_overflow": Fault.OVERFLOW,
    "colour_profile": Fault.COLOURS,
}
_MEASURES = re.compile(r"-(\d+)x(\d+)")
_UPRIGHT = re.compile(r"-a[345]\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """What a render's row says of its files."""

    preview_keys: tuple[str, ...]
    pdf_key: str
    checksum: str
    page_count: int


@dataclass(frozen=True, slots=True)
class Design:
    """How a print looks. The same title on the same product always looks the same, so that prints share their files."""

    cover: Cover
    pages: int

    @property
    def cover_key(self) -> str:
        """Of the cover's thumbnail."""
        return self.cover.key

    def render(self, faults: Mapping[int, Fault] | None = None) -> Rendition:
        """An attempt that came to an end, in which some pages (from 1) have a fault."""
        document = self._document(faults)
        return Rendition(
            preview_keys=self.previews(faults),
            pdf_key=document.key,
            checksum=checksum(document),
            page_count=self.pages,
        )

    def previews(self, faults: Mapping[int, Fault] | None = None) -> tuple[str, ...]:
        """The keys of the pages' thumbnails, in order: all that there is of an attempt that failed at a page."""
        return tuple(preview.key for preview in self._document(faults).previews())

    def _document(self, faults: Mapping[int, Fault] | None) -> Document:
        return Document(self.cover.look, self.pages, tuple(sorted((faults or {}).items())))


def design_of(title: str, product: str, pages: int) -> Design:
    """The look of a print."""
    theme = list(THEMES)[crc32(f"{product}/{title}".encode(errors="replace")) % len(THEMES)]
    return Design(Cover(Look(theme, shape_of(product)), title), max(1, pages))


def fault_of(code: str) -> Fault:
    """What a page looks like after a failure with that code."""
    return FAULTS.get(code, Fault.EMPTY)


def shape_of(product: str) -> str:
    """Square, portrait or landscape."""
    if found := _MEASURES.search(product):
        width, height = map(int, found.groups())
        return "square" if width == height else "portrait" if width < height else "landscape"
    return "portrait" if _UPRIGHT.search(product) else "landscape" if "-a6" in product else "square"
