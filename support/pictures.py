"""Pictures as they are shown before anybody reveals them: fetched from S3, blurred, several on one sheet; and links to
the pictures and files themselves for whom they are revealed to.

What lies under a key is the backend's and may be anything: nothing but small PNG, JPEG and WebP pictures is drawn, and
what is not there, not a picture or does not come in time is a grey field.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from PIL import Image, ImageDraw, ImageOps

from orders import cloud

log = logging.getLogger(__name__)

LEFT: Final = 12
"""Pixels that a blurred picture keeps on each side: colours and large shapes, no face and no word."""

PICTURE: Final = 64
MARGIN: Final = 4
CELL: Final = PICTURE + 2 * MARGIN
ACROSS: Final = 12
"""Pictures in a row of a sheet."""

FORMATS: Final = ("PNG", "JPEG", "WEBP")
MOST_BYTES: Final = 4_000_000
MOST_PIXELS: Final = 4_000_000
LONGEST_KEY: Final = 1_024
SECONDS: Final = 3.0
"""For all pictures of a sheet together."""

FETCHING: Final = 8
"""Pictures that a process fetches at once: where S3 hangs, it holds so many threads and no more."""

LINK_SECONDS: Final = 60
"""For how long a link opens a picture or a file."""

GONE: Final = frozenset({"NoSuchKey", "NoSuchBucket", "404"})
GREY: Final = (143, 143, 143, 80)
FRAME: Final = (143, 143, 143, 255)


class Lack(Enum):
    """Why there is no picture."""

    MISSING = "missing"  # no such object, or it is no picture
    SILENT = "silent"  # S3 did not say in time


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet as a WebP file, and what became of its pictures."""

    content: bytes
    there: int
    missing: int
    silent: int


def sheet(keys: Sequence[str]) -> Drawn:
    """The blurred pictures under these keys, ACROSS to a row, in their order."""
    found = _fetched(keys)
    size = sheet_size(len(keys))
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    nothing = _no_picture()
    for place, key in enumerate(keys):
        got = found[key]
        image.paste(nothing if isinstance(got, Lack) else got, corner(place))
    file = io.BytesIO()
    image.save(file, "WEBP", quality=60)
    lacks = [got for got in found.values() if isinstance(got, Lack)]
    silent = lacks.count(Lack.SILENT)
    return Drawn(file.getvalue(), len(found) - len(lacks), len(lacks) - silent, silent)


def picture_link(key: str) -> str:
    """A link of a minute to a picture as it is, "" where no object can have this key. What lies there is told to be a
    picture, so that a browser takes it for nothing else.
    """
    return _link(key, ResponseContentType="image/png")


def file_link(key: str, name: str) -> str:
    """A link of a minute to a printable file, which a browser saves under a name of ours; "" as above."""
    save = f'attachment; filename="{name}"'
    return _link(key, ResponseContentType="application/pdf", ResponseContentDisposition=save)


def _link(key: str, **answer: str) -> str:
    """Made here, without asking S3."""
    if not usable(key):
        return ""
    wanted = {"Bucket": settings.ARTEFACTS_BUCKET, "Key": key, "ResponseCacheControl": "no-store", **answer}
    return str(cloud.s3().generate_presigned_url("get_object", Params=wanted, ExpiresIn=LINK_SECONDS))


def sheet_size(count: int) -> tuple[int, int]:
    """Width and height of a sheet of so many pictures."""
    return ACROSS * CELL, max(1, -(-count // ACROSS)) * CELL


def corner(place: int) -> tuple[int, int]:
    """Where the picture at a place, from 0, begins."""
    return place % ACROSS * CELL + MARGIN, place // ACROSS * CELL + MARGIN


def blurred(content: bytes) -> Image.Image | None:
    """What a picture is shown as; None where these bytes are no picture, or one too large to look at."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (PICTURE, PICTURE))
            few = ImageOps.fit(image.convert("RGBA"), (LEFT, LEFT), Image.Resampling.BOX)
    except Exception as error:
        log.info("an object is no picture: %s", type(error).__name__)
        return None
    return few.resize((PICTURE, PICTURE), Image.Resampling.BICUBIC)


def _no_picture() -> Image.Image:
    """A grey field with an empty frame in it, for both themes."""
    field = Image.new("RGBA", (PICTURE, PICTURE), GREY)
    third = PICTURE // 3
    ImageDraw.Draw(field).rectangle((third, third, PICTURE - third, PICTURE - third), outline=FRAME, width=2)
    return field


def _fetched(keys: Sequence[str]) -> Mapping[str, Image.Image | Lack]:
    # Made once here, and not by each thread at the same time: a client takes longer to make than all pictures to fetch.
    client = cloud.s3()
    asked = {key: _threads().submit(_fetch, client, key) for key in dict.fromkeys(keys)}
    wait(asked.values(), SECONDS)
    # What has not begun is taken back, so that nothing piles up behind an S3 that hangs.
    return {key: Lack.SILENT if job.cancel() or not job.done() else job.result() for key, job in asked.items()}


def _fetch(client: Any, key: str) -> Image.Image | Lack:
    if not usable(key):
        return Lack.MISSING
    try:
        answer = client.get_object(Bucket=settings.ARTEFACTS_BUCKET, Key=key)
        with answer["Body"] as body:
            content = body.read(MOST_BYTES + 1)
    except ClientError as error:
        return Lack.MISSING if error.response["Error"]["Code"] in GONE else Lack.SILENT
    except (BotoCoreError, OSError):
        return Lack.SILENT
    return (blurred(content) if len(content) <= MOST_BYTES else None) or Lack.MISSING


def usable(key: str) -> bool:
    """Whether an object can have this key: text of S3's length, and no path out of the bucket."""
    length = len(key.encode(errors="replace"))
    return 0 < length <= LONGEST_KEY and key.isprintable() and not {".", ".."} & set(key.split("/"))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(FETCHING, thread_name_prefix="pictures")
