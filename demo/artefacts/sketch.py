"""A picture while it is drawn: things are put on it one after the other, and chance is seeded."""

from __future__ import annotations

import math
from random import Random

from demo.artefacts.shapes import Ellipse, Frame, Picture, Point, Polygon, Shape, rectangle
from demo.artefacts.themes import Theme

STEPS = 24


class Sketch:
    """A sheet of ``width`` × ``height`` with the colours of a theme. ``unit`` is its shorter side."""

    def __init__(self, theme: Theme, width: float, height: float, chance: Random, ground: str = "sky") -> None:
        self.colours = theme.colours
        self.width, self.height = width, height
        self.unit = min(width, height)
        self.chance = chance
        self.ground = ground
        self.shapes: list[Shape] = []

    def picture(self) -> Picture:
        """What has been drawn."""
        return Picture(self.width, self.height, self.colours[self.ground], tuple(self.shapes))

    def between(self, low: float, high: float) -> float:
        """A number by chance."""
        return low + (high - low) * self.chance.random()

    def polygon(self, colour: str, *points: Point) -> None:
        """A polygon in a colour of the theme."""
        self.shapes.append(Polygon(points, self.colours[colour]))

    def box(self, colour: str, x: float, y: float, width: float, height: float) -> None:
        """An upright rectangle in a colour of the theme."""
        self.shapes.append(rectangle(x, y, width, height, self.colours[colour]))

    def disc(self, colour: str, x: float, y: float, rx: float, ry: float | None = None) -> None:
        """A circle, or an ellipse, in a colour of the theme."""
        self.shapes.append(Ellipse(x, y, rx, rx if ry is None else ry, self.colours[colour]))

    def frame(self, x: float, y: float, picture: Picture) -> None:
        """Another picture on this one."""
        self.shapes.append(Frame(x, y, picture))

    def rise(self, colour: str, top: float, swing: float, waves: float) -> None:
        """Ground with a wavy upper edge around the height ``top``, down to the bottom."""
        phase = self.between(0, math.tau)
        edge = [(self.width * n / STEPS, self._wave(n / STEPS, top, swing, waves, phase)) for n in range(STEPS + 1)]
        self.polygon(colour, *edge, (self.width, self.height), (0, self.height))

    def _wave(self, along: float, top: float, swing: float, waves: float, phase: float) -> float:
        return (
            top + swing * (math.sin(phase + along * waves * math.tau) + 0.4 * math.sin(2.3 * phase + along * 9)) / 1.4
        )
