"""A thousand hostile pictures and names: none executes, none stops the worker, each comes to a state with words."""

from __future__ import annotations

import io
import random
import struct
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from support.commands.asker import Asker
from support.escalations.models import Escalation
from support.evidence import bucket, check, sandbox
from support.evidence.decode import Unfit
from support.evidence.models import Evidence, EvidenceState
from support.evidence.names import LONGEST, harmless
from support.evidence.words import TROUBLES
from tests.escalations.conftest import SignIn
from tests.evidence.conftest import checked, picture
from tests.find.data import hostile_strings

MANY = 1_000
SCRIPT = b"<html><script>alert(document.cookie)</script></html>"
NAMES = [
    *("../../etc/passwd", "..\\..\\win.ini", "a\0b.jpg", "\u202egpj.exe", "/", "", ".", "\ud800", "x" * 10_000_000),
    *('"><img src=x onerror=alert(1)>.jpg', "a\r\nSet-Cookie: a=b.jpg", "\u2028", "CON", "a" * 300 + ".jpeg"),
]


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def bomb(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and holds a million zeros in a thousand bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    zeros = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"zTXt", b"a\0\0" + zeros) + chunk(b"IDAT", zeros)


def flipped(content: bytes, by: random.Random) -> bytes:
    """Some of its bytes are others."""
    broken = bytearray(content)
    for _ in range(by.randint(1, 40)):
        broken[by.randrange(len(broken))] = by.randrange(256)
    return bytes(broken)


