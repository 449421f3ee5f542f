"""The made-up customers: who they are depends on the seed and a number alone, and they are from everywhere."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

import pytest

from demo.person import Person
from demo.simulator import people
from demo.simulator.clock import Clock
from demo.simulator.country import COUNTRIES
from demo.simulator.language import FOLDER, language

SOME = [people.customer(3, number) for number in range(1, 3001)]
POSTCODES = {
    "DE": r"\d{5}",
    "GB": r"[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}",
    "NL": r"[1-9]\d{3} [A-Z]{2}",
    "CA": r"[A-Z]\d[A-Z] \d[A-Z]\d",
    "IE": r"[A-Z]\d{2} [A-Z]\d\d[A-Z]",
    "US": r"\d{5}(-\d{4})?",
    "PL": r"\d{2}-\d{3}",
    "PT": r"[1-9]\d{3}-\d{3}",
    "BR": r"\d{5}-\d{3}",
    "JP": r"\d{3}-\d{4}",
    "SE": r"\d{3} \d{2}",
    "GR": r"\d{3} \d{2}",
    "IL": r"\d{7}",
    "AE": r"",
}
SCRIPTS = {"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "DEVANAGARI", "THAI"} | {
    "CJK", "HIRAGANA", "HANGUL", "GEORGIAN", "ARMENIAN",
}  # fmt: skip


def from_(country: str) -> list[Person]:
    """The customers who live there."""
    return [person for person in SOME if person.country == country]


def test_a_customer_is_decided_by_the_seed_and_the_number() -> None:
    assert people.customer(3, 1234) == SOME[1233]
    assert people.customer(4, 1234) != SOME[1233]


def test_they_live_in_every_country() -> None:
    assert {person.country for person in SOME} == set(COUNTRIES)
    assert len(from_("DE")) > len(from_("US")) > len(from_("AM")) > 0


@pytest.mark.parametrize("country", POSTCODES)
def test_postcodes_are_of_the_country(country: str) -> None:
    assert all(re.fullmatch(POSTCODES[country], person.postcode) for person in from_(country))


def test_names_are_written_in_every_script() -> None:
    letters = {letter for person in SOME for letter in person.name if letter.isalpha()}
    assert {unicodedata.name(letter).split()[0] for letter in letters} >= SCRIPTS


def test_the_family_name_comes_first_where_it_does() -> None:
    families = {each.partition("=")[0] for each in language("ko")["names"]["last"]}
    names = [person.name for person in from_("KR") if not person.name.isascii()]
    assert names
    assert sum(name[:1] in families or name[:2] in families for name in names) >= len(names) - 2


def test_a_surname_follows_who_bears_it() -> None:
    names = [person.name for person in from_("CZ")]
    assert all(name.endswith(("á", "Á")) for name in names if name.startswith(("Eliška", "Hana", "Lenka")))


def test_mail_reaches_nobody() -> None:
    assert all(re.fullmatch(r"[\w.+]+@example\.(com|org|net)", person.email, re.I | re.A) for person in SOME)
    assert any("+" in person.email for person in SOME)
    assert any(person.email.isupper() for person in SOME)


def test_two_accounts_share_a_mailbox_now_and_then() -> None:
    mailboxes = {person.email.lower() for person in SOME}
    assert 20 < len(SOME) - len(mailboxes) < len(SOME) / 4


def test_some_phones_are_as_typed_and_some_are_missing() -> None:
    plain = [person for person in SOME if re.fullmatch(r"\+\d{8,15}", person.phone)]
    missing = [person for person in SOME if not person.phone]
    assert len(plain) > len(SOME) / 2
    assert len(missing) > len(SOME) / 10
    assert len(SOME) - len(plain) - len(missing) > len(SOME) / 10


def test_some_names_are_hard() -> None:
    names = {person.name for person in SOME}
    assert min(map(len, names)) == 1
    assert max(map(len, names)) > 80
    assert any("'" in name for name in names)


def test_the_row_of_a_customer_has_what_is_known() -> None:
    person = next(person for person in SOME if not person.phone)
    item = people.user_item(person, datetime(2026, 11, 23, tzinfo=UTC), Clock.with_history(0, 0, 1))
    assert "phone" not in item
    assert item["created_at"] < item["updated_at"] == "2026-11-23T00:00:00Z"


def test_an_address_says_where_and_in_which_country() -> None:
    assert all({"name", "line1", "city", "country"} <= set(people.address(person)) for person in SOME)
    assert all("" not in people.address(person).values() for person in SOME)


def test_every_country_pays_in_its_currency() -> None:
    assert all(re.fullmatch(r"[A-Z]{3}", people.currency(country)) for country in COUNTRIES)


@pytest.mark.parametrize(
    "tag", ["de-DE", "en-GB", "fr-FR", "nl-NL", "it-IT", "es-ES", "pt-BR", "ja-JP", "sv-SE", "pl-PL"]
)
def test_books_have_many_titles_in_the_customers_language(tag: str) -> None:
    assert len({people.title(3, number, tag) for number in range(300)}) >= 60


def test_every_language_has_what_others_have() -> None:
    for file in FOLDER.glob("*.toml"):
        words = language(file.stem)
        assert words["scans"].keys() == language("en")["scans"].keys(), file
        assert len(words["names"]["women"] + words["names"]["men"]) >= 20, file
        assert len(words["names"]["last"]) >= 20, file
        assert all("{" not in people.title(3, number, file.stem) for number in range(100)), file
