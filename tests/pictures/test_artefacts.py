"""The demo's covers, pages and PDFs: small, always the same, and each there when its row says so."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PdfParser

from demo import forty
from demo.artefacts import shelf
from demo.artefacts.design import design_of, fault_of
from demo.artefacts.filling import Filling, named_by
from demo.artefacts.fonts import font_for
from demo.artefacts.objects import Cover, Document, Look, Page, checksum, from_key
from demo.artefacts.pages import SCENES, SIZES, Fault
from demo.artefacts.themes import THEMES
from orders.contract.decode import decode
from orders.contract.encode import spell_item
from orders.contract.model import Print, Render
from orders.contract.tables import SOURCE_TABLES

KB = 1024
LOOKS = [Look(theme, shape) for theme in THEMES for shape in SIZES]
faults = st.dictionaries(st.integers(1, 60), st.sampled_from(Fault), max_size=4)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_book_of_24_pages_is_small(look: Look) -> None:
    document = Document(look, 24)
    assert len(document.draw()) <= 400 * KB
    assert max(len(page.draw()) for page in document.previews()[::5]) <= 12 * KB


def test_a_thumbnail_has_few_colours_and_the_shape_of_its_product() -> None:
    for product, (width, height) in {
        "photobook-hardcover-20x20": (320, 320), "poster-50x70": (231, 320), "cards-a6-24": (320, 231),
    }.items():  # fmt: skip
        with Image.open(io.BytesIO(design_of("Wachau", product, 2).cover.draw())) as image:
            assert (image.mode, image.size) == ("P", (width, height))


@pytest.mark.parametrize("fault", Fault)
def test_a_page_looks_different_once_it_is_mended(fault: Fault) -> None:
    design = design_of("Wachau", "photobook-hardcover-20x20", 24)
    first, second = design.render({7: fault}), design.render()
    assert [
        n for n, keys in enumerate(zip(first.preview_keys, second.preview_keys, strict=True), 1) if len(set(keys)) > 1
    ] == [7]
    assert _drawn(first.preview_keys[6]) != _drawn(second.preview_keys[6])
    assert first.checksum != second.checksum


@given(st.sampled_from(LOOKS), st.integers(1, 60), faults)
def test_a_key_says_all_that_is_to_be_drawn(look: Look, pages: int, wrong: dict[int, Fault]) -> None:
    document = Document(look, pages, tuple(sorted(wrong.items())))
    assert from_key(document.key) == document
    for page in document.previews():
        read = from_key(page.key)
        assert isinstance(read, Page)
        assert read.key == page.key


@pytest.mark.parametrize(
    "key", ["", "previews/../x.png", "previews/coast-square/007-no.png", "pdf/coast-square-4.pdf/", "covers/x"]
)
def test_other_keys_say_nothing(key: str) -> None:
    assert from_key(key) is None


def test_the_checksum_is_the_file_s() -> None:
    document = Document(Look("coast", "square"), 26, ((3, Fault.COARSE),))
    content = document.draw()
    assert checksum(document) == hashlib.sha256(content).hexdigest()
    assert PdfParser.PdfParser(buf=bytearray(content)).pages.__len__() == 26
    assert b"Date" not in content


def test_another_process_draws_the_same_bytes() -> None:
    keys = [Page(Look("fair", "portrait"), 3).key, Document(Look("deep", "square"), SCENES).key]
    program = f"""
import hashlib
from demo.artefacts.objects import from_key
for key in {keys}:
    print(hashlib.sha256(from_key(key).draw()).hexdigest())
"""
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2], env={"PYTHONHASHSEED": "7"}, check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert told == [hashlib.sha256(_drawn(key)).hexdigest() for key in keys]


@pytest.mark.parametrize("title", ["", " ", "😀", "\x00", "a" * 400, "رحلة إلى صلالة", "제주도 여행", "\ud800"])
def test_any_title_has_a_cover(title: str) -> None:
    assert Cover(Look("night", "square"), title).draw().startswith(b"\x89PNG")


def test_titles_are_written_where_there_is_a_font() -> None:
    if font_for("Sommer", 40) is None:
        pytest.skip("no font here that fontconfig knows")
    look = Look("coast", "square")
    assert Cover(look, "ab").draw() != Cover(look, "ba").draw()


def test_a_failure_shows_on_its_page() -> None:
    assert fault_of("low_resolution") is Fault.COARSE
    assert fault_of("moon_phase") is Fault.EMPTY


def test_everything_the_forty_name_is_in_the_bucket_in_the_end(bucket: None) -> None:
    filling = Filling()
    filling.start()
    for table, item in forty.rows():
        filling.want(table, item)
    assert filling.wait(120)
    filling.cancel()
    assert _named_by_the_forty() <= shelf.keys()


def test_what_the_cloud_does_not_take_is_tried_again(bucket: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.artefacts.filling.PAUSE_SECONDS", 0.1)
    monkeypatch.setattr("demo.artefacts.shelf.settings.ARTEFACTS_BUCKET", "not-there-yet")
    design = design_of("Wachau", "photobook-hardcover-20x20", 1)
    filling = Filling()
    filling.start()
    filling.want("renders", None)
    filling.want("renders", {"render_id": "r", "state": "ready", "preview_keys": list(design.previews())})
    assert not filling.wait(0.5)
    shelf.create_bucket()
    assert filling.wait(10)
    filling.cancel()
    assert shelf.keys() == set(design.previews())


def test_a_cover_of_somebody_else_s_making_is_left_alone() -> None:
    row = {"print_id": "p", "title": "Wachau", "product": "x", "cover_key": "covers/p.png"}
    assert list(named_by("prints", spell_item(row))) == []


def _drawn(key: str) -> bytes:
    artefact = from_key(key)
    assert artefact is not None
    return artefact.draw()


def _named_by_the_forty() -> set[str]:
    keys: set[str] = set()
    for table, item in forty.rows():
        row = decode(SOURCE_TABLES[table], spell_item(item))
        if isinstance(row, Print):
            keys.add(row.cover_key)
        if isinstance(row, Render):
            keys |= {row.pdf_key, *row.preview_keys}
    return keys - {""}
