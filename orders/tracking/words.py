"""A carrier's raw code in plain words: the data of words.toml, which explains itself. What is not in it stays raw."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

EVERYWHERE = ""
_BETWEEN = re.compile(r"[\s_\-./:]+")


@dataclass(frozen=True, slots=True)
class Words:
    """Meanings by carrier ("" for all) and code, what each is in words, and which edition this is."""

    meanings: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str]
    version: str


def meaning_of(carrier: str, code: str, description: str = "") -> str:
    """The name of what a scan means, "" where nobody has said: by the carrier's own code, by the code spelled out, by
    what stands beside it.
    """
    known = words().meanings
    own = known.get(plain(carrier), {}).get(plain(code))
    everywhere = known[EVERYWHERE]
    return own or everywhere.get(plain(code)) or everywhere.get(plain(description)) or ""


def in_words(carrier: str, code: str, description: str = "") -> str:
    """The same in plain words, "" where nobody has said: then the carrier's own are all there is."""
    return words().words.get(meaning_of(carrier, code, description), "")


def plain(text: str) -> str:
    """A code or a carrier's name as two of them are compared."""
    return _BETWEEN.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


@cache
def words() -> Words:
    """The file, read once."""
    told = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    by_carrier = {EVERYWHERE: _by_code(told["everywhere"])}
    by_carrier |= {plain(carrier): _by_code(lines) for carrier, lines in told["carriers"].items()}
    return Words(by_carrier, told["meanings"], told["version"])


def _by_code(lines: Mapping[str, list[str]]) -> dict[str, str]:
    return {code: meaning for meaning, codes in lines.items() for code in codes}
