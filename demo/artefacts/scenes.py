"""Scenes: the things of a theme put together, seeded, so that the same number is always the same scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from demo.artefacts import land, patterns, things
from demo.artefacts.shapes import Frame, Picture, rectangle
from demo.artefacts.sketch import Sketch
from demo.artefacts.themes import Theme

THINGS: dict[str, Callable[[Sketch], None]] = {
    thing.__name__: thing
    for thing in (
        land.sun, land.stars, land.clouds, land.hills, land.mountains, land.sea, land.snow, land.bubbles, land.pines,
        land.cactus, land.flowers, land.weed, things.skyline, things.houses, things.lighthouse, things.sailboat,
        things.balloon, things.gulls, things.whale, things.fish, things.cat, things.fox,
    )
}  # fmt: skip
PATTERNS: dict[str, Callable[[Sketch], None]] = {
    pattern.__name__: pattern
    for pattern in (
        patterns.dots, patterns.waves, patterns.peaks, patterns.checks, patterns.leaves, patterns.terrazzo,
    )
}  # fmt: skip
COARSE = 7
"""Squares on the longer side of a photo of far too few pixels."""


def scene(theme: Theme, number: int, width: float, height: float) -> Picture:
    """The scene of that number."""
    sketch = Sketch(theme, width, height, Random(f"{theme.name}/{number}"))  # noqa: S311 a drawing is no secret
    for name in theme.scenes[number % len(theme.scenes)]:
        THINGS[name](sketch)
    return sketch.picture()


def pattern(theme: Theme, number: int, width: float, height: float) -> Picture:
    """A page of pattern."""
    sketch = Sketch(theme, width, height, Random(f"{theme.name}/{number}"), "paper")  # noqa: S311
    PATTERNS[theme.patterns[number % len(theme.patterns)]](sketch)
    return sketch.picture()


def coarse(picture: Picture) -> Picture:
    """The picture as a photo of far too few pixels shows it."""
    size = max(picture.width, picture.height) / COARSE
    squares = [
        rectangle(column * size, row * size, size, size, picture.colour_at((column + 0.5) * size, (row + 0.5) * size))
        for row in range(COARSE)
        for column in range(COARSE)
        if row * size < picture.height and column * size < picture.width
    ]
    return Picture(picture.width, picture.height, picture.ground, tuple(squares))


def miscoloured(picture: Picture) -> Picture:
    """The picture with every colour wrong, as after a profile that nobody can convert."""
    shapes = [
        shape if isinstance(shape, Frame) else replace(shape, colour=_wrong(shape.colour)) for shape in picture.shapes
    ]
    return Picture(picture.width, picture.height, _wrong(picture.ground), tuple(shapes))


def _wrong(colour: str) -> str:
    """Red, green and blue changed about, and what was light is dark."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return "#" + "".join(f"{255 - int(part, 16):02x}" for part in (blue, red, green))
