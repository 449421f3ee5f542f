"""One spelling for what is typed in many ways, in every script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.find import keys
from orders.find.normalise import LONGEST_WORD, compact, email, fold, is_ideographic, name_units, words
from tests.find.data import hostile_strings, needs_names, real_names

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ÉLODIE", "elodie"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Straße", "strasse"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Ἀθηνᾶ Σίσυφος", "αθηνα σισυφοσ"),
        ("Семён Йот", "семен иот"),
        ("أحمد مُحَمَّد", "احمد محمد"),
        ("שָׁלוֹם", "שלום"),
        ("ＭＡＲＩＡ", "maria"),
        ("O’Brien O'Brien O`Brien", "obrien obrien obrien"),
        ("ﾊﾞﾗ", "バラ"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("a\x00b", "a b"),
        ("\ud800x", "x"),
    ],
)
def test_one_spelling(typed: str, meant: str) -> None:
    assert fold(typed) == meant


@pytest.mark.parametrize("name", ["สมชาย", "កែវ", "कुमार", "আক্তার", "さくら", "がく", "バラ", "김지안", "酒井"])
def test_marks_that_are_letters_stay(name: str) -> None:
    assert words(name) == (name,)
    assert fold("か") != fold("が")


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once[:512]
    once.encode("utf-8")


@given(ANY_TEXT)
def test_every_part_of_a_key_is_small_and_valid(text: str) -> None:
    for part in (*words(text), *name_units(text)):
        assert 0 < len(part) <= LONGEST_WORD
        assert "#" not in part
        part.encode("utf-8")
    assert len(email(text)) <= 128
    assert len(keys.exact_pk(text).encode("utf-8")) <= 600


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=30))
def test_numbers_lose_spaces_dashes_and_case(number: str) -> None:
    spread = "-".join(number.upper()) + " "
    assert compact(spread) == compact(unicodedata.normalize("NFD", number).lower())


@needs_names
def test_no_real_name_becomes_nothing() -> None:
    for name in real_names():
        assert words(name), name


@pytest.mark.parametrize(
    ("word", "says"), [("酒井", True), ("さくら", True), ("김", True), ("Ōe", False), ("كوثر", False)]
)
def test_where_one_character_says_much(word: str, says: bool) -> None:
    assert is_ideographic(word) is says


def test_hostile_text_folds() -> None:
    for text in [*hostile_strings(), "\x00" * 100, "\ud83e", "👩‍👩‍👧", "ﷺ" * 1000, "Z" * 10_000_000]:
        fold(text).encode("utf-8")
