"""Patterns that fill a page."""

from __future__ import annotations

from collections.abc import Iterator

from demo.artefacts.sketch import Sketch

Cell = tuple[int, int, float, float]
COLOURS = ("far", "accent", "mid", "glow")


def dots(s: Sketch) -> None:
    """Dots in rows."""
    for row, column, x, y in _cells(s, 7):
        s.disc(COLOURS[(row + column) % 4], x, y, s.unit * 0.035)


def waves(s: Sketch) -> None:
    """Bands of waves."""
    for row in range(9):
        s.rise(COLOURS[row % 4], s.height * (row + 0.5) / 9, s.height * 0.025, 3)


def peaks(s: Sketch) -> None:
    """Triangles in rows."""
    for row, column, x, y in _cells(s, 6):
        half = s.unit / 14
        s.polygon(COLOURS[(row * 2 + column) % 4], (x, y - half), (x + half, y + half), (x - half, y + half))


def checks(s: Sketch) -> None:
    """A chequered cloth."""
    size = s.unit / 6
    for row, column, x, y in _cells(s, 6):
        if (row + column) % 2:
            s.box(COLOURS[row % 4], x - size / 2, y - size / 2, size, size)


def leaves(s: Sketch) -> None:
    """Leaves in pairs."""
    for row, column, x, y in _cells(s, 6):
        size, side = s.unit / 15, 1 if (row + column) % 2 else -1
        s.polygon(
            COLOURS[column % 4],
            (x - size * side, y + size),
            (x - size * side * 0.6, y - size * 0.4),
            (x + size * side, y - size),
            (x + size * side * 0.6, y + size * 0.4),
        )


def terrazzo(s: Sketch) -> None:
    """Chips of stone."""
    for row, column, x, y in _cells(s, 7):
        size = s.unit / 16
        corners = [(dx * size * s.between(0.3, 1), dy * size * s.between(0.3, 1)) for dx, dy in _AROUND]
        s.polygon(COLOURS[(row + 2 * column) % 4], *((x + dx, y + dy) for dx, dy in corners))


_AROUND = ((0, -1), (1, -0.4), (0.8, 0.8), (-0.5, 1), (-1, 0))


def _cells(s: Sketch, count: int) -> Iterator[Cell]:
    """Row, column and middle of each cell of a grid with ``count`` cells on the shorter side."""
    size = s.unit / count
    for row in range(round(s.height / size)):
        for column in range(round(s.width / size)):
            yield row, column, size * (column + 0.5), size * (row + 0.5)
