"""The cover of a print: a scene, and its title in the script it is written in."""

from __future__ import annotations

from PIL import Image, ImageDraw

from demo.artefacts.fonts import font_for
from demo.artefacts.pages import SCENES, SIZES
from demo.artefacts.raster import drawn
from demo.artefacts.scenes import scene
from demo.artefacts.themes import THEMES

LARGEST, SMALLEST, STEP = 76, 28, 8
BAND = 0.3
"""The part of the height that the title's band takes."""

ABOVE = 0.1
"""The part of the height above that band."""

WIDEST = 0.86


def cover(theme_name: str, shape: str, title: str) -> Image.Image:
    """The cover as pixels, finer than it is kept; without words where no font here has the title's script."""
    theme, (width, height) = THEMES[theme_name], SIZES[shape]
    image = drawn(scene(theme, sum(map(ord, title)) % SCENES, width, height))
    _write(
        image,
        "".join(char for char in title if char.isprintable()).strip(),
        theme.colours["paper"],
        theme.colours["ink"],
    )
    return image


def _write(image: Image.Image, title: str, paper: str, ink: str) -> None:
    draw = ImageDraw.Draw(image)
    for size in range(LARGEST, SMALLEST - 1, -STEP):
        font = font_for(title, size) if title else None
        if font is None:
            return
        text = _in_lines(title)
        left, top, right, bottom = draw.multiline_textbbox((0, 0), text, font, align="center")
        if right - left > image.width * WIDEST or bottom - top > image.height * BAND * 0.8:
            continue
        band = image.height * BAND
        draw.rectangle((0, image.height * ABOVE, image.width, image.height * ABOVE + band), paper)
        middle = (image.width - (right + left)) / 2, image.height * ABOVE + (band - (bottom + top)) / 2
        draw.multiline_text(middle, text, ink, font, align="center")
        return


def _in_lines(title: str) -> str:
    """A long title in two lines, broken where a word ends, nearest to the middle."""
    breaks = [n for n, char in enumerate(title) if char == " "]
    if len(title) < 14 or not breaks:  # noqa: PLR2004 what fits on one line
        return title
    at = min(breaks, key=lambda n: abs(n - len(title) / 2))
    return f"{title[:at]}\n{title[at + 1 :]}"
