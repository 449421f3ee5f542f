"""A picture as data: flat shapes on a ground, in units of the longer side. Drawn as pixels or as the lines of a PDF."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: str

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside, by the crossings of a line from it to the right."""
        inside = False
        for (ax, ay), (bx, by) in zip(self.points, self.points[1:] + self.points[:1], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
        return inside


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A filled ellipse around ``x``, ``y``."""

    x: float
    y: float
    rx: float
    ry: float
    colour: str

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return ((x - self.x) / self.rx) ** 2 + ((y - self.y) / self.ry) ** 2 <= 1


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture within a picture, its corner at ``x``, ``y``; what reaches beyond its edges is cut off."""

    x: float
    y: float
    picture: Picture


Shape = Polygon | Ellipse | Frame


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes on a ground, the first one at the bottom. Colours are written ``#rrggbb``."""

    width: float
    height: float
    ground: str
    shapes: tuple[Shape, ...] = ()

    def colour_at(self, x: float, y: float) -> str:
        """What is seen at a point; frames are looked through."""
        for shape in reversed(self.shapes):
            if not isinstance(shape, Frame) and shape.holds(x, y):
                return shape.colour
        return self.ground


def rectangle(x: float, y: float, width: float, height: float, colour: str) -> Polygon:
    """An upright rectangle."""
    return Polygon(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), colour)
