"""The countries that the company delivers to: the figures of ``countries.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

COUNTRIES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("countries.toml").read_text(encoding="utf-8")
)
LETTERS = "AEHNPRTXY"
"""Letters that may stand anywhere in a British, Canadian, Dutch and Irish postcode."""


def filled(dice: Random, pattern: str) -> str:
    """``#`` becomes a digit, ``%`` a digit that is not 0, ``@`` a letter."""
    sets = {"#": "0123456789", "%": "123456789", "@": LETTERS}
    return "".join(dice.choice(sets[c]) if c in sets else c for c in pattern)


def main_locale(country: str) -> str:
    """The locale that most people have there."""
    locales: dict[str, float] = COUNTRIES[country]["locales"]
    return max(locales, key=lambda locale: locales[locale])


def distance(origin: str, destination: str) -> str:
    """``domestic``, ``region`` or ``world``."""
    if origin == destination:
        return "domestic"
    return "region" if COUNTRIES[origin]["region"] == COUNTRIES[destination]["region"] else "world"


def has_customs(origin: str, destination: str) -> bool:
    """Whether a parcel passes customs on its way."""
    area, other = (COUNTRIES[each].get("customs", each) for each in (origin, destination))
    return bool(area != other)


def town(dice: Random, country: str) -> str:
    """A town of the country, as it is written there."""
    return str(dice.choice(COUNTRIES[country]["places"])[1])
