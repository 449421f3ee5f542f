"""What lies in the artefacts' bucket: each object knows its key and can be drawn again, always to the same bytes.

The keys of pages and documents say what to draw. A cover's key says it but for the title, of which it holds a hash, so
that no title stands in a key: the title is in the print's row beside it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from demo.artefacts.covers import cover
from demo.artefacts.pages import SCENES, SIZES, Fault, page
from demo.artefacts.pdf import Lines, lined, pdf
from demo.artefacts.raster import drawn, png
from demo.artefacts.themes import THEMES

PNG, PDF = "image/png", "application/pdf"


@dataclass(frozen=True, slots=True)
class Look:
    """Theme and shape, by name: ``coast-square``."""

    theme: str
    shape: str

    def __str__(self) -> str:
        return f"{self.theme}-{self.shape}"


@dataclass(frozen=True, slots=True)
class Cover:
    """The thumbnail of a cover."""

    look: Look
    title: str
    content_type = PNG

    @property
    def key(self) -> str:
        """``covers/coast-square-5f2a….png``."""
        return f"covers/{self.look}-{hashlib.sha256(self.title.encode(errors='replace')).hexdigest()[:12]}.png"

    def draw(self) -> bytes:
        """The file."""
        return png(cover(self.look.theme, self.look.shape, self.title))


@dataclass(frozen=True, slots=True)
class Page:
    """The thumbnail of a page, as it is or with a fault."""

    look: Look
    number: int
    fault: Fault | None = None
    content_type = PNG

    @property
    def key(self) -> str:
        """``previews/coast-square/007-missing.png``. Pages that look the same have the same key."""
        return f"previews/{self.look}/{self.scene:03}{_dashed(self.fault)}.png"

    def draw(self) -> bytes:
        """The file."""
        return png(drawn(page(self.look.theme, self.look.shape, self.scene, self.fault)))

    @property
    def scene(self) -> int:
        """Which of the pages that differ it is."""
        return (self.number - 1) % SCENES + 1


@dataclass(frozen=True, slots=True)
class Document:
    """The file for the printer: every page, some with a fault."""

    look: Look
    pages: int
    faults: tuple[tuple[int, Fault], ...] = ()
    content_type = PDF

    @property
    def key(self) -> str:
        """``pdf/coast-square-48-7missing.pdf``."""
        return f"pdf/{self.look}-{self.pages}{''.join(f'-{number}{fault}' for number, fault in self.faults)}.pdf"

    def previews(self) -> list[Page]:
        """Its pages, in order."""
        wrong = dict(self.faults)
        return [Page(self.look, number, wrong.get(number)) for number in range(1, self.pages + 1)]

    def draw(self) -> bytes:
        """The file."""
        return pdf([_lined(preview.look, preview.scene, preview.fault) for preview in self.previews()])


Artefact = Cover | Page | Document


@lru_cache(maxsize=512)
def checksum(document: Document) -> str:
    """The file's sha256, in hex."""
    return hashlib.sha256(document.draw()).hexdigest()


@lru_cache(maxsize=SCENES * len(SIZES) * len(THEMES))
def _lined(look: Look, number: int, fault: Fault | None) -> Lines:
    return lined(page(look.theme, look.shape, number, fault))


_FAULT = "|".join(Fault)
_LOOK = f"(?P<theme>{'|'.join(THEMES)})-(?P<shape>{'|'.join(SIZES)})"
_PAGE = re.compile(rf"previews/{_LOOK}/(?P<number>[0-9]{{3}})(?:-(?P<fault>{_FAULT}))?\.png", re.ASCII)
_DOCUMENT = re.compile(rf"pdf/{_LOOK}-(?P<pages>[0-9]{{1,3}})(?P<faults>(?:-[0-9]+(?:{_FAULT}))*)\.pdf", re.ASCII)
_ONE_FAULT = re.compile(rf"-([0-9]+)({_FAULT})", re.ASCII)


def from_key(key: str) -> Page | Document | None:
    """What a key says is to be drawn; None for a cover's, and for a key that is none of ours."""
    if found := _PAGE.fullmatch(key):
        fault = Fault(found["fault"]) if found["fault"] else None
        return Page(Look(found["theme"], found["shape"]), int(found["number"]), fault)
    if found := _DOCUMENT.fullmatch(key):
        faults = tuple((int(number), Fault(fault)) for number, fault in _ONE_FAULT.findall(found["faults"]))
        return Document(Look(found["theme"], found["shape"]), int(found["pages"]), faults)
    return None


def _dashed(fault: Fault | None) -> str:
    return f"-{fault}" if fault else ""
