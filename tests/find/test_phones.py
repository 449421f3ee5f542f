"""A phone number is found however it is written."""

from __future__ import annotations

import pytest

from orders.find.phones import asked, spellings


@pytest.mark.parametrize(
    ("kept", "country", "typed"),
    [
        ("+442079460958", "GB", ["+44 20 7946 0958", "020 7946 0958", "(020) 7946-0958", "+44 (0)20 7946 0958"]),
        ("+442079460958", "GB", ["0044 20 7946 0958", "011 44 20 7946 0958", "20 7946 0958", "tel: +44 020 79460958"]),
        ("+5592755948594", "BR", ["(92) 75594-8594", "092 75594 8594", "92755948594", "+55 92 75594-8594"]),
        ("+5590986614990", "BR", ["90986614990", "+55 90 98661-4990", "090986614990"]),
        ("+74951234567", "RU", ["8 (495) 123-45-67", "+7 495 123 45 67", "495 123-45-67"]),
        ("+36201234567", "HU", ["06 20 123 4567", "20 123 4567", "+36 20 123 4567"]),
        ("+390612345678", "IT", ["06 1234 5678", "+39 06 1234 5678"]),
        ("020 7946 0958", "GB", ["+442079460958", "02079460958"]),
        ("+201001234567", "EG", ["٠١٠ ٠١٢٣ ٤٥٦٧", "010 0123 4567"]),
        ("555 0194", "", ["555-0194", "5550194"]),
        ("12345 not a number", "XX", ["12345"]),
    ],
)
def test_found(kept: str, country: str, typed: list[str]) -> None:
    known = set(spellings(kept, country))
    for number in typed:
        assert known & set(asked(number)), number


@pytest.mark.parametrize("text", ["", "x", "12", "PX-4821", "maria", "\x00", "1" * 300])
def test_what_is_no_phone_is_not_asked_for(text: str) -> None:
    assert asked(text) == ()


def test_few_rows_and_few_lookups() -> None:
    assert len(spellings("+5592755948594", "BR")) == 2
    assert len(asked("0044 (0) 20 7946 0958")) <= 3
