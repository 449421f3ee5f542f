"""The ways one phone number is written: abroad, at home, with a trunk prefix, or just as typed."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from orders.find.normalise import compact, digits

FEWEST_DIGITS = 5
LONGEST_NUMBER = 40
DIALLING_OUT_OF_AMERICA = "011"

_OPTIONAL_TRUNK = re.compile(r"\(\s*0\s*\)")
_LABEL = re.compile(r"^\s*(tel|phone|mobile)\b[:.\s]*", re.IGNORECASE)


def spellings(phone: str, country: str) -> tuple[str, ...]:
    """The digits under which a customer's number is found; ``country`` (ISO 3166) reads a number without +.

    International, national, and national with its trunk prefix where that is more than leading zeros, which
    ``asked`` takes off: ``+36 20 123 4567`` to ``36201234567, 201234567, 06201234567``.
    """
    text = phone[:LONGEST_NUMBER]
    number = _read(text, country)
    if number is None:
        return tuple(value for value in (digits(text),) if len(value) >= FEWEST_DIGITS)
    national = phonenumbers.national_significant_number(number)
    at_home = digits(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    typed = digits(text)
    known = [_abroad(number), national]
    # As typed too: libraries take "90" off a Brazilian number for the prefix of a collect call.
    others = (at_home, typed, typed.removeprefix(str(number.country_code)))
    known += [value for value in others if not set(asked(value)) & set(known)]
    return tuple(dict.fromkeys(value for value in known if len(value) >= FEWEST_DIGITS))


def asked(query: str) -> tuple[str, ...]:
    """The digits to look for when somebody types a number, likeliest first: at most three, () where it is none."""
    text = _LABEL.sub("", query)
    if any(char.isalpha() for char in compact(text)):
        return ()
    plain = digits(_OPTIONAL_TRUNK.sub("", text))
    found = [plain, plain.lstrip("0"), plain.removeprefix(DIALLING_OUT_OF_AMERICA)]
    number = _read(text, "") if text.lstrip().startswith("+") else None
    if number is not None:
        found.insert(0, _abroad(number))
    return tuple(dict.fromkeys(value for value in found if FEWEST_DIGITS <= len(value) <= LONGEST_NUMBER))[:3]


def _abroad(number: PhoneNumber) -> str:
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}"


def _read(text: str, country: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
