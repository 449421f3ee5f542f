"""What people build, and what swims, flies or sits in a scene."""

from __future__ import annotations

from demo.artefacts.sketch import Sketch

LIT = 0.6
"""Of the windows of a tower."""


def skyline(s: Sketch) -> None:
    """Towers of a city in two rows, with lit windows."""
    for colour, base, high, count in (("far", 0.8, 0.46, 8), ("near", 0.88, 0.34, 7)):
        step = s.width / count
        for place in range(count):
            size, x = s.height * high * s.between(0.4, 1), step * place
            s.box(colour, x, s.height * base - size, step * s.between(0.7, 1), s.height)
            for floor in range(int(size / (s.unit * 0.07))):
                if s.between(0, 1) < LIT:
                    y = s.height * base - size + s.unit * (0.03 + 0.07 * floor)
                    s.box("glow", x + step * s.between(0.1, 0.45), y, step * 0.14, s.unit * 0.025)


def houses(s: Sketch) -> None:
    """A row of houses."""
    s.rise("mid", s.height * 0.8, s.height * 0.01, 1)
    step = s.width / 5
    for place in range(5):
        x, wide, high = step * (place + 0.12), step * 0.76, s.height * s.between(0.16, 0.26)
        top = s.height * 0.84 - high
        s.box(("paper", "glow", "far")[place % 3], x, top, wide, high)
        s.polygon("accent", (x - wide * 0.1, top), (x + wide / 2, top - wide * 0.5), (x + wide * 1.1, top))
        s.box("near", x + wide * 0.4, s.height * 0.84 - high * 0.45, wide * 0.2, high * 0.45)
        for side in (0.12, 0.68):
            s.box("ink", x + wide * side, top + high * 0.18, wide * 0.2, high * 0.22)
    s.rise("near", s.height * 0.86, s.height * 0.01, 1)


def lighthouse(s: Sketch) -> None:
    """A lighthouse on its rock."""
    x, foot, size = s.width * s.between(0.25, 0.75), s.height * 0.82, s.height * 0.44
    s.polygon(
        "near", (x - size * 0.5, s.height), (x - size * 0.2, foot), (x + size * 0.2, foot), (x + size * 0.6, s.height)
    )
    for part in range(4):
        half, y = size * (0.075 + 0.012 * part), foot - size * (1 - part / 4)
        s.box("accent" if part % 2 else "paper", x - half, y, half * 2, size / 4)
    s.box("glow", x - size * 0.06, foot - size * 1.12, size * 0.12, size * 0.12)
    s.polygon(
        "ink", (x - size * 0.1, foot - size * 1.12), (x, foot - size * 1.24), (x + size * 0.1, foot - size * 1.12)
    )


def sailboat(s: Sketch) -> None:
    """A boat under sail."""
    x, y, size = s.width * s.between(0.25, 0.75), s.height * s.between(0.74, 0.8), s.unit * s.between(0.14, 0.22)
    s.polygon(
        "accent",
        (x - size * 0.6, y),
        (x + size * 0.6, y),
        (x + size * 0.4, y + size * 0.22),
        (x - size * 0.4, y + size * 0.22),
    )
    s.polygon(
        "paper", (x - size * 0.04, y - size), (x - size * 0.04, y - size * 0.08), (x - size * 0.5, y - size * 0.08)
    )
    s.polygon(
        "glow",
        (x + size * 0.04, y - size * 0.9),
        (x + size * 0.45, y - size * 0.08),
        (x + size * 0.04, y - size * 0.08),
    )


