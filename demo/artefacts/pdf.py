"""Pictures as the pages of a PDF, as lines and colours: the same pictures are always the same bytes.

A page that comes twice is written once. No dates, no compression, no numbers finer than a tenth of a point: nothing
that a clock, a machine or a library's version would change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from demo.artefacts.shapes import Ellipse, Frame, Picture, Point

TENTHS = 5670
"""Of a point, on the longer side: 20 cm."""

BOW = 0.5523
"""How far a Bézier curve's handles reach to make a quarter of a circle."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A page in the words of a PDF: its size, and what is drawn on it."""

    box: str
    drawn: str


def lined(picture: Picture) -> Lines:
    """A picture as a page."""
    scale = TENTHS / max(picture.width, picture.height)
    box = f"[0 0 {picture.width * scale / 10:.1f} {picture.height * scale / 10:.1f}]"
    drawn = "\n".join(("0.1 0 0 0.1 0 0 cm", *_drawn(picture, (0.0, picture.height), scale)))
    return Lines(box, drawn)


def pdf(pages: Sequence[Lines]) -> bytes:
    """The file."""
    # 1 is the catalogue, 2 the list of pages; then what is drawn, then the pages.
    different = list(dict.fromkeys(pages))
    first_page = 3 + len(different)
    kids = " ".join(f"{first_page + n} 0 R" for n in range(len(pages)))
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    bodies += [f"<< /Length {len(page.drawn)} >>\nstream\n{page.drawn}\nendstream" for page in different]
    where = {page: 3 + n for n, page in enumerate(different)}
    bodies += [
        f"<< /Type /Page /Parent 2 0 R /MediaBox {page.box} /Resources << >> /Contents {where[page]} 0 R >>"
        for page in pages
    ]
    return _file(bodies)


def _file(bodies: Sequence[str]) -> bytes:
    """The objects one after the other, and the table that says where each begins."""
    out = bytearray(b"%PDF-1.4\n")
    begins = []
    for number, body in enumerate(bodies, 1):
        begins.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{begin:010} 00000 n \n" for begin in begins)
    count = len(bodies) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return bytes(out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode("ascii"))


def _drawn(picture: Picture, corner: Point, scale: float) -> Iterator[str]:
    """The picture's shapes; ``corner`` is its upper left one, counted from the lower left of the page."""
    left, top = corner

    def at(x: float, y: float) -> str:
        return f"{round((left + x) * scale)} {round((top - y) * scale)}"

    whole = f"{at(0, picture.height)} {round(picture.width * scale)} {round(picture.height * scale)} re"
    yield f"q {whole} W n {_colour(picture.ground)} {whole} f"
    for shape in picture.shapes:
        match shape:
            case Frame(x, y, within):
                yield from _drawn(within, (left + x, top - y), scale)
            case Ellipse(x, y, rx, ry, colour):
                bx, by = rx * BOW, ry * BOW
                yield f"{_colour(colour)} {at(x - rx, y)} m"
                yield f"{at(x - rx, y - by)} {at(x - bx, y - ry)} {at(x, y - ry)} c"
                yield f"{at(x + bx, y - ry)} {at(x + rx, y - by)} {at(x + rx, y)} c"
                yield f"{at(x + rx, y + by)} {at(x + bx, y + ry)} {at(x, y + ry)} c"
                yield f"{at(x - bx, y + ry)} {at(x - rx, y + by)} {at(x - rx, y)} c f"
            case _:
                begin, *others = (at(x, y) for x, y in shape.points)
                yield f"{_colour(shape.colour)} {begin} m {' '.join(f'{point} l' for point in others)} f"
    yield "Q"


def _colour(colour: str) -> str:
    return " ".join(f"{int(colour[n : n + 2], 16) / 255:.2f}" for n in (1, 3, 5)) + " rg"
