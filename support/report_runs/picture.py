"""The trend of a report as a PNG: mail programs show no SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (1200, 480)
LEFT, RIGHT, TOP, BOTTOM = 90, 40, 40, 70
INK, SOFT, GRID, LINE, AIM = "#1d1d1f", "#5b6068", "#d8dbe0", "#005a9c", "#8a5a00"
TEXT: Final = 22
STEPS: Final = 5
MOST_LABELS: Final = 8
DOT: Final = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its name, how much of it came as promised in per cent (None where nothing arrived), its target."""

    name: str
    per_cent: float | None
    target: float


def picture(bars: Sequence[Bar]) -> bytes:
    """A line over the periods, and the target beside it; its axis begins below the lowest point, and says where."""
    image = Image.new("RGB", SIZE, "white")
    _Plot(ImageDraw.Draw(image), bars).draw()
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


class _Plot:
    def __init__(self, draw: ImageDraw.ImageDraw, bars: Sequence[Bar]) -> None:
        told = [each.per_cent for each in bars if each.per_cent is not None] + [each.target for each in bars]
        self.draw_on, self.bars, self.font = draw, bars, ImageFont.load_default(TEXT)
        self.lowest = max(0, int(min(told, default=0.0)) // 10 * 10 - 10)

    def x(self, number: int) -> float:
        return LEFT + (SIZE[0] - LEFT - RIGHT) * (number + 0.5) / max(1, len(self.bars))

    def y(self, per_cent: float) -> float:
        return SIZE[1] - BOTTOM - (SIZE[1] - TOP - BOTTOM) * (per_cent - self.lowest) / (100 - self.lowest)

    def draw(self) -> None:
        self._grid()
        self._names()
        aims = [(self.x(number), self.y(each.target)) for number, each in enumerate(self.bars)]
        self._line([(LEFT, aims[0][1]), *aims, (SIZE[0] - RIGHT, aims[-1][1])] if aims else [], AIM, 3)
        for run in self._runs():
            self._line(run, LINE, 5)
            for x, y in run:
                self.draw_on.ellipse((x - DOT, y - DOT, x + DOT, y + DOT), fill=LINE)
        if aims:
            self.draw_on.text((SIZE[0] - RIGHT, aims[-1][1] - 6), "target", AIM, self.font, anchor="rb")

    def _grid(self) -> None:
        for step in range(STEPS + 1):
            level = self.lowest + (100 - self.lowest) * step / STEPS
            y = self.y(level)
            self.draw_on.line((LEFT, y, SIZE[0] - RIGHT, y), GRID, 1)
            self.draw_on.text((LEFT - 12, y), f"{level:g} %", SOFT, self.font, anchor="rm")

    def _names(self) -> None:
        apart = -(-len(self.bars) // MOST_LABELS) or 1
        for number, each in enumerate(self.bars):
            if number % apart == 0:
                self.draw_on.text((self.x(number), SIZE[1] - BOTTOM + 14), each.name, INK, self.font, anchor="ma")

    def _runs(self) -> list[list[tuple[float, float]]]:
        """Points that follow one another without a gap."""
        runs: list[list[tuple[float, float]]] = [[]]
        for number, each in enumerate(self.bars):
            if each.per_cent is None:
                runs.append([])
            else:
                runs[-1].append((self.x(number), self.y(each.per_cent)))
        return [run for run in runs if run]

    def _line(self, points: Sequence[tuple[float, float]], colour: str, width: int) -> None:
        if len(points) > 1:
            self.draw_on.line(list(points), colour, width, joint="curve")
