"""Single values as they are shown before anybody revealed them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import masking

LETTERS = st.text(alphabet=st.characters(categories=["L"]), min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("Inge Brandt", "I••• B•••"),
        ("  inge   de la Cruz y Soto ", "i••• d••• l••• C•••"),
        ("Élodie", "É•••"),
        ("J. R.", "J••• R•••"),
        ("J", "•••"),
        ("酒井 美咲", "••• •••"),
        ("王小明", "王•••"),
        ("“Ana”", "•••"),
        ("", ""),
    ],
)
def test_names(plain: str, shown: str) -> None:
    assert masking.name(plain) == shown


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("inge@example.com", "i•••@e•••.com"),
        ("a@b.co", "•••@•••.co"),
        ("inge@localhost", "i•••@l•••"),
        ('"in@ge"@example.com', "•••@e•••.com"),
        ("inge@example.com, or call Inge Brandt", "i•••@e•••"),
        ("no address", "n•••"),
        ("", ""),
    ],
)
def test_emails(plain: str, shown: str) -> None:
    assert masking.email(plain) == shown


@pytest.mark.parametrize(
    ("plain", "shown"), [("+49 228 555 0194", "••• 94"), ("12345", "•••"), ("ask", "•••"), ("", "")]
)
def test_phones(plain: str, shown: str) -> None:
    assert masking.phone(plain) == shown


@pytest.mark.parametrize(("plain", "shown"), [("53111", "53•••"), ("SW1A 1AA", "SW•••"), ("1010", "•••"), ("", "")])
def test_postcodes(plain: str, shown: str) -> None:
    assert masking.postcode(plain) == shown


@given(st.lists(LETTERS, min_size=1, max_size=6))
def test_no_word_of_a_name_survives(words: list[str]) -> None:
    shown = masking.name(" ".join(words))
    assert not set(re.findall(r"[^\s•]+", shown)) & set(words)


@given(LETTERS, LETTERS)
def test_no_part_of_an_address_survives(local: str, host: str) -> None:
    shown = masking.email(f"{local}@{host}.com")
    assert local not in shown.split("@")[0]
    assert host not in shown.split("@")[1].removesuffix(".com")


@given(st.text(max_size=200))
def test_nothing_raises_and_nothing_is_long(text: str) -> None:
    for mask in (masking.name, masking.email, masking.phone, masking.postcode, masking.initial, masking.hidden):
        assert len(mask(text)) <= 40


@pytest.mark.parametrize(
    ("text", "secrets", "shown"),
    [
        ("Handed to INGE BRANDT in Bonn", ["Inge Brandt", "Bonn"], "Handed to ••• in •••"),
        ("Inger is not Inge", ["Inge"], "Inger is not •••"),
        ("left with 酒井さん", ["酒井"], "left with •••さん"),
        ("mail x.y+z@example.co.uk now", [], "mail ••• now"),
        ("page 7: asset 9f31 unreadable", ["", "7", "  "], "page 7: asset 9f31 unreadable"),
        ("a (b) [c]*", ["(b) [c]*"], "a •••"),
    ],
)
def test_free_words(text: str, secrets: list[str], shown: str) -> None:
    assert masking.scrub(text, masking.secrets_of(secrets)) == shown


def test_long_free_words_take_no_time() -> None:
    assert masking.scrub("x" * 400_000, masking.NOTHING) == "x" * 400_000
