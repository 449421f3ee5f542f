"""The pages of a print: photos in frames, lines of words, and what a page looks like that went wrong."""

from __future__ import annotations

from enum import StrEnum
from random import Random

from demo.artefacts.scenes import coarse, miscoloured, pattern, scene
from demo.artefacts.shapes import Frame, Picture, Polygon, Shape, rectangle
from demo.artefacts.themes import THEMES, Theme

SCENES = 24
"""Pages that differ; the pages after them begin again."""

SIZES = {"square": (1.0, 1.0), "portrait": (0.72, 1.0), "landscape": (1.0, 0.72)}
MARGIN = 0.08
GREY = "#b9b9b9"
CROSS = "#8a8a8a"

Box = tuple[float, float, float, float]
Layout = tuple[tuple[Box, ...], Box | None]
"""Boxes of photos, and the box of words if there is one: left, top, width, height, in parts of the page."""

FULL: Layout = (((0, 0, 1, 1),), None)
LAYOUTS: tuple[Layout, ...] = (
    (((0.08, 0.08, 0.84, 0.64),), (0.08, 0.77, 0.6, 0.15)),
    (((0.08, 0.08, 0.84, 0.4), (0.08, 0.52, 0.4, 0.4)), (0.54, 0.56, 0.38, 0.3)),
    FULL,
    (((0.08, 0.08, 0.4, 0.84), (0.52, 0.08, 0.4, 0.4), (0.52, 0.52, 0.4, 0.4)), None),
    (((0.16, 0.12, 0.68, 0.56),), (0.24, 0.76, 0.52, 0.12)),
)
PATTERNED = 7
"""Every so many pages there is one of pattern alone."""


class Fault(StrEnum):
    """What is wrong with a page."""

    MISSING = "missing"  # a photo is not there: grey, and a cross
    COARSE = "coarse"  # a photo of far too few pixels
    OVERFLOW = "overflow"  # words run out of their box and off the page
    COLOURS = "colours"  # a photo in colours that are not its own
    EMPTY = "empty"  # frames, and nothing in them


def page(theme_name: str, shape: str, number: int, fault: Fault | None) -> Picture:
    """A page, 1 to SCENES, as it is or as it is with a fault."""
    theme, (width, height) = THEMES[theme_name], SIZES[shape]
    if number % PATTERNED == 0 and fault is None:
        return pattern(theme, number, width, height)
    photos, words = LAYOUTS[number % len(LAYOUTS)]
    if fault is Fault.OVERFLOW and words is None:
        photos, words = LAYOUTS[0]
    shapes: list[Shape] = []
    for place, box in enumerate(photos):
        shapes.append(_photo(theme, number * 10 + place, _scaled(box, width, height), fault if place == 0 else None))
    if words and fault is not Fault.EMPTY:
        shapes += _words(theme, number, _scaled(words, width, height), beyond=fault is Fault.OVERFLOW)
    return Picture(width, height, theme.colours["paper"], tuple(shapes))


def _scaled(box: Box, width: float, height: float) -> Box:
    return box[0] * width, box[1] * height, box[2] * width, box[3] * height


def _photo(theme: Theme, number: int, box: Box, fault: Fault | None) -> Frame:
    x, y, width, height = box
    if fault in (Fault.MISSING, Fault.EMPTY):
        return Frame(x, y, _nothing(width, height, crossed=fault is Fault.MISSING))
    shown = scene(theme, number, width, height)
    if fault is Fault.COARSE:
        shown = coarse(shown)
    if fault is Fault.COLOURS:
        shown = miscoloured(shown)
    return Frame(x, y, shown)


def _nothing(width: float, height: float, *, crossed: bool) -> Picture:
    """Where a photo should be."""
    thick = 0.02
    cross = (
        Polygon(((0, 0), (thick, 0), (width, height), (width - thick, height)), CROSS),
        Polygon(((width, 0), (width - thick, 0), (0, height), (thick, height)), CROSS),
    )
    return Picture(width, height, GREY, cross if crossed else ())


def _words(theme: Theme, number: int, box: Box, *, beyond: bool) -> list[Shape]:
    """Lines of words, as bars; ``beyond`` the end of their box and of the page."""
    chance = Random(f"{theme.name}/{number}/words")  # noqa: S311 a drawing is no secret
    x, y, width, height = box
    step = 0.045
    lines = int(height / step) + (4 if beyond else 0)
    return [
        rectangle(
            x,
            y + line * step,
            width * (0.5 + 0.5 * chance.random()) * (1.9 if beyond else 1),
            0.016,
            theme.colours["ink"],
        )
        for line in range(lines)
    ]
