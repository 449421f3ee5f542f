"""Land, sea and sky."""

from __future__ import annotations

from demo.artefacts.sketch import Sketch


def sun(s: Sketch) -> None:
    """The sun, or at night the moon."""
    size = s.unit * s.between(0.09, 0.16)
    s.disc("glow", s.width * s.between(0.2, 0.8), s.height * s.between(0.18, 0.36), size)


def stars(s: Sketch) -> None:
    """A clear night."""
    for _ in range(26):
        s.disc("glow", s.width * s.between(0, 1), s.height * s.between(0, 0.6), s.unit * s.between(0.004, 0.01))


def clouds(s: Sketch) -> None:
    """Two clouds."""
    for _ in range(2):
        x, y, size = s.width * s.between(0.15, 0.85), s.height * s.between(0.12, 0.3), s.unit * s.between(0.05, 0.08)
        for step, part in ((-1.2, 0.8), (0.0, 1.2), (1.3, 0.9)):
            s.disc("paper", x + step * size, y - part * size * 0.3, part * size, part * size * 0.8)
        s.box("paper", x - 1.6 * size, y, 3.4 * size, size * 0.4)


def hills(s: Sketch) -> None:
    """Three waves of land."""
    for colour, top in (("far", 0.58), ("mid", 0.7), ("near", 0.84)):
        s.rise(colour, s.height * top, s.height * 0.06, s.between(0.6, 1.4))


def mountains(s: Sketch) -> None:
    """A range, with snow on its peaks."""
    for colour, foot, high, count in (("far", 0.78, 0.5, 4), ("mid", 0.86, 0.36, 3)):
        step = s.width / count
        for place in range(-1, count + 1):
            x, top = step * (place + s.between(0.35, 0.65)), s.height * (foot - high * s.between(0.7, 1))
            base, half = s.height * foot, step * 0.85
            s.polygon(colour, (x, top), (x + half, base), (x - half, base))
            cap = 0.22
            down = top + (base - top) * cap
            s.polygon("paper", (x, top), (x + half * cap, down), (x, down - s.unit * 0.03), (x - half * cap, down))
        s.box(colour, 0, s.height * foot, s.width, s.height * (1 - foot))


def sea(s: Sketch) -> None:
    """Water in three depths, with light on it."""
    for colour, top in (("far", 0.62), ("mid", 0.72), ("near", 0.86)):
        s.rise(colour, s.height * top, s.height * 0.008, 3)
    for _ in range(7):
        x, y = s.width * s.between(0, 0.9), s.height * s.between(0.66, 0.82)
        s.box("sky", x, y, s.width * s.between(0.04, 0.12), s.unit * 0.008)


def snow(s: Sketch) -> None:
    """It snows."""
    for _ in range(40):
        s.disc("paper", s.width * s.between(0, 1), s.height * s.between(0, 1), s.unit * s.between(0.006, 0.014))


def bubbles(s: Sketch) -> None:
    """Under water: darker downwards, and bubbles."""
    for colour, top in (("far", 0.3), ("mid", 0.6), ("near", 0.88)):
        s.rise(colour, s.height * top, s.height * 0.03, 1)
    for _ in range(12):
        s.disc("sky", s.width * s.between(0, 1), s.height * s.between(0.1, 0.9), s.unit * s.between(0.008, 0.022))


def pines(s: Sketch) -> None:
    """A row of pines in front."""
    for place in range(7):
        x, size = s.width * (place + s.between(0.2, 0.8)) / 7, s.height * s.between(0.16, 0.3)
        foot = s.height * s.between(0.92, 1)
        for tier in range(3):
            top, half = foot - size * (1 - tier * 0.25), size * (0.16 + 0.07 * tier)
            s.polygon("near", (x, top), (x + half, top + size * 0.45), (x - half, top + size * 0.45))


def cactus(s: Sketch) -> None:
    """Two cactuses."""
    for part in (0.24, 0.74):
        x, foot, size = s.width * (part + s.between(-0.08, 0.08)), s.height * 0.96, s.height * s.between(0.22, 0.34)
        thick = size * 0.16
        s.box("accent", x - thick / 2, foot - size, thick, size)
        s.disc("accent", x, foot - size, thick / 2)
        for side, level in ((-1, 0.5), (1, 0.62)):
            arm = x + side * size * 0.26
            s.box("accent", min(x, arm), foot - size * level, abs(arm - x), thick * 0.7)
            s.box("accent", arm - thick * 0.35, foot - size * (level + 0.2), thick * 0.7, size * 0.2 + thick * 0.7)
            s.disc("accent", arm, foot - size * (level + 0.2), thick * 0.35)


def flowers(s: Sketch) -> None:
    """A bed of flowers in front."""
    for place in range(9):
        x, y = s.width * (place + s.between(0.2, 0.8)) / 9, s.height * s.between(0.78, 0.92)
        size = s.unit * s.between(0.022, 0.034)
        s.box("near", x - size * 0.15, y, size * 0.3, s.height - y)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            s.disc("accent", x + dx * size * 0.8, y + dy * size * 0.8, size * 0.75)
        s.disc("glow", x, y, size * 0.6)


def weed(s: Sketch) -> None:
    """Weed on the ground of the sea."""
    for place in range(8):
        x, size = s.width * (place + s.between(0.2, 0.8)) / 8, s.height * s.between(0.12, 0.28)
        lean, half = s.unit * s.between(-0.06, 0.06), s.unit * 0.018
        s.polygon("ink", (x - half, s.height), (x + lean, s.height - size), (x + half, s.height))
