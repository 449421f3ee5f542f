"""What a picture is shown as before anybody reveals it, whatever lies under its key."""

from __future__ import annotations

import io
import struct
import time
import zlib

import pytest
from botocore.exceptions import EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageStat

from demo.artefacts.objects import Look, Page
from support import pictures
from support.pictures import CELL, LEFT, PICTURE, blurred, corner, sheet
from tests.pictures.conftest import put

PAGE = Page(Look("coast", "square"), 2)


def _file(size: tuple[int, int], kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_hardly_anything_of_a_picture_is_left(kind: str) -> None:
    shown = blurred(_file((640, 480), kind))
    assert shown is not None
    assert shown.size == (PICTURE, PICTURE)
    # Made as small as it was, and large again, it is the same: there is no more in it than that.
    again = shown.resize((LEFT, LEFT), Image.Resampling.BOX).resize(shown.size, Image.Resampling.BICUBIC)
    apart = ImageStat.Stat(Image.blend(shown, again, 0.5).convert("L")).stddev[0]
    assert abs(apart - ImageStat.Stat(shown.convert("L")).stddev[0]) < 3


def test_a_sheet_is_small_and_holds_no_original(bucket: None) -> None:
    put(PAGE.key, PAGE.draw())
    drawn = sheet([PAGE.key])
    assert (drawn.there, drawn.missing, drawn.silent) == (1, 0, 0)
    assert len(drawn.content) < 1500
    with Image.open(io.BytesIO(drawn.content)) as shown, Image.open(io.BytesIO(PAGE.draw())) as original:
        x, y = corner(0)
        cell = shown.convert("RGB").crop((x, y, x + PICTURE, y + PICTURE))
        assert cell.tobytes() != original.convert("RGB").resize(cell.size).tobytes()
        assert cell.getpixel((32, 5)) != (0, 0, 0)


def test_pictures_stand_in_their_order_and_twice_where_asked(bucket: None) -> None:
    for name, colour in (("red", "#ff0000"), ("blue", "#0000ff")):
        file = io.BytesIO()
        Image.new("RGB", (9, 9), colour).save(file, "PNG")
        put(name, file.getvalue())
    with Image.open(io.BytesIO(sheet(["red", "blue", "red"]).content)) as shown:
        seen = [shown.convert("RGB").getpixel((place * CELL + CELL // 2, CELL // 2)) for place in range(3)]
    assert [max(range(3), key=lambda n, pixel=pixel: pixel[n]) for pixel in seen] == [0, 2, 0]  # type: ignore[misc]


def _bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 30,000 pixels on each side."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    size = 30_000
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0))
    lines = chunk(b"IDAT", zlib.compress(bytes(size // 8 + 1) * size, 9))
    return b"\x89PNG\r\n\x1a\n" + head + lines + chunk(b"IEND", b"")


HOSTILE = {
    "nothing": b"",
    "words": b"<html>no</html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "half a picture": PAGE.draw()[:900],
    "a bomb": _bomb(),
    "pdf": b"%PDF-1.4 " + bytes(100),
    "another format": _file((40, 40), "BMP"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_picture_is_not_drawn(content: bytes) -> None:
    assert blurred(content) is None


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=40))
def test_damaged_pictures_never_break_anything(place: int, damage: bytes) -> None:
    content = bytearray(PAGE.draw())
    content[place : place + len(damage)] = damage
    blurred(bytes(content))


def test_an_object_too_large_is_not_read_to_its_end(bucket: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 1000)
    put("large", _file((200, 200)))
    assert sheet(["large"]).missing == 1


@pytest.mark.parametrize("key", ["", "no/such", "a/../b", "../printdesk-other/x", "x" * 1025, "a\x00b", "\ud800"])
def test_keys_without_an_object(bucket: None, key: str) -> None:
    drawn = sheet([key])
    assert (drawn.there, drawn.missing, drawn.silent) == (0, 1, 0)


def test_a_bucket_that_is_not_there(cloud: str) -> None:
    assert sheet(["x"]).missing == 1


def test_an_s3_that_does_not_answer(bucket: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.2)
    monkeypatch.setattr("orders.cloud.s3", Hanging)
    drawn = sheet([f"key-{n}" for n in range(30)])
    assert (drawn.there, drawn.missing, drawn.silent) == (0, 0, 30)


class Hanging:
    """An S3 that says nothing for a second, and then that it is not there."""

    def get_object(self, **_: object) -> None:
        """As the client's."""
        time.sleep(1)
        raise EndpointConnectionError(endpoint_url="s3")
