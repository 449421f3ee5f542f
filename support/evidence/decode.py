"""Making an unknown file into a picture that may be shown: decoded, turned upright, without anything that was written
beside its pixels, encoded anew. Runs in a process of its own (``zygote``), and so knows nothing of the rest of us.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import pillow_heif
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
MOST_PIXELS: Final = 64_000_000
MOST_PIXELS_OF_A_JPEG: Final = 256_000_000
"""Of what is decoded at a part of its size only."""

LEAST: Final = 32
LONGEST: Final = 3_000
"""Pixels of the longer side of what is kept."""

SMALL: Final = 360
LEFT: Final = 12
BLURRED: Final = 96
MOST_AS_PNG: Final = 3_000_000
JPEG, PNG = "image/jpeg", "image/png"
WHITE: Final = (255, 255, 255)
SRGB: Final = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

HEADS: Final = (
    ("document", (b"%PDF", b"{\\rtf", b"\xd0\xcf\x11\xe0")),
    ("page", (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")),
    ("archive", (b"pk\x03\x04", b"\x1f\x8b", b"rar!", b"7z\xbc\xaf")),
    ("other_picture", (b"ii*\0", b"mm\0*", b"bm", b"8bps", b"\0\0\1\0")),
    ("program", (b"mz", b"\x7felf", b"#!")),
)
"""How files begin that are no photos; in small letters."""

MOVING: Final = frozenset({b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"qt  ", b"M4V ", b"3gp4", b"3gp5"})


class Unfit(Exception):
    """It is not shown to anybody; ``why`` is a key of ``words.TROUBLES``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What is kept of a picture: itself with its size in pixels, a small one, and one that shows nobody."""

    kind: str
    width: int
    height: int
    picture: bytes
    small: bytes
    blurred: bytes


def prepare() -> None:
    """Have every decoder in memory: where pictures are decoded, no file can be opened any more."""
    pillow_heif.register_heif_opener(thumbnails=False)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # ours is asked before anything is decoded
    Image.init()
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "HEIF"):
        file = io.BytesIO()
        profile = SRGB.tobytes()
        with suppress(Exception):  # a format that cannot be written here is only not warmed up
            Image.new("RGB", (LEAST, LEAST)).save(file, kind, icc_profile=profile, exif=Image.Exif().tobytes())
            decode(file.getvalue())


def decode(content: bytes) -> Decoded:
    """The picture that these bytes are. Raises Unfit; MemoryError, and whatever a decoder does with hostile bytes."""
    _look(content)
    upright = _upright(_opened(content))
    kind, picture = _encoded(upright, keep_lines=content.startswith((b"\x89PNG", b"GIF8")))
    small = upright.copy()
    small.thumbnail((SMALL, SMALL))
    few = ImageOps.fit(upright, (LEFT, LEFT), Image.Resampling.BOX)
    blurred = few.resize((BLURRED, BLURRED), Image.Resampling.BICUBIC)
    return Decoded(
        kind=kind,
        width=upright.width,
        height=upright.height,
        picture=picture,
        small=_jpeg(small),
        blurred=_jpeg(blurred),
    )


def _look(content: bytes) -> None:
    """Raises Unfit for what says itself that it is something else, so that its sender can be told what."""
    if not content.strip(b"\0 \t\r\n"):
        raise Unfit("empty")
    head = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for why, beginnings in HEADS:
        if head.startswith(tuple(beginning.lower() for beginning in beginnings)):
            raise Unfit(why)
    if content[4:8] == b"ftyp" and content[8:12] in MOVING:
        raise Unfit("film")


def _opened(content: bytes) -> Image.Image:
    """Its first picture, decoded no larger than it is kept. Raises Unfit."""
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Unfit("no_picture") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Unfit("broken") from error
    if max(image.size) < LEAST:
        raise Unfit("too_small")
    pixels = image.width * image.height
    if pixels > (MOST_PIXELS_OF_A_JPEG if image.format in ("JPEG", "MPO") else MOST_PIXELS):
        raise Unfit("too_large")
    try:
        image.draft("RGB", (LONGEST, LONGEST))
        if image.width * image.height > MOST_PIXELS:
            raise Unfit("too_large")
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unfit("broken") from error
    return image


def _upright(image: Image.Image) -> Image.Image:
    """As it is looked at: in sRGB, on white, at most so large, its pixels and nothing else."""
    profile = image.info.get("icc_profile")
    with suppress(Exception):  # what says wrongly how it was held is shown as it is
        image = ImageOps.exif_transpose(image)
    bare = _on_white(image)
    bare.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    if profile and image.mode == "RGB":
        with suppress(Exception):  # a profile that cannot be read changes no colour
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            bare = ImageCms.profileToProfile(bare, source, SRGB, outputMode="RGB") or bare
    clean = Image.new("RGB", bare.size)
    clean.paste(bare)
    return clean


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        low, high = image.convert("F").getextrema()
        scale = 255 / (high - low) if high > low else 1  # type: ignore[operator]
        return image.convert("F").point(lambda value: value * scale - low * scale).convert("RGB")  # type: ignore[operator]
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    paper = Image.new("RGB", clear.size, WHITE)
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _encoded(image: Image.Image, *, keep_lines: bool) -> tuple[str, bytes]:
    """A screenshot stays a PNG while that is small; all else is a JPEG."""
    if keep_lines:
        file = io.BytesIO()
        image.save(file, "PNG", optimize=False)
        if file.tell() <= MOST_AS_PNG:
            return PNG, file.getvalue()
    return JPEG, _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()