def balloon(s: Sketch) -> None:
    """Hot-air balloons."""
    for part, size in ((s.between(0.2, 0.4), 0.15), (s.between(0.6, 0.8), 0.09)):
        x, y, r = s.width * part, s.height * s.between(0.2, 0.36), s.unit * size
        s.polygon(
            "accent",
            (x - r * 0.86, y + r * 0.5),
            (x + r * 0.86, y + r * 0.5),
            (x + r * 0.2, y + r * 1.4),
            (x - r * 0.2, y + r * 1.4),
        )
        s.disc("accent", x, y, r)
        s.disc("glow", x, y, r * 0.55, r)
        s.disc("accent", x, y, r * 0.2, r)
        s.box("ink", x - r * 0.16, y + r * 1.5, r * 0.32, r * 0.26)


def gulls(s: Sketch) -> None:
    """Birds in the distance."""
    for _ in range(5):
        x, y, r = s.width * s.between(0.1, 0.9), s.height * s.between(0.1, 0.4), s.unit * s.between(0.025, 0.045)
        s.polygon("ink", (x, y), (x - r, y - r * 0.5), (x, y + r * 0.3), (x + r, y - r * 0.5))


def whale(s: Sketch) -> None:
    """A whale, blowing."""
    x, y, r = s.width * s.between(0.35, 0.6), s.height * 0.7, s.unit * 0.2
    s.disc("ink", x, y, r, r * 0.55)
    s.polygon(
        "ink", (x + r * 0.7, y), (x + r * 1.4, y - r * 0.6), (x + r * 1.15, y - r * 0.05), (x + r * 1.5, y + r * 0.3)
    )
    s.disc("paper", x - r * 0.55, y - r * 0.08, r * 0.07)
    for lean in (-0.3, 0.0, 0.3):
        top = y - r * 1.1
        s.polygon("paper", (x - r * 0.25, y - r * 0.6), (x + r * (lean - 0.3), top), (x + r * (lean - 0.18), top))


def fish(s: Sketch) -> None:
    """A school of fish."""
    for _ in range(6):
        x, y, r = s.width * s.between(0.15, 0.8), s.height * s.between(0.2, 0.75), s.unit * s.between(0.04, 0.075)
        s.disc("accent", x, y, r, r * 0.6)
        s.polygon("accent", (x + r * 0.8, y), (x + r * 1.5, y - r * 0.5), (x + r * 1.5, y + r * 0.5))
        s.disc("paper", x - r * 0.5, y - r * 0.12, r * 0.14)


def cat(s: Sketch) -> None:
    """A cat that looks at the view."""
    x, foot, r = s.width * s.between(0.3, 0.7), s.height * 0.98, s.unit * 0.13
    s.disc("ink", x, foot - r, r * 0.8, r * 1.3)
    s.disc("ink", x, foot - r * 2.5, r * 0.6)
    for side in (-1, 1):
        s.polygon(
            "ink",
            (x + side * r * 0.58, foot - r * 2.5),
            (x + side * r * 0.5, foot - r * 3.4),
            (x + side * r * 0.05, foot - r * 2.95),
        )
    s.disc("ink", x + r * 0.9, foot - r * 0.2, r * 0.7, r * 0.18)


def fox(s: Sketch) -> None:
    """A fox."""
    x, foot, r = s.width * s.between(0.3, 0.6), s.height * 0.95, s.unit * 0.11
    s.disc("accent", x, foot - r * 0.8, r * 0.7, r)
    s.disc("accent", x + r * 1.3, foot - r * 0.5, r * 0.9, r * 0.35)
    s.disc("paper", x + r * 2, foot - r * 0.5, r * 0.28, r * 0.22)
    for side in (-1, 1):
        s.polygon(
            "accent", (x + side * r * 0.8, foot - r * 2.9), (x + side * r * 0.85, foot - r * 2), (x, foot - r * 2.2)
        )
    s.polygon("accent", (x - r * 0.9, foot - r * 2.2), (x + r * 0.9, foot - r * 2.2), (x, foot - r * 1.1))
    s.polygon("paper", (x - r * 0.45, foot - r * 1.75), (x + r * 0.45, foot - r * 1.75), (x, foot - r * 1.15))
    s.disc("ink", x, foot - r * 1.2, r * 0.12)
