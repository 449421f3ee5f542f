"""Pictures as pixels: PNG files of few colours."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from demo.artefacts.shapes import Ellipse, Frame, Picture

LONGEST = 320
FINER = 2
"""Drawn so many times larger and made smaller, so that edges are smooth."""

COLOURS = 48


def drawn(picture: Picture) -> Image.Image:
    """The picture in FINER times its size."""
    return _drawn(picture, LONGEST * FINER / max(picture.width, picture.height))


def png(image: Image.Image) -> bytes:
    """A finer image as a PNG file of LONGEST pixels, which says nothing but what is seen."""
    file = io.BytesIO()
    image.reduce(FINER).quantize(COLOURS, Image.Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


def _drawn(picture: Picture, scale: float) -> Image.Image:
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    image = Image.new("RGB", size, picture.ground)
    draw = ImageDraw.Draw(image)
    for shape in picture.shapes:
        match shape:
            case Frame(x, y, within):
                image.paste(_drawn(within, scale), (round(x * scale), round(y * scale)))
            case Ellipse(x, y, rx, ry, colour):
                edges = ((x - rx) * scale, (y - ry) * scale, (x + rx) * scale, (y + ry) * scale)
                draw.ellipse(edges, colour)
            case _:
                draw.polygon([(x * scale, y * scale) for x, y in shape.points], shape.colour)
    return image