def animated(by: random.Random) -> bytes:
    file = io.BytesIO()
    frames = [Image.new("P", (40, 40), by.randrange(256)) for _ in range(9)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


def with_words(by: random.Random) -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = SCRIPT.decode(), by.randint(0, 99)
    return picture((40, 40), exif=exif, comment=SCRIPT)


def hostile(count: int) -> Iterator[bytes]:
    """The same every time."""
    by = random.Random(7)
    whole = [picture((64, 48), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "HEIF")]
    makers: list[Any] = [
        lambda: by.choice(whole)[: by.randrange(1, 400)],
        lambda: flipped(by.choice(whole), by),
        lambda: by.choice(whole) + SCRIPT,
        lambda: b"GIF89a/*" + SCRIPT + b"*/=1;",
        lambda: b"\xff\xd8\xff\xe0" + SCRIPT * by.randint(1, 20),
        lambda: bomb(by.randint(1, 2**31 - 1), by.randint(1, 2**31 - 1)),
        lambda: bomb(5000, by.randint(1000, 12_000)),
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        lambda: by.choice((b"%PDF-1.7", b"PK\x03\x04", b"MZ", b"#!/bin/sh\n", b"\0" * 50)) + by.randbytes(99),
        lambda: by.randbytes(by.randint(1, 4000)),
        lambda: animated(by),
        lambda: with_words(by),
        lambda: b"\0\0\0\x18ftyp" + by.choice((b"heic", b"mif1", b"qt  ", b"isom")) + by.randbytes(200),
    ]
    for number in range(count):
        yield makers[number % len(makers)]()


class Shelf:
    """The bucket, in memory: a thousand files are about what is in them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.content: dict[str, bytes] = {}
        self.kinds: Counter[str] = Counter()
        for name in ("fetch", "put", "delete"):
            monkeypatch.setattr(bucket, name, getattr(self, name))

    def fetch(self, key: str, _most: int) -> bytes | None:
        return self.content.get(key)

    def put(self, key: str, content: bytes, kind: str) -> None:
        self.content[key] = content
        self.kinds[kind] += 1

    def delete(self, keys: Any) -> None:
        for key in keys:
            self.content.pop(key, None)


def names() -> list[str]:
    return [*NAMES, *hostile_strings()]


@pytest.mark.django_db
def test_a_thousand_hostile_files_each_come_to_a_state_with_words(
    opened: Escalation, agent: Asker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf, began, called = Shelf(monkeypatch), time.monotonic(), names()
    for number, content in enumerate(hostile(MANY)):
        about = {"name": harmless(called[number % len(called)]), "key": str(number), "actor": "link:1"}
        file = Evidence(escalation=opened, state=EvidenceState.CHECKING, expected_at=opened.opened_at, **about)
        file.save(force_insert=True)
        shelf.content[bucket.incoming(opened.pk, file.pk)] = content
        check.check(file.pk)
    files = list(Evidence.objects.all())
    came = Counter(file.state for file in files)
    assert sum(came.values()) == MANY
    assert set(came) == {"ready", "refused"}
    assert all(file.trouble in TROUBLES.values() for file in files if file.state == "refused")
    assert len(shelf.content) == 3 * came["ready"]
    assert set(shelf.kinds) <= {"image/jpeg", "image/png"}
    assert not any(b"script" in kept or b"alert" in kept for kept in shelf.content.values())
    with capsys.disabled():
        seconds = time.monotonic() - began
        why = Counter(
            next(key for key, words in TROUBLES.items() if words == file.trouble) for file in files if file.trouble
        )
        print(f"\n{MANY} hostile files in {seconds:.1f} s: {dict(came)}, {dict(why)}")  # noqa: T201 the figure


@pytest.mark.parametrize("name", names(), ids=lambda name: repr(name[:20]))
def test_a_name_becomes_words(name: str) -> None:
    told = harmless(name)
    assert 0 < len(told) <= LONGEST
    assert told.isprintable()
    assert not set("/\\\0\u202e\u2028") & set(told)
    told.encode()


def test_what_kills_its_process_hurts_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    box = sandbox.Sandbox()
    try:
        assert box.decode(picture()).kind == "image/jpeg"
        assert box._process is not None
        box._process.kill()
        box._process.wait()
        assert box.decode(picture()).kind == "image/jpeg"
    finally:
        box.stop()


def test_a_process_that_dies_before_it_answers_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    box = sandbox.Sandbox()
    box._asking()
    assert box._process is not None
    box._process.kill()
    monkeypatch.setattr(box, "_asking", lambda: box._socket)
    with pytest.raises(Unfit, match="too_much"):
        box.decode(picture())


@pytest.mark.parametrize(
    "answer",
    [b"", b"{}", b"[]\n", b'{"kind": "text/html", "width": 1, "height": 1, "sizes": [1, 1, 1]}\nabc', b"\xff\n"],
)
def test_a_child_is_believed_no_more_than_its_picture(answer: bytes) -> None:
    with pytest.raises(Unfit):
        sandbox._read(io.BytesIO(answer))


@pytest.mark.django_db
def test_hostile_names_and_words_are_words_on_every_page(
    cloud: str, opened: Escalation, agent: Asker, sign_in: SignIn
) -> None:
    client: Client = sign_in(agent)
    name = '"><img src=x onerror=alert(1)>.jpg'
    file = checked(agent, opened, picture(), name=name, shows="photo_fault")
    client.post(f"/orders/{opened.order_id}/reveal/", {"kind": "pictures", "words": "The fault."})
    for path in (f"/escalations/{opened.pk}/", f"/evidence/of/{opened.pk}/", f"/evidence/files/{file.pk}/"):
        page = client.get(path).content.decode()
        assert "onerror=alert(1)&gt;.jpg" in page
        assert "<img src=x" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"name": "x" * 10_000_000}, {"shows": "\0"}, {"shows": "a" * 5000}])
def test_a_form_that_cannot_be_is_refused(opened: Escalation, agent: Asker, sign_in: SignIn, sent: Any) -> None:
    answer = sign_in(agent).post(f"/evidence/of/{opened.pk}/add/", sent)
    assert 400 <= answer.status_code < 500
    assert not Evidence.objects.exists()


def test_no_picture_is_decoded_where_our_settings_are() -> None:
    for name in ("zygote", "decode"):
        text = (Path(sandbox.__file__).parent / f"{name}.py").read_text(encoding="utf-8")
        assert "django" not in text
